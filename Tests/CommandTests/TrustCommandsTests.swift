import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("trust")
struct TrustCommandsTests {
    private let lab: CommandLab

    init() throws {
        lab = try CommandLab()
        try lab.useTestCA("ca.pem", "alice.pem")
    }

    @Test("warns that the private key of the shipped test CA is public, under any name of the file")
    func warning() throws {
        let octets = try TestCA.octets(of: "ca.pem")
        let result = lab.run("trust", "add", "-", input: octets)
        #expect(result.status == .done)
        #expect(result.words.contains("warning: this is a test CA whose private key is public"))
        #expect(lab.run("trust", "list").text.contains("test-ca"))
        let json = lab.run("trust", "list", "--format", "json").output
        let object = try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any]
        #expect((object?["anchors"] as? [[String: Any]])?.first?["isTestCA"] as? Bool == true)
    }

    @Test("does not warn of a CA whose key is kept")
    func noWarning() throws {
        let other = try CommandLab()
        _ = other.run("ca", "init", "--domain", "example.test")
        let result = lab.run("trust", "add", "-", input: other.run("ca", "show", "--der").output)
        #expect(result.status == .done && !result.words.contains("warning"))
        #expect(!lab.run("trust", "list").text.contains("own CA"))
    }

    @Test("trusts every certificate of a file, and a single user's own")
    func several() throws {
        let both = try TestCA.octets(of: "ca.pem") + TestCA.octets(of: "alice.pem")
        #expect(lab.run("trust", "add", "-", input: both).status == .done)
        #expect(lab.run("trust", "list").text.split(separator: "\n").count == 2)
    }

    @Test("refuses a file without a certificate")
    func refused() {
        #expect(lab.run("trust", "add", "-", input: Array("hello".utf8)).status == .refused)
        #expect(lab.run("trust", "add", "absent").status == .environment)
    }

    @Test("removes by ID, and says when there is no such ID")
    func remove() throws {
        _ = lab.run("trust", "add", "ca.pem")
        let identifier = String(lab.run("trust", "list").text.prefix(16))
        #expect(lab.run("trust", "remove", "0000000000000000").status == .refused)
        #expect(lab.run("trust", "remove", "xyz").status == .usage)
        #expect(lab.run("trust", "remove", identifier).status == .done)
        #expect(lab.run("trust", "list").output.isEmpty)
        #expect(lab.run("trust", "remove", identifier).status == .refused)
    }
}

import AccessLeg
import CommandFiles
import CommandOptions
import Exposure
import Foundation
import SMIMEAgent
import TestSupport
import Testing

@testable import smime_presence

@Suite("Path files and the options of a leg")
struct PathFileTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func read(_ text: String) throws -> PathDescription {
        try directory.write(Array(text.utf8), to: "path.json")
        return try PathFile.read("path.json", on: CommandRun.console(in: directory.path)).path
    }

    private func failure(_ text: String) throws -> CommandFailure {
        try #require(throws: CommandFailure.self) { try read(text) }
    }

    @Test("the example of the document is read as the document says")
    func example() throws {
        let document = Vectors.directory.deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "docs/path-file.md")
        let text = try String(decoding: Data(contentsOf: document), as: UTF8.self)
        let start = try #require(text.range(of: "```json\n")).upperBound
        let end = try #require(text.range(of: "```", range: start..<text.endIndex)).lowerBound
        let path = try read(String(text[start..<end]))
        #expect(path.presentity.pCSCFRelease == 5 && path.presentity.hop == .integrity)
        #expect(path.presentity.accessNetwork?.family == .utran && path.presentity.ciphering == true)
        #expect(path.presentity.cipheringSource == .network && path.presentity.confidentialityFlag == false)
        #expect(path.presentity.isRoaming == false && path.presentity.areLinksHomeConfidential == true)
        #expect(path.watcher.isAgreementVerified && path.watcher.transport == "TCP")
        #expect(path.watcher.direction == .toTerminal && path.watcher.areLinksHomeConfidential == nil)
        #expect(path.trust == .none)
    }

    @Test("what is left out is unknown")
    func empty() throws {
        #expect(try read("{\"version\":1}") == PathDescription())
        #expect(try read("{\"version\":1,\"watcher\":{}}") == PathDescription())
    }

    @Test(
        "an unknown member is refused and named",
        arguments: [
            ("{\"version\":1,\"watchers\":{}}", "watchers"),
            ("{\"version\":1,\"watcher\":{\"cyphering\":\"on\"}}", "watcher.cyphering"),
            ("{\"version\":1,\"watcher\":{\"hops\":{\"home\":\"tls\"}}}", "watcher.hops.home"),
        ])
    func unknown(text: String, member: String) throws {
        let failure = try failure(text)
        #expect(failure.status == .usage && failure.message.contains("'\(member)'"))
        #expect(failure.hint.contains("docs/path-file.md"))
    }

    @Test(
        "a member that stands twice in one object is refused, however it is written",
        arguments: [
            ("{\"version\":1,\"version\":1}", "version"),
            ("{\"version\":1,\"watcher\":{},\"watcher\":{\"transport\":\"TLS\"}}", "watcher"),
            ("{\"version\":1,\"watcher\":{\"hops\":{},\"ho\\u0070s\":{}}}", "hops"),
            (
                "{\"version\":1,\"watcher\":{\"ciphering\":\"off\",\"roaming\":true,\"ciphering\":\"on\"}}",
                "ciphering"
            ),
        ])
    func repeated(text: String, member: String) throws {
        let failure = try failure(text)
        #expect(
            failure.status == .usage && failure.message.contains("'\(member)' twice"), "\(failure.message)")
        #expect(failure.hint.contains("docs/path-file.md"))
    }

    @Test("a member may stand in both legs, and a value may have the name of a member")
    func sameNames() throws {
        let leg = "{\"accessNetwork\":\"roaming\",\"roaming\":true}"
        let path = try read("{\"version\":1,\"presentity\":\(leg),\"watcher\":\(leg)}")
        #expect(path.presentity == path.watcher && path.watcher.isRoaming == true)
    }

    @Test("a file in another encoding than UTF-8 is refused")
    func encoding() throws {
        let octets = Array("{\"version\":1}".utf8).flatMap { octet -> [UInt8] in [octet, 0] }
        try directory.write(octets, to: "path.json")
        let failure = try #require(throws: CommandFailure.self) {
            try PathFile.read("path.json", on: CommandRun.console(in: directory.path))
        }
        #expect(failure.status == .usage)
    }

    @Test(
        "a value that a member does not take is refused, and what it takes is said",
        arguments: [
            ("{\"version\":2}", "version"),
            ("{\"version\":1,\"watcher\":{\"ciphering\":\"yes\"}}", "watcher.ciphering"),
            ("{\"version\":1,\"watcher\":{\"ciphering\":true}}", "watcher.ciphering"),
            ("{\"version\":1,\"watcher\":{\"pcscfRelease\":4}}", "watcher.pcscfRelease"),
            ("{\"version\":1,\"watcher\":{\"transport\":\"udp\"}}", "watcher.transport"),
            ("{\"version\":1,\"watcher\":{\"accessNetwork\":\"a b\"}}", "watcher.accessNetwork"),
            (
                "{\"version\":1,\"presentity\":{\"hops\":{\"pcscfToHome\":\"aes\"}}}",
                "presentity.hops.pcscfToHome"
            ),
            ("{\"version\":1,\"presentity\":{\"direction\":\"up\"}}", "presentity.direction"),
            ("{\"version\":1,\"presentity\":7}", "presentity"),
        ])
    func wrong(text: String, member: String) throws {
        let failure = try failure(text)
        #expect(failure.status == .usage && failure.message.contains("'\(member)'"), "\(failure.message)")
        #expect(failure.hint.hasPrefix("it takes "))
    }

    @Test(
        "what is no object is refused",
        arguments: ["", "[]", "{", "nonsense", String(repeating: "[", count: 60_000), "{\"version\":1}x"])
    func malformed(text: String) throws {
        #expect(try failure(text).status == .usage)
    }

    @Test("a file without version, or too large, or absent, is refused")
    func bounds() throws {
        #expect(try failure("{}").message.contains("has no member 'version'"))
        let large = try failure("{\"version\":1}" + String(repeating: " ", count: PathFile.maximumOctets))
        #expect(large.status == .usage && large.message.contains("path.json"))
        #expect(large.message.contains("holds more than 65536 octets"))
        let absent = try #require(throws: CommandFailure.self) {
            try PathFile.read("absent.json", on: CommandRun.console(in: directory.path))
        }
        #expect(absent.status == .environment)
    }

    @Test("options describe the leg that is asked about, and trust is an option of its own")
    func options() throws {
        var options = LegOptions()
        options.release = 5
        options.accessNetwork = "3GPP-GERAN"
        options.ciphering = .on
        options.hop = .integrity
        options.flag = .on
        options.trustsNetwork = true
        let path = try options.path(for: .watcher, on: CommandRun.console(in: directory.path))
        #expect(path.watcher.pCSCFRelease == 5 && path.watcher.accessNetwork?.family == .geran)
        #expect(path.watcher.ciphering == true && path.watcher.hop == .integrity)
        #expect(path.presentity == LegDescription() && path.trust == .proxies)
        options.file = "path.json"
        #expect(throws: UsageError.conflictingOptions("--leg", "--pcscf-release")) { try options.validate() }
        var wrong = LegOptions()
        wrong.accessNetwork = "3GPP UTRAN"
        #expect(throws: UsageError.self) { try wrong.validate() }
    }
}

import CMS
import CertificateAdministration
import Foundation
import SMIMEAgent
import TestSupport
import Testing

@testable import smime_presence

@Suite("ca")
struct CACommandsTests {
    private let lab: CommandLab

    init() throws { lab = try CommandLab() }

    @Test("makes a CA of every kind of key, trusted by its own store", arguments: KeyChoice.allCases)
    func initialize(key: KeyChoice) throws {
        let made = lab.run("ca", "init", "--domain", "Example.test", "--key", key.rawValue)
        #expect(made.status == .done && made.output.isEmpty)
        let certificate = try Certificate(der: lab.run("ca", "show", "--der").output)
        #expect(certificate.facts.key == key.algorithm)
        #expect(certificate.facts.subject == "CN=CA of example.test,O=smime-presence test CA")
        #expect(certificate.facts.notBefore == CommandRun.noon - 300)
        let pem = try Certificate.certificates(pem: lab.run("ca", "show").output)
        #expect(pem == [certificate])
        #expect(lab.run("trust", "list").text.hasPrefix(String(certificate.fingerprint.prefix(16))))
    }

    @Test("refuses a second CA in one store, and leaves the first")
    func second() {
        _ = lab.run("ca", "init", "--domain", "example.test")
        let first = lab.run("ca", "show").output
        let second = lab.run("ca", "init", "--domain", "example.test")
        #expect(second.status == .environment)
        #expect(second.words.contains("the store already has a CA"))
        #expect(lab.run("ca", "show").output == first)
    }

    @Test(
        "wants a domain, and nothing but a domain",
        arguments: ["", "sip:example.test", "a b", "alice@example.test", "h;x=y", "example.test:5060/"])
    func domain(value: String) throws {
        #expect(lab.run("ca", "init").words.contains("missing option '--domain'"))
        #expect(lab.run("ca", "init", "--domain=\(value)").status == .usage)
        #expect(try lab.directory.names().isEmpty)
    }

    @Test("keeps the private key, unless the CA says in its name that the keys are public")
    func privateKey() throws {
        _ = lab.run("ca", "init", "--domain", "example.test")
        let refused = lab.run("ca", "show", "--key")
        #expect(refused.status == .refused && refused.output.isEmpty)

        let other = try CommandLab()
        _ = other.run("ca", "init", "--domain", "example.test", "--allow-long-validity")
        let certificate = try Certificate(der: other.run("ca", "show", "--der").output)
        #expect(certificate.isTestAuthorityWithPublishedKeys)
        #expect(certificate.facts.notAfter == Date(internetTime: "2049-12-31T23:59:59Z"))
        #expect(
            try PrivateKey(pem: SecretOctets(other.run("ca", "show", "--key").output)).matches(certificate))
    }

    @Test("says where a store should be when there is none")
    func noStore() {
        let result = lab.run("ca", "show")
        #expect(result.status == .environment && result.output.isEmpty)
        #expect(result.words.contains("there is no store"))
        #expect(result.words.contains("hint: name one with '--store'; 'ca init --domain DOMAIN'"))
    }

    @Test("refuses a store that others can read, and one that is something else")
    func badStore() throws {
        _ = lab.run("ca", "init", "--domain", "example.test")
        try lab.directory.setPermissions(of: "store.db", to: 0o644)
        let open = lab.run("ca", "show")
        #expect(open.status == .environment)
        #expect(open.words.contains("mode 644") && open.words.contains("chmod 600"))
        try lab.directory.write(Array("hello".utf8), to: "other.db")
        try lab.directory.setPermissions(of: "other.db", to: 0o600)
        let other = lab.run("ca", "show", "--store", "other.db")
        #expect(other.status == .environment)
        #expect(other.words.contains("is not a store of smime-presence"))
    }
}

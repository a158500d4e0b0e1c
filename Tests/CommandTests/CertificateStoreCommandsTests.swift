import CMS
import CommandFiles
import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("cert list, show, import, export, remove")
struct CertificateStoreCommandsTests {
    private let lab: CommandLab
    private let alice = "sip:alice@example.test"

    init() throws {
        lab = try CommandLab()
        try lab.useTestCA("ca.pem", "alice.pem", "alice-TEST-ONLY.key", "bob-TEST-ONLY.key")
    }

    private func importAlice() {
        #expect(lab.run("cert", "import", "alice.pem", "--key", "alice-TEST-ONLY.key").status == .done)
    }

    @Test("imports PEM with its key, and exports both as they were")
    func pem() throws {
        importAlice()
        let certificate = try #require(Certificate.certificates(pem: TestCA.octets(of: "alice.pem")).first)
        #expect(lab.run("cert", "export", alice, "--der").output == certificate.der)
        let key = try PrivateKey(pem: SecretOctets(lab.run("cert", "export", alice, "--key").output))
        #expect(key.matches(certificate))
    }

    @Test("imports DER, from standard input as well")
    func der() throws {
        let certificate = try #require(Certificate.certificates(pem: TestCA.octets(of: "alice.pem")).first)
        #expect(lab.run("cert", "import", "-", input: certificate.der).status == .done)
        #expect(lab.run("cert", "export", alice, "--der").output == certificate.der)
        let key = lab.run("cert", "export", alice, "--key")
        #expect(key.status == .refused && key.words.contains("has no private key"))
    }

    @Test("carries certificate, key and chain through PKCS#12")
    func pkcs12() throws {
        try lab.directory.write(Array("secret".utf8), to: "password")
        try lab.directory.write(Array("other".utf8), to: "wrong")
        _ = lab.run("trust", "add", "ca.pem")
        importAlice()
        let export = ["--pkcs12", "--password-file", "password", "-o", "alice.p12"]
        let exported = CommandRun.of(
            ["cert", "export", alice, "--store", "store.db"] + export, in: lab.directory.path)
        #expect(exported.status == .done)
        #expect(try lab.directory.permissions(of: "alice.p12") == 0o600)

        let other = ["--store", "other.db"]
        func imported(_ arguments: String...) -> CommandRun {
            CommandRun.of(["cert", "import", "alice.p12"] + arguments + other, in: lab.directory.path)
        }
        #expect(imported().words.contains("'alice.p12' is encrypted"))
        #expect(imported("--password-file", "wrong").words.contains("the password does not open 'alice.p12'"))
        #expect(try !lab.directory.names().contains("other.db"))
        #expect(imported("--password-file", "password").status == .done)
        #expect(lab.run("cert", "export", alice, "--key", "--store", "other.db").status == .done)
    }

    @Test("encrypts an exported key with a password, and takes it back with it")
    func encryptedKey() throws {
        try lab.directory.write(Array("secret".utf8), to: "password")
        importAlice()
        let pem = lab.run("cert", "export", alice, "--key", "--password-file", "password")
        #expect(pem.text.hasPrefix("-----BEGIN ENCRYPTED PRIVATE KEY-----"))
        try lab.directory.write(pem.output, to: "encrypted.key")
        let without = lab.run("cert", "import", "alice.pem", "--key", "encrypted.key", "--store", "other.db")
        #expect(without.status == .environment && without.words.contains("'encrypted.key' is encrypted"))
        let with = lab.run(
            "cert", "import", "alice.pem", "--key", "encrypted.key", "--password-file", "password", "--store",
            "other.db")
        #expect(with.status == .done)
    }

    @Test(
        "refuses a CA's certificate, a foreign key, and what is no certificate, and makes no store for them")
    func refusals() throws {
        try lab.directory.write(Array("hello".utf8), to: "text")
        try lab.directory.write(
            Array("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".utf8), to: "bad.pem")
        let authority = lab.run("cert", "import", "ca.pem")
        #expect(authority.status == .refused && authority.words.contains("smime-presence trust add"))
        #expect(lab.run("cert", "import", "text").words.contains("'text' holds no certificate"))
        #expect(lab.run("cert", "import", "bad.pem").status == .refused)
        #expect(
            lab.run("cert", "import", "alice.pem", "--key", "text").words.contains(
                "'text' holds no private key"))
        #expect(try !lab.directory.names().contains("store.db"))
        let foreign = lab.run("cert", "import", "alice.pem", "--key", "bob-TEST-ONLY.key")
        #expect(foreign.status == .refused)
        #expect(foreign.words.contains("the private key does not belong to the certificate"))
        #expect(lab.run("cert", "list").output.isEmpty)
    }

    @Test("files a certificate without a SIP URI only where it is told to")
    func otherURI() throws {
        let now = CommandRun.noon
        let authority = try CertificateAuthority.make(
            .testAuthority(domain: "example.test", keys: .secret), key: .p256,
            validity: CertificateValidity(from: now, days: 30))
        let certificate = try authority.issue(
            .user(address: "dave", uris: ["mailto:dave@example.test"]), for: PrivateKey.generate(.p256),
            validity: CertificateValidity(from: now, days: 1))
        try lab.directory.write(certificate.der, to: "dave.der")
        let refused = lab.run("cert", "import", "dave.der")
        #expect(refused.status == .refused && refused.words.contains("names no SIP URI"))
        let dave = "sip:dave@example.test"
        #expect(
            lab.run("cert", "import", "dave.der", "--allow-other-uri", "sip:dave@Example.TEST").status
                == .done)
        #expect(lab.run("cert", "export", dave, "--der").output == certificate.der)
        #expect(lab.run("cert", "import", "dave.der", "--allow-other-uri", "dave").status == .usage)
    }

    @Test("lists and shows for people and, as one JSON object with a version, for scripts")
    func lists() throws {
        importAlice()
        #expect(lab.run("cert", "list").text.hasPrefix("sip:alice@example.test  "))
        #expect(lab.run("cert", "show", alice).text.contains("valid until:    2049-12-31T23:59:59Z"))
        for arguments in [["cert", "list"], ["cert", "show", alice]] {
            let result = CommandRun.of(
                arguments + ["--format", "json", "--store", "store.db"], in: lab.directory.path)
            let object = try JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any]
            let first = (object?["certificates"] as? [[String: Any]])?.first
            #expect(object?["version"] as? Int == 1)
            #expect(first?["filedUnder"] as? [String] == [alice])
            #expect(first?["hasPrivateKey"] as? Bool == true)
        }
    }

    @Test("names the address it has nothing for", arguments: ["show", "export", "remove"])
    func unknown(verb: String) {
        importAlice()
        let result = lab.run("cert", verb, "sip:absent@example.test")
        #expect(result.status == .refused && result.output.isEmpty)
        #expect(result.words.contains("the store has no certificate for sip:absent@example.test"))
    }

    @Test("never writes a private key to a terminal or to a file that others can read")
    func secrets() {
        importAlice()
        let kinds: [Console.OutputKind] = [.terminal, .file(mode: 0o644)]
        for kind in kinds {
            let result = lab.run("cert", "export", alice, "--key", outputKind: kind)
            #expect(result.status != .done && result.output.isEmpty)
        }
        #expect(lab.run("cert", "export", alice, "--der", outputKind: .terminal).status == .usage)
    }

    @Test("writes the chain up to the trust anchor, and refuses where there is none")
    func chain() throws {
        importAlice()
        let refused = lab.run("cert", "export", alice, "--chain")
        #expect(refused.status == .refused && refused.output.isEmpty)
        _ = lab.run("trust", "add", "ca.pem")
        let chain = try Certificate.certificates(pem: lab.run("cert", "export", alice, "--chain").output)
        #expect(chain.count == 2 && chain[1].isTestAuthorityWithPublishedKeys)
    }

    @Test("says what it wrote of several certificates only after writing")
    func afterWriting() {
        for command in [
            ["ca", "init", "--domain", "example.test"], ["cert", "issue", alice], ["cert", "issue", alice],
        ] {
            #expect(lab.run(command).status == .done)
        }
        let written = lab.run("cert", "export", alice, "--key", "-o", "a.key")
        #expect(written.status == .done && written.words.contains("wrote "), "\(written.words)")
        let failed = lab.run("cert", "export", alice, "--key", "-o", "absent/a.key")
        #expect(failed.status == .environment && !failed.words.contains("wrote "), "\(failed.words)")
    }

    @Test("takes one form of output at a time")
    func forms() {
        #expect(lab.run("cert", "export", alice, "--pem", "--key").status == .usage)
        #expect(lab.run("cert", "export", alice, "--pkcs12").words.contains("requires '--password-file'"))
        #expect(lab.run("cert", "export", alice, "--password-file", "x").status == .usage)
    }

    @Test("removes the only certificate, but lists several until one or all are named")
    func remove() throws {
        let lab = try CommandLab()
        _ = lab.run("ca", "init", "--domain", "example.test")
        for _ in 0..<3 { _ = lab.run("cert", "issue", alice) }
        let serials = try Self.serials(lab, alice)
        let refused = lab.run("cert", "remove", alice)
        #expect(refused.status == .refused && serials.allSatisfy { refused.words.contains($0) })
        #expect(lab.run("cert", "remove", alice, "--serial", "00").status == .refused)
        #expect(lab.run("cert", "remove", alice, "--serial", serials[1].lowercased()).status == .done)
        #expect(try Self.serials(lab, alice) == [serials[0], serials[2]])
        #expect(lab.run("cert", "remove", alice, "--all", "--serial", serials[0]).status == .usage)
        #expect(lab.run("cert", "remove", alice, "--all").status == .done)
        #expect(lab.run("cert", "list").output.isEmpty)
    }

    private static func serials(_ lab: CommandLab, _ uri: String) throws -> [String] {
        let octets = lab.run("cert", "show", uri, "--format", "json").output
        let object = try JSONSerialization.jsonObject(with: Data(octets)) as? [String: Any]
        let certificates = object?["certificates"] as? [[String: Any]] ?? []
        return certificates.compactMap { $0["serialNumber"] as? String }
    }
}

import CMS
import CertificateAdministration
import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("cert export, PKCS#12 files for several subscribers, and pairs")
struct ContainerExportTests {
    private let lab: CommandLab
    private let command = ["cert", "export", "--pkcs12", "--directory", "out"]

    init() throws {
        lab = try CommandLab()
        _ = lab.run("ca", "init", "--domain", "example.test")
        for uri in ["sip:alice@example.test", "sip:example.test"] { _ = lab.run("cert", "issue", uri) }
        _ = lab.run("cert", "issue", "sip:bob@example.test", "--key", "ed25519")
        try lab.directory.write(Array("secret\n".utf8), to: "password")
        try lab.directory.setPermissions(of: "password", to: 0o600)
    }

    private func contents(_ name: String, password: String = "secret") throws -> PKCS12.Contents {
        let octets = SecretOctets(try lab.directory.octets(of: name))
        return try PKCS12.contents(der: octets, password: SecretOctets(password))
    }

    private func password(_ name: String) throws -> String {
        String(decoding: try lab.directory.octets(of: name).dropLast(), as: UTF8.self)
    }

    private func mode(_ name: String) throws -> Int {
        let path = lab.directory.file(name)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    @Test("one password opens all files, and each has every key and certificate of its holder")
    func common() throws {
        let run = lab.run(command + ["--password-file", "password"])
        #expect(run.status == .done && run.words.contains("wrote 3 PKCS#12 files to 'out'"), "\(run.words)")
        let names = try FileManager.default.contentsOfDirectory(atPath: lab.directory.file("out")).sorted()
        #expect(
            names == [
                "domain_example.test.p12", "user_alice@example.test.p12", "user_bob@example.test.p12",
            ])
        for (name, holders) in zip(names, [1, 1, 2]) {
            let file = try contents("out/\(name)")
            #expect(file.keys.count == holders && file.certificates.count == holders + 1, "\(name)")
            #expect(file.keys.allSatisfy { key in file.certificates.contains(where: key.matches) })
            #expect(try mode("out/\(name)") == 0o600)
        }
    }

    @Test("files whose passwords are not new random ones take long, which is said before they are made")
    func slowPasswords() throws {
        let own = command + ["--password-directory", "passwords"]
        #expect(!lab.run(own).words.contains("half a second"))
        let again = lab.run(own)
        let words = "the passwords of 3 files are not new random ones: each takes about half a second"
        #expect(again.words.contains(words), "\(again.words)")
        let before = try #require(again.words.range(of: words)).lowerBound
        #expect(before < (try #require(again.words.range(of: "wrote 3 PKCS#12 files"))).lowerBound)
        #expect(lab.run(command + ["--password-file", "password"]).words.contains(words))
    }

    @Test("passwords never lie in the directory of the keys, and no output replaces the password file")
    func passwordsApart() throws {
        try FileManager.default.createDirectory(
            atPath: lab.directory.file("out"), withIntermediateDirectories: true)
        try lab.directory.write(Array("secret\n".utf8), to: "out/password")
        for options in [["--password-directory", "out"], ["--password-file", "out/password"]] {
            let run = lab.run(command + options)
            #expect(run.status == .usage && run.words.contains("would be in one directory"), "\(run.words)")
        }
        let run = lab.run(
            "cert", "export", "sip:alice@example.test", "--key", "--password-file", "password", "-o",
            "password")
        #expect(run.status == .usage && run.words.contains("are the same file"))
    }

    @Test("the URI is the friendly name", .enabled(if: Tool.arePresent("openssl")))
    func friendlyName() throws {
        #expect(lab.run(command + ["sip:bob@example.test", "--password-file", "password"]).status == .done)
        _ = lab.run(
            "cert", "export", "sip:bob@example.test", "--pkcs12", "--password-file", "password", "-o",
            "out/one.p12")
        for name in ["user_bob@example.test", "one"] {
            let text = String(
                decoding: try Tool(name: "openssl", directory: lab.directory)(
                    "pkcs12", "-in", "out/\(name).p12", "-passin", "file:password", "-nodes"), as: UTF8.self)
            // Two certificates and two keys.
            #expect(text.components(separatedBy: "friendlyName: sip:bob@example.test").count == 5)
        }
    }

    @Test("a password file for each is made with a random password, and used again")
    func passwordDirectory() throws {
        let own = command + ["sip:*", "--password-directory", "passwords"]
        #expect(lab.run(own).words.contains("wrote 3 password files to 'passwords'"))
        let alice = try password("passwords/user_alice@example.test.password")
        let bob = try password("passwords/user_bob@example.test.password")
        #expect(alice.utf8.count == 25 && alice != bob)
        #expect(try mode("passwords/user_bob@example.test.password") == 0o600)
        #expect(try mode("passwords") == 0o700)
        #expect(try contents("out/user_bob@example.test.p12", password: bob).keys.count == 2)
        #expect((try? contents("out/user_bob@example.test.p12", password: alice)) == nil)
        let again = lab.run(own)
        #expect(again.words.contains("wrote 0 password files to 'passwords', used 3 that were there"))
        #expect(try contents("out/user_alice@example.test.p12", password: alice).keys.count == 1)
    }

    @Test(
        "passwords and keys are kept out of a directory that others can write to", arguments: ["out", "pw"])
    func openToOthers(directory: String) throws {
        try FileManager.default.createDirectory(
            atPath: lab.directory.file(directory), withIntermediateDirectories: false)
        try lab.directory.setPermissions(of: directory, to: 0o777)
        let run = lab.run(command + ["--password-directory", "pw"])
        #expect(run.status == .environment && run.words.contains("other users can write to"))
        for name in ["out", "pw"] {
            let found = try? FileManager.default.contentsOfDirectory(atPath: lab.directory.file(name))
            #expect(found?.isEmpty != false)
        }
    }

    @Test("a link in place of a password is not followed, and nothing is written")
    func link() throws {
        try FileManager.default.createDirectory(
            atPath: lab.directory.file("pw"), withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
        try FileManager.default.createSymbolicLink(
            atPath: lab.directory.file("pw/user_bob@example.test.password"),
            withDestinationPath: "../password")
        let run = lab.run(command + ["--password-directory", "pw"])
        #expect(run.status == .environment && run.words.contains("user_bob@example.test.password"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: lab.directory.file("out")).isEmpty)
    }

    @Test("an address without a private key is skipped if a pattern names it, else an error")
    func withoutKey() throws {
        let pem = lab.run("cert", "export", "sip:alice@example.test").output
        _ = lab.run("cert", "remove", "sip:alice@example.test")
        _ = lab.run("cert", "import", "-", input: pem)
        let all = lab.run(command + ["sip:*", "--password-file", "password", "--format", "json"])
        #expect(all.status == .done && all.words.contains("skipped 1 address: the store has no private key"))
        let document = try JSONSerialization.jsonObject(with: Data(all.output)) as? [String: Any]
        #expect((document?["files"] as? [String])?.sorted().last == "out/user_bob@example.test.p12")
        #expect(document?["skipped"] as? Int == 1)
        let named = lab.run(
            command + ["sip:alice@example.test", "sip:bob@example.test", "--password-file", "password"])
        #expect(named.status == .refused && named.words.contains("1 of 2 addresses not written"))
        #expect(named.words.contains("wrote 1 PKCS#12 file to 'out'"))
    }

    @Test("both certificates of a pair are exported, in every form that can contain two")
    func pair() throws {
        let bob = "sip:bob@example.test"
        let pem = lab.run("cert", "export", bob)
        #expect(pem.words.contains("wrote both of a pair: serial "))
        let certificates = try Certificate.certificates(pem: pem.output)
        #expect(certificates.map(\.maySign) == [true, false])
        #expect(certificates.map(\.mayEncrypt) == [false, true])
        let chain = lab.run("cert", "export", bob, "--chain")
        #expect(try Certificate.certificates(pem: chain.output).count == 3)
        let keys = lab.run("cert", "export", bob, "--key").text
        #expect(keys.components(separatedBy: "BEGIN PRIVATE").count == 3)
        let der = lab.run("cert", "export", bob, "--der")
        #expect(certificates.contains(try Certificate(der: der.output)))
        #expect(der.words.contains("the newest of 2 certificates"))
        let message = lab.run("cert", "export", bob, "--certs-only")
        _ = lab.run("trust", "add", "-", "--store", "other.db", input: lab.run("ca", "show").output)
        #expect(lab.run("cert", "import", "-", "--store", "other.db", input: message.output).status == .done)
        let listed = lab.run("cert", "show", bob, "--store", "other.db").text
        #expect(listed.contains("Ed25519") && listed.contains("X25519"))
    }

    @Test("--key --with-certificate writes both into one PEM file")
    func withCertificate() throws {
        let uri = "sip:alice@example.test"
        let run = lab.run("cert", "export", uri, "--key", "--with-certificate", "-o", "alice.pem")
        #expect(run.status == .done)
        #expect(try mode("alice.pem") == 0o600)
        let text = String(decoding: try lab.directory.octets(of: "alice.pem"), as: UTF8.self)
        #expect(text.components(separatedBy: "-----BEGIN ").count == 3)
        #expect(text.hasPrefix("-----BEGIN CERTIFICATE") && text.contains("-----BEGIN PRIVATE KEY"))
        _ = lab.run("trust", "add", "-", "--store", "other.db", input: lab.run("ca", "show").output)
        #expect(lab.run("cert", "import", "alice.pem", "--store", "other.db").status == .done)
        #expect(lab.run("cert", "export", uri, "--key", "--store", "other.db").status == .done)
        #expect(lab.run("cert", "export", uri, "--with-certificate").status == .usage)
    }

    @Test(
        "wrong combinations",
        arguments: [
            ["--pkcs12", "--directory", "d"], ["--password-directory", "p", "--key", "--directory", "d"],
            ["--pkcs12", "--password-directory", "p", "sip:alice@example.test"],
            ["--pkcs12", "--directory", "d", "--password-directory", "p", "--password-file", "password"],
            ["--key", "--with-certificate", "--directory", "d"], ["--from", "password"],
            ["--expires-within", "9"], ["sip:alice@example.test", "--format", "json"],
        ])
    func misused(arguments: [String]) throws {
        let run = lab.run(["cert", "export"] + arguments)
        #expect(run.status == .usage, "\(run.words)")
        #expect(try !lab.directory.names().contains("d"))
    }
}

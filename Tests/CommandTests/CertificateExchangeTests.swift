import CMS
import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("Certificates in other forms")
struct CertificateExchangeTests {
    private let lab: CommandLab
    private let alice = "sip:alice@example.test"
    private let certificate: Certificate

    init() throws {
        lab = try CommandLab.example()
        certificate = try Certificate(der: lab.run("cert", "export", alice, "--der").output)
        try lab.directory.write(Array("secret".utf8), to: "password")
        try lab.directory.write(Array("wrong".utf8), to: "wrong")
    }

    private func other(_ arguments: String..., input: [UInt8] = []) -> CommandRun {
        CommandRun.of(arguments + ["--store", "other.db"], input: input, in: lab.directory.path)
    }

    @Test("a certs-only message goes out as entity, DER and PEM, and comes in as each of them")
    func certificatesOnly() throws {
        for options in [[], ["--chain"], ["--der"], ["--pem"], ["--der", "--chain"], ["--chain", "--pem"]] {
            let exported = lab.run(["cert", "export", alice, "--certs-only"] + options)
            #expect(exported.status == .done, "\(options)")
            #expect(other("cert", "import", "-", input: exported.output).status == .done, "\(options)")
            #expect(other("cert", "export", alice, "--der").output == certificate.der)
            #expect(other("trust", "list").output.isEmpty)
            try FileManager.default.removeItem(atPath: lab.directory.file("other.db"))
        }
        let text = lab.run("cert", "export", alice, "--certs-only").text
        #expect(
            text.hasPrefix("Content-Type: application/pkcs7-mime; smime-type=certs-only; name=smime.p7c\r\n"))
        #expect(lab.run("cert", "export", alice, "--certs-only", "--key").status == .usage)
    }

    /// libcrypto's prompt would go to the terminal, or to standard error where there is none.
    @Test("an encrypted block does not prompt for a passphrase", .enabled(if: BuiltProgram.isThere))
    func noPrompt() throws {
        for (label, command) in [
            ("CERTIFICATE", ["trust", "add"]), ("X509 CRL", ["trust", "crl", "import"]),
        ] {
            let block = """
                -----BEGIN \(label)-----
                Proc-Type: 4,ENCRYPTED
                DEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF

                AAAAAAAAAAAAAAAAAAAAAA==
                -----END \(label)-----

                """
            try lab.directory.write(Array(block.utf8), to: "encrypted.pem")
            let failure = #expect(throws: Tool.Failure.self) {
                try Tool(name: BuiltProgram.path, directory: lab.directory)
                    .run(command + ["encrypted.pem", "--store", "store.db"])
            }
            let words = failure?.words ?? ""
            #expect(words.contains("error: ") && !words.contains("pass phrase"), "\(words)")
        }
    }

    private func answer(_ entity: String) -> [UInt8] {
        let parts = entity.split(separator: "\r\n\r\n", maxSplits: 1).map(String.init)
        let header = """
            SIP/2.0 493 Undecipherable
            Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK652hsge
            To: <sip:alice@example.test>;tag=1
            From: <sip:bob@example.test>;tag=2
            Call-ID: 1@192.0.2.1
            CSeq: 1 MESSAGE
            """.replacingOccurrences(of: "\n", with: "\r\n")
        return Array(
            "\(header)\r\n\(parts[0])\r\nContent-Length: \(parts[1].utf8.count)\r\n\r\n\(parts[1])".utf8)
    }

    @Test("a 493 answer brings the certificate to encrypt with")
    func answer493() throws {
        let entity = lab.run("cert", "export", alice, "--certs-only", "--chain").text
        #expect(other("cert", "import", "-", input: answer(entity)).status == .done)
        #expect(other("cert", "export", alice, "--der").output == certificate.der)
    }

    @Test("a private key that others may read is taken, and said to be open to them")
    func openKeys() throws {
        let exported = lab.run("cert", "export", alice)
        try lab.directory.write(exported.output, to: "alice.pem")
        _ = lab.run("cert", "export", alice, "--key", "-o", "alice.key")
        let closed = other("cert", "import", "alice.pem", "--key", "alice.key")
        #expect(closed.status == .done && !closed.words.contains("warning"))
        try lab.directory.setPermissions(of: "alice.key", to: 0o644)
        let open = other("cert", "import", "alice.pem", "--key", "alice.key")
        #expect(open.status == .done)
        #expect(
            open.words.contains(
                "warning: others may read or write 'alice.key' (mode 644), which holds a private key"))
        // A password that the key does not need closes nothing.
        try lab.directory.write(Array("secret\n".utf8), to: "password.txt")
        try lab.directory.setPermissions(of: "password.txt", to: 0o600)
        let needless = other(
            "cert", "import", "alice.pem", "--key", "alice.key", "--password-file", "password.txt")
        #expect(needless.status == .done && needless.words.contains("which holds a private key"))
        let both = try exported.output + lab.directory.octets(of: "alice.key")
        try lab.directory.write(both, to: "both.pem")
        try lab.directory.setPermissions(of: "both.pem", to: 0o640)
        #expect(
            other("cert", "import", "both.pem").words.contains(
                "'both.pem' (mode 640), which holds a private key"))
    }

    @Test("a certs-only message may bring several holders' certificates, and a key is that of its own")
    func several() throws {
        let bob = try Certificate(der: lab.run("cert", "export", "sip:bob@example.test", "--der").output)
        let der = try ContentInfo.der(ofCertificatesOnly: [bob, certificate])
        try lab.directory.write(der, to: "both.p7c")
        let refused = other("cert", "import", "both.p7c", "--allow-other-uri", "sip:carol@example.test")
        #expect(refused.status == .refused && refused.words.contains("contains 2 certificates"))
        #expect(try !lab.directory.names().contains("other.db"))
        _ = lab.run("cert", "export", alice, "--key", "-o", "alice.key")
        #expect(other("cert", "import", "both.p7c", "--key", "alice.key").status == .done)
        #expect(other("cert", "export", alice, "--key").status == .done)
        #expect(other("cert", "export", "sip:bob@example.test", "--key").status == .refused)
    }

    @Test("what brings no certificate of a holder is refused, and makes no store")
    func refusals() throws {
        let authority = try Certificate(der: lab.run("ca", "show", "--der").output)
        let ofAuthority = try ContentInfo.der(ofCertificatesOnly: [authority])
        var empty = try DERNode(parsing: ofAuthority)
        empty[1, 0].elements.remove(at: 3)
        let signed = lab.run("sign", "publish.sip").output
        for (octets, words) in [
            (ofAuthority, "is an authority's"), (empty.der, "contains no certificate"),
            (Array(ofAuthority.dropLast()), "holds no certificate"), (signed, "holds no certificate"),
            ([], "holds no certificate"),
        ] {
            let result = other("cert", "import", "-", input: octets)
            #expect(result.status == .refused && result.words.contains(words), "\(result.words)")
            #expect(result.words.contains("hint: "))
        }
        #expect(try !lab.directory.names().contains("other.db"))
    }

    @Test("PKCS#12 is written for old programs only where it is asked for")
    func legacy() throws {
        let options = ["--pkcs12", "--password-file", "password", "--legacy-encryption", "-o", "alice.p12"]
        #expect(lab.run(["cert", "export", alice] + options).status == .done)
        #expect(try lab.directory.permissions(of: "alice.p12") == 0o600)
        #expect(other("cert", "import", "alice.p12", "--password-file", "wrong").status == .environment)
        #expect(other("cert", "import", "alice.p12", "--password-file", "password").status == .done)
        #expect(other("cert", "export", alice, "--key").status == .done)
        #expect(lab.run("cert", "export", alice, "--legacy-encryption").status == .usage)
    }

    @Test(
        "PKCS#12 of old programs comes in, and what is wrong with a file is said",
        arguments: ["rc2-40", "rc4-md5", "3des"])
    func old(name: String) throws {
        let octets = try Vectors.octets("pkcs12/\(name).p12")
        let wrong = other("cert", "import", "-", "--password-file", "wrong", input: octets)
        #expect(wrong.status == .environment && wrong.words.contains("the password does not open"))
        let cut = other("cert", "import", "-", "--password-file", "password", input: octets.dropLast())
        #expect(cut.status == .refused && cut.words.contains("holds no certificate"))
        let slow = other(
            "cert", "import", "-", "--password-file", "password",
            input: try Vectors.octets("pkcs12/many-rounds.p12"))
        #expect(slow.status == .refused && slow.words.contains("rounds of key derivation"))
        #expect(try !lab.directory.names().contains("other.db"))
        #expect(other("cert", "import", "-", "--password-file", "password", input: octets).status == .done)
        #expect(other("cert", "export", "sip:old@example.test", "--key").status == .done)
    }

    @Test("a wrong password for an encrypted key in DER is called so")
    func encryptedKey() throws {
        let key = try PrivateKey.generate(.p256).encryptedDER(passphrase: SecretOctets("secret"))
        try lab.directory.write(key.copied(), to: "key.der")
        try lab.directory.write(certificate.der, to: "alice.der")
        let wrong = other("cert", "import", "alice.der", "--key", "key.der", "--password-file", "wrong")
        #expect(wrong.words.contains("the password does not open 'key.der'"))
        let foreign = other("cert", "import", "alice.der", "--key", "key.der", "--password-file", "password")
        #expect(foreign.words.contains("does not belong to the certificate"))
        #expect(try !lab.directory.names().contains("other.db"))
    }
}

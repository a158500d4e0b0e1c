import CMS
import MIME
import SMIMEBody
import TestSupport
import Testing

/// gpgsm supports RSA with PKCS#1 v1.5 and CBC, but neither OAEP nor AuthEnvelopedData.
@Suite(
    "gpgsm",
    .enabled(if: Tool.arePresent("gpgsm", "gpgconf", "openssl"), "gpgsm or openssl is not installed"))
struct GPGSMTests {
    private let lab: InteropLab

    init() throws {
        lab = try InteropLab(.rsa(bits: 2048))
        try lab.directory.write(Array("allow-loopback-pinentry\n".utf8), to: "gpg-agent.conf")
        let fingerprint = try String(
            decoding: lab.tool("openssl")("x509", "-in", "ca.pem", "-noout", "-fingerprint", "-sha1"),
            as: UTF8.self)
        let digits = try #require(fingerprint.split(separator: "=").last)
        try lab.directory.write(Array("\(digits.prefix(59)) S relax\n".utf8), to: "trustlist.txt")
        try gpgsm("--import", "ca.der")
        for name in ["alice", "bob"] { try importKey(name) }
    }

    /// It reads PKCS#12 files with the old encryption only, and sometimes fails even then: a new file helps.
    private func importKey(_ name: String) throws {
        let identity = name == "alice" ? lab.alice : lab.bob
        let file = PKCS12(certificate: identity.certificate, key: identity.key, chain: [])
        for attempt in 1...5 {
            let der = try file.der(password: SecretOctets("x"), encryption: .legacy)
            try lab.directory.write(der.copied(), to: "\(name).p12")
            do {
                try gpgsm("--import", "\(name).p12")
                return
            } catch {
                if attempt == 5 { throw error }
            }
        }
    }

    @discardableResult
    private func gpgsm(_ arguments: String...) throws -> [UInt8] {
        let always = [
            "--batch", "--no-tty", "--pinentry-mode", "loopback", "--passphrase-fd", "0",
            "--disable-crl-checks",
            "--disable-policy-checks", "--disable-dirmngr",
        ]
        return try lab.tool("gpgsm").run(always + arguments, input: "x\n")
    }

    /// The agent would outlive the test.
    private func finish() { _ = try? lab.tool("gpgconf")("--kill", "all") }

    @Test("opens and verifies messages of this library")
    func opens() throws {
        defer { finish() }
        for cipher in [ContentCipher.aes256CBC, .aes128CBC] {
            try lab.directory.write(lab.protected(cipher, transport: .pkcs1).body, to: "m.p7m")
            let inner = try MIMEEntity.parse(gpgsm("--decrypt", "m.p7m"))
            try lab.directory.write(inner.body, to: "m.p7s")
            try gpgsm("--output", "opened-\(cipher.name)", "--verify", "m.p7s")
            #expect(try lab.directory.octets(of: "opened-\(cipher.name)") == InteropLab.content)
        }
    }

    @Test("creates messages that open here")
    func makes() throws {
        defer { finish() }
        let signature = try gpgsm("--sign", "--local-user", "CN=alice@example.test", "content")
        #expect(try lab.open(lab.entity(signature)) == InteropLab.content)
        try lab.directory.write(lab.entity(signature).octets, to: "signed")
        for cipher in ["AES256", "AES"] {
            let octets = try gpgsm(
                "--cipher-algo", cipher, "--recipient", "CN=bob@example.test", "--encrypt", "signed")
            #expect(try lab.open(lab.entity(octets)) == InteropLab.content)
        }
    }

    @Test("writes PKCS#12, with RC2, that is read here")
    func pkcs12() throws {
        try gpgsm("--output", "theirs.p12", "--export-secret-key-p12", "/CN=alice@example.test")
        let octets = SecretOctets(try lab.directory.octets(of: "theirs.p12"))
        let read = try PKCS12.read(der: octets, password: SecretOctets("x"))
        #expect(read.key?.matches(read.certificate) == true)
        #expect(read.certificate == lab.alice.certificate)
    }
}

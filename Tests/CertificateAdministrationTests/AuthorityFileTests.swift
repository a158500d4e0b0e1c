import CMS
import CertStore
import CertificateAdministration
import Foundation
import TestSupport
import Testing

@Suite("The file of a CA that moves")
struct AuthorityFileTests {
    private let lab: AdministrationLab
    private let alice: Certificate
    private let password = SecretOctets("battery staple")

    init() throws {
        lab = try AdministrationLab()
        alice = try lab.issue("sip:alice@example.test")
        _ = try lab.store.rotateAuthority(at: TestLab.now)
        try lab.issue("sip:bob@example.test")
    }

    private func text() throws -> [UInt8] {
        var text: SecretOctets?
        try lab.store.exportAuthority(lasting: 600, clock: { TestLab.now }) {
            text = try AuthorityFile.pem($0, password: password)
        }
        return try #require(text).copied()
    }

    private func read(_ text: [UInt8], password: SecretOctets? = nil) throws -> AuthorityFile {
        try AuthorityFile(SecretOctets(text), name: "ca.pem", password: password ?? self.password)
    }

    /// The blocks of a file, each with its label.
    private func blocks(_ text: [UInt8]) -> [String] {
        String(decoding: text, as: UTF8.self).components(separatedBy: "-----BEGIN ").dropFirst()
            .map { "-----BEGIN " + $0 }
    }

    private func joined(_ blocks: [String]) -> [UInt8] { Array(blocks.joined().utf8) }

    private func error(_ text: [UInt8]) -> AuthorityFileError? {
        guard
            case .authorityFile(let error) = #expect(
                throws: AdministrationError.self, performing: { try read(text) })
        else { return nil }
        return error
    }

    @Test("has certificates, CRLs, issued certificates and encrypted keys, which other tools read")
    func content() throws {
        let text = try text()
        #expect(
            blocks(text).map { String($0.prefix { $0 != "\n" }.dropFirst(11).dropLast(5)) } == [
                "CERTIFICATE", "CERTIFICATE", "X509 CRL", "X509 CRL", "CERTIFICATE", "CERTIFICATE",
                "ENCRYPTED PRIVATE KEY", "ENCRYPTED PRIVATE KEY",
            ])
        let file = try read(text)
        #expect(file.current == (try lab.store.authorityCertificate()))
        #expect(file.keys.count == 2 && file.issued.first == alice && file.others == 0 && !file.hasOpenKey)
        let openssl = Tool(name: "openssl", directory: lab.directory)
        try lab.directory.write(text, to: "ca.pem")
        for arguments in [
            ["x509", "-in", "ca.pem", "-noout"], ["crl", "-in", "ca.pem", "-noout"],
            ["pkey", "-in", "ca.pem", "-noout", "-passin", "pass:battery staple"],
        ] { _ = try openssl.run(arguments) }
    }

    @Test("moves the whole CA to another store")
    func roundTrip() throws {
        let file = try read(text())
        let other = try lab.otherStore()
        try file.bring(into: other)
        #expect(try other.authorityCertificate() == lab.store.authorityCertificate())
        #expect(try other.certificates(of: "sip:bob@example.test").count == 1)
        #expect(try other.certificates(of: "sip:alice@example.test").map(\.certificate) == [alice])
        #expect(try other.authorityAnchors() == lab.store.authorityAnchors())
    }

    @Test("is refused with another password, and without one")
    func passwords() throws {
        let text = try text()
        for wrong in [SecretOctets("x"), nil] {
            #expect(throws: AdministrationError.self) {
                try AuthorityFile(SecretOctets(text), name: "ca.pem", password: wrong)
            }
        }
    }

    @Test("is refused if it is truncated at any part: it lacks the key of the current certificate")
    func cut() throws {
        let text = try text()
        for end in stride(from: 0, to: text.count - 1, by: 97) {
            #expect(throws: AdministrationError.self, "\(end)") { try read(Array(text.prefix(end))) }
        }
        let all = blocks(text)
        for count in 0..<all.count {
            #expect(throws: AdministrationError.self) { try read(joined(Array(all.prefix(count)))) }
        }
    }

    @Test("without the key of a retired certificate makes that key compromised and untrusted")
    func missingKey() throws {
        let all = try blocks(text())
        let file = try read(joined(all.filter { $0 != all[6] }))
        let other = try lab.otherStore()
        try file.bring(into: other)
        #expect(try other.ownAuthorities().map(\.isTrusted) == [true, false])
        #expect(try other.trustAnchors().count == 1)
        #expect(error(joined(Array(all.dropLast()))) == .noKey("ca.pem"))
    }

    @Test("with a key that belongs to no certificate, a CRL of another CA or a subordinate CA is refused")
    func foreignParts() throws {
        let all = try blocks(text())
        let other = try TestLab.foreignAuthority()
        let stray = try String(decoding: PrivateKey.generate(.p256).pem().copied(), as: UTF8.self)
        #expect(error(joined([stray] + all)) == .notAuthorityFile("ca.pem"))
        let list = try other.revocationList(
            number: 1, revoked: [], at: TestLab.now, nextUpdate: TestLab.now + 60)
        #expect(
            error(joined(all) + (try list.pem())) == .foreignList("ca.pem", issuer: list.issuer))
        #expect(error(Array("no PEM".utf8)) == .notAuthorityFile("ca.pem"))
        #expect(error(joined(Array(all[4...5]))) != nil)
    }

    @Test("with certificates of other CAs skips these, and counts them")
    func others() throws {
        let other = try TestLab.foreignAuthority()
        let foreign = try other.issue(
            .user(address: "eve@example.test", uris: ["sip:eve@example.test"]),
            for: PrivateKey.generate(.p256),
            validity: CertificateValidity(from: TestLab.now, days: 5))
        let file = try read(text() + foreign.pem())
        #expect(file.others == 1 && file.issued.count == 2)
    }

    @Test("has a sentence for each fault")
    func sentences() {
        for error in [
            AuthorityFileError.notAuthorityFile("f\n"), .noAuthority("f\n"), .noKey("f\n"),
            .notSelfSigned("f\n", subject: "s\n"), .foreignList("f\n", issuer: "i\n"), .tooLarge(limit: 7),
        ] {
            let sentence = AdministrationError.authorityFile(error).description
            #expect(sentence == error.description && !sentence.contains("\n") && sentence.count < 100)
        }
    }
}

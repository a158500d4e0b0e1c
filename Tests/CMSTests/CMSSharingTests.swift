import Foundation
import TestSupport
import Testing

@testable import CMS

/// State that libcrypto prepares at first use, or that is kept between uses; `make tsan` checks it.
@Suite("Shared between threads: keys, certificates, contexts")
struct CMSSharingTests {
    private static let algorithms: [KeyAlgorithm] = [.p256, .p384, .rsa(bits: 2048)]

    /// A holder decoded anew, without any cached state.
    private static func fresh(
        _ holder: TestLab.Holder, _ algorithm: KeyAlgorithm = .p256
    ) throws -> TestIdentity {
        let identity = try TestLab.shared().identity(holder, algorithm)
        return TestIdentity(
            certificate: try Certificate(der: identity.certificate.der),
            key: try PrivateKey(der: identity.key.der()))
    }

    @Test("one signer signs on eight threads, and one certificate verifies on them", arguments: algorithms)
    func signer(algorithm: KeyAlgorithm) throws {
        let alice = try Self.fresh(.alice, algorithm)
        let signer = try Signer(certificate: alice.certificate, key: alice.key)
        let reader = try Certificate(der: alice.certificate.der)
        let verified = try Threads.atOnce { number in
            try (0..<4).map { round in
                let content = Array("\(number) \(round)".utf8)
                let octets = try signer.sign(content, form: .opaque, signingTime: TestLab.now)
                return try CMSSamples.signedData(octets).verify(signedBy: reader).content == content
            }
        }
        #expect(verified.joined().allSatisfy { $0 } && verified.joined().count == 32)
    }

    @Test("one enveloper envelopes on eight threads, and one key decrypts on them", arguments: algorithms)
    func enveloper(algorithm: KeyAlgorithm) throws {
        let bob = try Self.fresh(.bob, algorithm)
        for cipher in [ContentCipher.aes256GCM, .aes128CBC] {
            let enveloper = try Enveloper(cipher: cipher, recipients: [bob.certificate])
            let decrypted = try Threads.atOnce { number in
                try (0..<4).map { round in
                    let content = Array("\(number) \(round)".utf8)
                    return try CMSSamples.decrypt(enveloper.envelope(content), as: bob) == content
                }
            }
            #expect(decrypted.joined().allSatisfy { $0 } && decrypted.joined().count == 32)
        }
    }

    @Test("one message is decrypted on eight threads, whatever its form")
    func message() throws {
        for (name, key) in [("in-pieces-cbc", "rsa"), ("rsa-oaep-label", "rsa"), ("ecdh-sha384", "p384")] {
            let octets = try Vectors.octets("envelopes/\(name).der")
            let reader = try TestIdentity(
                certificate: Certificate.certificates(pem: Vectors.octets("envelopes/\(key).pem"))[0],
                key: PrivateKey(pem: SecretOctets(Vectors.octets("envelopes/\(key).key.pem"))))
            let data = try CMSSamples.envelopedData(octets)
            let recipient = try #require(data.recipients(naming: reader.certificate).first)
            let contents = try Threads.atOnce { _ in
                try data.decrypt(for: recipient, certificate: reader.certificate, key: reader.key)
            }
            #expect(Set(contents).count == 1 && contents.count == 8)
        }
    }

    @Test("trust anchors verify certificates that were never used before")
    func anchors() throws {
        let lab = try TestLab.shared()
        let revoked = try lab.identity(.bob).certificate.facts.serialNumber
        let entry = RevokedCertificate(serialNumber: revoked, revokedAt: TestLab.now, reason: .superseded)
        let list = try lab.authority.revocationList(
            number: 2, revoked: [entry], at: TestLab.now - 1, nextUpdate: TestLab.now + 1)
        let anchors = try TrustAnchors(
            [Certificate(der: lab.authority.certificate.der)],
            revocationLists: [RevocationList(der: list.der)])
        let (alice, bob) = (try Self.fresh(.alice).certificate, try Self.fresh(.bob).certificate)
        let judged = try Threads.atOnce { _ in
            let path = try anchors.verify(alice, at: TestLab.now).certificates
            return path.count == 2 && (try? anchors.verify(bob, at: TestLab.now)) == nil
        }
        #expect(judged == Array(repeating: true, count: 8))
    }

    @Test("one authority issues keys, certificates, CRLs and answers at once, and no number twice")
    func authority() throws {
        let lab = try TestLab.shared()
        let authority = try CertificateAuthority(
            certificate: Certificate(der: lab.authority.certificate.der),
            key: PrivateKey(der: lab.authority.key.der()))
        let question = try OCSPRequest(der: OCSPRequests.ofUnknownIssuer().der)
        let numbers = try Threads.atOnce { number in
            try (0..<4).map { round in
                let key = try PrivateKey.generate(number % 2 == 0 ? .p256 : .p384)
                // Two validities alternate in the authority's cache of the last one.
                let certificate = try authority.issue(
                    .user(address: "a@example.test", uris: ["sip:a@example.test"]), for: key,
                    validity: CertificateValidity(from: TestLab.now, days: 1 + round % 2))
                let list = try authority.revocationList(
                    number: UInt64(number), revoked: [], at: TestLab.now, nextUpdate: TestLab.now + 60)
                let answer = try authority.ocspResponse(
                    to: question, statuses: [:], at: TestLab.now, nextUpdate: TestLab.now + 60)
                #expect(key.matches(certificate) && list.number != nil && !answer.isEmpty)
                return certificate.facts.serialNumber
            }
        }
        #expect(Set(numbers.joined()).count == 32)
    }

    @Test("the legacy module is loaded once, whichever thread needs it first")
    func legacy() throws {
        let octets = try Vectors.octets("pkcs12/rc2-40.p12")
        let files = try Threads.atOnce { _ in
            try PKCS12.read(der: SecretOctets(octets), password: SecretOctets("secret")).certificate
        }
        #expect(Set(files).count == 1 && files.count == 8)
    }
}

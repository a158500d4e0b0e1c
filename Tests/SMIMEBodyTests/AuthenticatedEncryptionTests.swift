import CMS
import MIME
import TestSupport
import Testing

@testable import SMIMEBody

/// `OpeningPolicy.encryption`: ciphers that do not authenticate their content can be refused.
@Suite("Authentication that a policy requires of ciphers")
struct AuthenticatedEncryptionTests {
    private let policy = Exchange.policy { $0.encryption = .authenticated }

    @Test("refuses CBC before a key is used, around a signature and inside one")
    func refused() throws {
        let signed = try Exchange.signed(Exchange.presence())
        let error = SMIMEError.unauthenticatedEncryption(.aes256CBC)
        for derivation in [nil, ContentKeyDerivation.hkdfSHA256] {
            let entity = try Exchange.enveloped(
                signed.octets, for: [TestLab.shared().identity(.server)], cipher: .aes256CBC,
                keyDerivation: derivation)
            #expect(try Exchange.refusal(of: entity) == nil)
            let refusal = try #require(try Exchange.refusal(of: entity, policy: policy))
            #expect(refusal.reason == error && refusal.reason.code == .weakAlgorithm)
            #expect(refusal.layers.count == 1)
        }
        var weak = policy
        weak.strength = .anyIncludingWeak
        let outer = try Exchange.signed(Exchange.enveloped(Exchange.presence(), cipher: .aes256CBC))
        #expect(try Exchange.refusal(of: outer, policy: weak)?.reason == error)
        #expect(try Exchange.refusal(of: outer, policy: policy)?.reason.code == .weakAlgorithm)
    }

    @Test("says the same of a changed message, and of one for another key")
    func uniform() throws {
        let good = try Exchange.enveloped(
            Exchange.signed(Exchange.presence()), cipher: .aes256CBC)
        let changed = try Exchange.changing(good) { $0[1, 0, 2, 2].octets[3] ^= 1 }
        let others = try Exchange.enveloped(
            Exchange.signed(Exchange.presence()), for: .bob, cipher: .aes256CBC)
        for entity in [good, changed, others] {
            let reason = try Exchange.refusal(of: entity, policy: policy)?.reason
            #expect(reason == .unauthenticatedEncryption(.aes256CBC))
        }
    }

    @Test(
        "opens what AES-GCM and ChaCha20-Poly1305 encrypted, and what is only signed",
        arguments: [ContentCipher.aes256GCM, .aes192GCM, .aes128GCM, .chaCha20Poly1305])
    func accepted(cipher: ContentCipher) throws {
        let signed = try Exchange.signed(Exchange.presence())
        #expect(try Exchange.open(Exchange.enveloped(signed, cipher: cipher), policy: policy).warnings == [])
        #expect(try Exchange.open(signed, policy: policy).warnings == [])
    }
}

import CMS
import MIME
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

/// Which cipher is used for recipients that say what they open (RFC 8551 §2.7.1).
@Suite("The choice of a cipher")
struct CipherChoiceTests {
    /// Recipients with these lists, of P-256 keys or others.
    private func choice(
        _ lists: [SMIMECapabilities?], for algorithm: KeyAlgorithm = .p256,
        _ change: (inout ProtectionOptions) -> Void = { _ in }
    ) throws -> CipherChoice {
        var options = ProtectionOptions()
        change(&options)
        return CipherChoice(for: try lists.map { try recipient($0, algorithm) }, options: options)
    }

    private func recipient(
        _ list: SMIMECapabilities?, _ algorithm: KeyAlgorithm = .p256
    ) throws -> CheckedRecipient {
        let lab = try TestLab.shared()
        let server = try lab.identity(.server, algorithm).certificate
        var recipient = try CheckedRecipient.select(
            .parse("sip:example.test"), from: [server], trusting: lab.anchors, at: TestLab.now)
        #expect(recipient.capabilities == nil)
        recipient.capabilities = list
        return recipient
    }

    @Test("is the first in the list that is sent here")
    func first() throws {
        for (list, cipher) in [
            (try SMIMECapabilities.listing(.aes128GCM, .aes256GCM), ContentCipher.aes128GCM),
            (try .listing(.chaCha20Poly1305, .aes256GCM), .chaCha20Poly1305),
            (try .listing(.aes192GCM, .aes128GCM), .aes128GCM),
            (try .listing(.aes256CBC, .tripleDESCBC, .aes128GCM), .aes128GCM), (.own, .aes256GCM),
        ] {
            let choice = try choice([list])
            #expect(choice.cipher == cipher && choice.reason == .capabilities)
        }
    }

    @Test("is AES-256-GCM, and never CBC, for a list without a cipher that authenticates")
    func neverLess() throws {
        for list in [
            try SMIMECapabilities.listing(.aes256CBC, .aes128CBC), try .listing(.tripleDESCBC),
            try .listing(), try .listing(.aes192GCM),
        ] {
            let choice = try choice([list])
            #expect(choice.cipher == .aes256GCM && choice.reason == .noneInCommon)
        }
        #expect(try choice([nil]).cipher == .aes256GCM && choice([nil]).reason == .unknownCapabilities)
    }

    @Test("is for several recipients the first that all lists name")
    func several() throws {
        let one = try SMIMECapabilities.listing(.chaCha20Poly1305, .aes128GCM, .aes256GCM)
        let two = try SMIMECapabilities.listing(.aes256GCM, .aes128GCM)
        #expect(try choice([one, two]).cipher == .aes128GCM)
        #expect(try choice([two, one]).cipher == .aes256GCM)
        #expect(try choice([one, two]).reason == .capabilities)
        let apart = try choice([.listing(.aes128GCM), .listing(.chaCha20Poly1305)])
        #expect(apart.cipher == .aes256GCM && apart.reason == .noneInCommon)
        let unknown = try choice([.listing(.aes128GCM), nil])
        #expect(unknown.cipher == .aes256GCM && unknown.reason == .unknownCapabilities)
    }

    @Test("is the caller's if there is one, also without authentication")
    func requested() throws {
        for cipher in [ContentCipher.aes256CBC, .aes256GCM, .chaCha20Poly1305] {
            let choice = try choice([.listing(.aes128GCM)]) { $0.cipher = cipher }
            #expect(choice.cipher == cipher && choice.reason == .requested)
        }
    }

    @Test("is not ChaCha20-Poly1305 where PKCS#1 v1.5 could not transport its key")
    func transport() throws {
        let list = try SMIMECapabilities.listing(.chaCha20Poly1305, .aes128GCM)
        let rsa = KeyAlgorithm.rsa(bits: 2048)
        #expect(try choice([list], for: rsa) { $0.rsaKeyTransport = .pkcs1 }.cipher == .aes128GCM)
        #expect(try choice([list]) { $0.rsaKeyTransport = .pkcs1 }.cipher == .chaCha20Poly1305)
        #expect(try choice([list], for: rsa).cipher == .chaCha20Poly1305)
    }

    @Test("derives the key if every recipient announces it, or the caller says so")
    func derivation() throws {
        let derives = try SMIMECapabilities.listing(.aes128GCM, derives: true)
        let other = try SMIMECapabilities.listing(.aes128GCM)
        #expect(try choice([derives, derives]).keyDerivation == .hkdfSHA256)
        #expect(try choice([derives, other]).keyDerivation == nil)
        #expect(try choice([derives, nil]).keyDerivation == nil)
        #expect(try choice([other]) { $0.keyDerivation = .hkdfSHA256 }.keyDerivation == .hkdfSHA256)
    }

    @Test("is what the envelope has, and is opened")
    func used() throws {
        let lab = try TestLab.shared()
        let alice = try lab.signer(.alice)
        let recipient = try recipient(.listing(.chaCha20Poly1305, derives: true))
        let protector = try Protector(signer: alice, recipients: [recipient])
        #expect(protector.cipherChoice?.cipher == .chaCha20Poly1305)
        let body = try protector.protect(Exchange.presence(), signingTime: TestLab.now)
        let opened = try Exchange.open(body)
        guard case .enveloped(let layer) = opened.layers.first else { throw TestLab.Missing() }
        #expect(layer.cipher == .chaCha20Poly1305 && layer.keyDerivation == .hkdfSHA256)
        #expect(try Protector(signer: alice, form: .opaque).cipherChoice == nil)
    }
}

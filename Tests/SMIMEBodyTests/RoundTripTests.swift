import CMS
import MIME
import PIDF
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("Protector and Opener")
struct RoundTripTests {
    private static let allowedCiphers = ContentCipher.allCases.filter { !$0.isWeak }

    @Test(
        "bring content through unchanged, with every kind of key and every cipher",
        arguments: TestLab.algorithms, allowedCiphers)
    func ciphers(algorithm: KeyAlgorithm, cipher: ContentCipher) throws {
        let lab = try TestLab.shared()
        let content = try Exchange.presence()
        // PKCS#1 v1.5 with ChaCha20-Poly1305 is refused.
        let hasBoth = algorithm.isRSA && cipher != .chaCha20Poly1305
        for transport in hasBoth ? Enveloper.RSAKeyTransport.allCases : [.oaep] {
            for encoding in ProtectionOptions.TransferEncoding.allCases {
                var options = ProtectionOptions()
                options.cipher = cipher
                options.rsaKeyTransport = transport
                options.transferEncoding = encoding
                let protector = try Protector(
                    signer: lab.signer(.alice, algorithm), recipients: [lab.recipient(.server, algorithm)],
                    options: options)
                let protected = try protector.protect(content, signingTime: TestLab.now)
                #expect(try protected.transferEncoding().rawValue == encoding.rawValue)
                let opened = try Exchange.open(protected)
                #expect(opened.entity == content && opened.warnings.isEmpty)
                #expect(opened.presence?.entity == Exchange.alice)
                #expect(opened.signature?.rule == .userOwnsSender && opened.signature?.covers == .content)
                guard case .enveloped(let layer) = opened.layers.first else { throw TestLab.Missing() }
                #expect(layer.cipher == cipher && opened.layers.count == 2)
            }
        }
    }

    @Test(
        "bring signed content through unchanged in both forms", arguments: TestLab.algorithms,
        [Signer.Form.opaque, .detached])
    func signed(algorithm: KeyAlgorithm, form: Signer.Form) throws {
        let content = try Exchange.presence()
        for encoding in ProtectionOptions.TransferEncoding.allCases {
            for rsaSignature in algorithm.isRSA ? Signer.RSASignature.allCases : [.pkcs1] {
                var options = ProtectionOptions()
                options.transferEncoding = encoding
                let signer = try TestLab.shared().signer(.alice, algorithm, rsaSignature: rsaSignature)
                let protected = try Protector(signer: signer, form: form, options: options)
                    .protect(content, signingTime: TestLab.now)
                let opened = try Exchange.open(protected)
                #expect(opened.entity == content)
                guard case .signed(let layer) = opened.layers.first else { throw TestLab.Missing() }
                #expect(layer.form == form && layer.signingTime == TestLab.now)
            }
        }
    }

    @Test("open both signed then enveloped and enveloped then signed, opaque and detached inside")
    func orders() throws {
        let content = try Exchange.presence()
        for form in [Signer.Form.opaque, .detached] {
            for cipher in [ContentCipher.aes256GCM, .aes256CBC] {
                let inner = try Exchange.enveloped(Exchange.signed(content, form: form), cipher: cipher)
                #expect(try Exchange.open(inner).signature?.covers == .content)
                let outer = try Exchange.signed(Exchange.enveloped(content, cipher: cipher), form: form)
                // Under CBC its signer proves nothing about the content.
                let policy = Exchange.policy {
                    if !cipher.isAuthenticated { $0.strength = .anyIncludingWeak }
                }
                let opened = try Exchange.open(outer, policy: policy)
                #expect(opened.signature?.covers == .ciphertext)
                #expect(try Exchange.open(inner).entity == content && opened.entity == content)
            }
        }
    }

    @Test("reach several recipients with different keys, and each opens it")
    func severalRecipients() throws {
        let lab = try TestLab.shared()
        let recipients = try TestLab.algorithms.flatMap { algorithm in
            try [TestLab.Holder.bob, .server].map { try lab.recipient($0, algorithm) }
        }
        let protected = try Protector(signer: lab.signer(.alice), recipients: recipients)
            .protect(Exchange.presence(), signingTime: TestLab.now)
        let context = OpeningContext(sender: .expected(try SIPURI.parse(Exchange.alice)), at: TestLab.now)
        for holder in [TestLab.Holder.bob, .server] {
            for algorithm in TestLab.algorithms {
                let opener = Opener(
                    keys: KeyRing([try lab.keyed(holder, algorithm)]), certificates: KeyRing(),
                    trusting: lab.anchors)
                #expect(try opener.open(protected, in: context).entity == Exchange.presence())
            }
        }
        let otherOpener = Opener(
            keys: KeyRing([try lab.keyed(.alice)]), certificates: KeyRing(), trusting: lab.anchors)
        let refusal = #expect(throws: OpeningRefusal.self) { try otherOpener.open(protected, in: context) }
        #expect(refusal?.reason.code == .notForUs && refusal?.layers.count == 1)
    }

    @Test("protect without a signature only under a cipher that authenticates")
    func unsigned() throws {
        let server = try TestLab.shared().recipient(.server)
        let sender = try SIPURI.parse(Exchange.alice)
        var options = ProtectionOptions()
        options.cipher = .aes256CBC
        #expect(throws: SMIMEError.unsignedWithoutAuthentication(.aes256CBC)) {
            try Protector(unsignedFrom: sender, recipients: [server], options: options)
        }
        let protected = try Protector(unsignedFrom: sender, recipients: [server])
            .protect(Exchange.presence(), signingTime: TestLab.now)
        #expect(try Exchange.refusal(of: protected)?.reason == .unsigned)
        let opened = try Exchange.open(protected, policy: Exchange.policy { $0.unsigned = .allow })
        #expect(opened.warnings == [.unsigned] && opened.signature == nil)
    }

    @Test("refuse to protect an empty body, for no recipient, or another user's document")
    func refusals() throws {
        let lab = try TestLab.shared()
        let protector = try Protector(signer: lab.signer(.alice), recipients: [lab.recipient(.server)])
        let empty = try Exchange.entity("text/plain", "")
        #expect(throws: SMIMEError.missingBody) { try protector.protect(empty, signingTime: TestLab.now) }
        #expect(throws: SMIMEError.noRecipients) { try Protector(signer: lab.signer(.alice), recipients: []) }
        let bobs = try Exchange.presence(of: "sip:bob@example.test")
        let error = #expect(throws: SMIMEError.self) { try protector.protect(bobs, signingTime: TestLab.now) }
        #expect(error?.code == .entityNotSender)
        var options = ProtectionOptions()
        options.entity = .any
        _ = try Protector(signer: lab.signer(.alice), recipients: [lab.recipient(.server)], options: options)
            .protect(bobs, signingTime: TestLab.now)
    }
}

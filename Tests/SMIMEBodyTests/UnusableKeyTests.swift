import CMS
import MIME
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("Keys that cannot be used")
struct UnusableKeyTests {
    private let anchors: TrustAnchors
    private let alice: SIPURI

    init() throws {
        anchors = try TrustAnchors([TestIdentity.odd("ca").certificate])
        alice = try SIPURI.parse(Exchange.alice)
    }

    private static let unsupported = [
        ("brainpoolP256r1", "brainpoolP256r1"), ("secp256k1", "secp256k1"),
        ("ed448", "ED448"), ("explicit", "P-256 (explicit parameters)"),
    ]

    private func signerError(_ candidates: [TestIdentity]) -> SMIMEError? {
        do throws(SMIMEError) {
            let keyed = candidates.map { KeyedCertificate(certificate: $0.certificate, key: $0.key) }
            _ = try CheckedSigner.select(alice, from: keyed, at: TestLab.now)
            return nil
        } catch {
            return error
        }
    }

    private func recipientError(_ candidates: [TestIdentity]) -> SMIMEError? {
        do throws(SMIMEError) {
            _ = try CheckedRecipient.select(
                alice, from: candidates.map(\.certificate), trusting: anchors, at: TestLab.now)
            return nil
        } catch {
            return error
        }
    }

    @Test("are the reason, whatever their certificate allows", arguments: unsupported)
    func reason(name: String, kind: String) throws {
        let identity = try TestIdentity.odd(name)
        #expect(identity.certificate.facts.key == .other(kind))
        #expect(signerError([identity]) == .unsupportedKey(kind))
        #expect(recipientError([identity]) == .untrustedRecipient(uri: Exchange.alice, .unsupportedKey(kind)))
    }

    @Test("of RSASSA-PSS can sign, and cannot receive encrypted content")
    func pss() throws {
        let identity = try TestIdentity.odd("pss")
        #expect(signerError([identity]) == nil)
        #expect(
            recipientError([identity])
                == .untrustedRecipient(uri: Exchange.alice, .signingKeyOnly("RSASSA-PSS")))
    }

    @Test("do not prevent the use of an older certificate whose key can be used")
    func others() throws {
        // All of them became valid at the same time: their order must not matter.
        let usable = try TestIdentity.odd("no-key-usage")
        for name in ["brainpoolP256r1", "ed448", "explicit", "pss-sha1", "pss-mask", "rsa1024"] {
            let unusable = try TestIdentity.odd(name)
            #expect(
                signerError([unusable, usable]) == nil && signerError([usable, unusable]) == nil, "\(name)")
            #expect(
                recipientError([unusable, usable]) == nil && recipientError([usable, unusable]) == nil,
                "\(name)")
        }
        #expect(try recipientError([TestIdentity.odd("pss"), usable]) == nil)
    }

    @Test(
        "of RSASSA-PSS sign within their parameters, in every form",
        arguments: ["pss", "pss-sha384", "pss-salt"])
    func exchange(name: String) throws {
        let identity = try TestIdentity.odd(name)
        let content = try Exchange.presence(of: Exchange.alice)
        let opener = Opener(keys: KeyRing(), certificates: KeyRing(), trusting: anchors)
        let context = OpeningContext(sender: .expected(alice), at: TestLab.now)
        for form in [Signer.Form.opaque, .detached] {
            let keyed = KeyedCertificate(certificate: identity.certificate, key: identity.key)
            let signer = try CheckedSigner.select(alice, from: [keyed], at: TestLab.now)
            let signed = try Protector(signer: signer, form: form).protect(content, signingTime: TestLab.now)
            let opened = try opener.open(signed, in: context)
            #expect(opened.entity.octets == content.octets)
            let digest = name == "pss-sha384" ? DigestAlgorithm.sha384 : .sha256
            #expect(opened.signature?.signerInfo.signatureAlgorithm.name == "RSA-PSS")
            #expect(opened.signature?.signerInfo.digest == digest)
            let type = signed.headerFields.first { $0.name == "Content-Type" }?.value ?? ""
            #expect(form == .opaque || type.contains("micalg=\(digest.name);"))
        }
    }
}

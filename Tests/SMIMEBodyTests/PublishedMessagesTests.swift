import CMS
import Foundation
import MIME
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

/// Whole messages from RFCs, opened as a server would.
@Suite("Messages of RFC 4134, 6216 and 8591")
struct PublishedMessagesTests {
    private func certificate(_ path: String) throws -> Certificate {
        guard path.hasSuffix(".pem") else { return try Certificate(der: Vectors.octets(path)) }
        return try Certificate.certificates(pem: Vectors.octets(path))[0]
    }

    private func opener(
        trusting anchors: [String], knowing: [String] = [], keys: [KeyedCertificate] = [],
        _ change: (inout OpeningPolicy) -> Void = { _ in }
    ) throws -> Opener<Never> {
        Opener(
            keys: KeyRing(keys), certificates: KeyRing(certificates: try knowing.map(certificate)),
            trusting: try TrustAnchors(anchors.map(certificate)), policy: Exchange.policy(change))
    }

    private func refusal(_ body: () throws -> OpenedBody) -> SMIMEError? {
        do {
            _ = try body()
            return nil
        } catch {
            return (error as? OpeningRefusal)?.reason
        }
    }

    @Test("RFC 8591, figures 1 and 2: signed with and without certificate, in the year of their creation")
    func figures() throws {
        let then = Date(timeIntervalSince1970: 1_514_764_800)  // 2018-01-01
        let alice = "rfc8591/alice_cert_from_fig1.pem"
        for figure in ["fig1_sip_signed_with_cert", "fig2_sip_signed_no_cert"] {
            let message = try SIPMessage.parse(Vectors.octets("rfc8591/\(figure).sip"))
            let body = try #require(message.bodyEntity())
            let context = OpeningContext(of: message, at: then)
            // They were signed a year later.
            let opened = try opener(trusting: [alice], knowing: [alice]) { $0.future = .allow }
                .open(body, in: context)
            let early = refusal { try opener(trusting: [alice], knowing: [alice]).open(body, in: context) }
            #expect(early?.code == .future)
            #expect(String(decoding: opened.entity.body, as: UTF8.self).hasPrefix("Watson, come here"))
            #expect(opened.signature?.rule == .userOwnsSender)
            #expect(opened.signature?.path.certificates.count == 1)
            let late = OpeningContext(of: message, at: TestLab.now)
            let error = refusal { try opener(trusting: [alice], knowing: [alice]).open(body, in: late) }
            #expect(error?.code == .expired)
        }
    }

    @Test(
        "RFC 6216: detached signature by a certificate that is not in the message, with SHA-1",
        arguments: ["smime-msg", "cms-smime-msg"])
    func signed(name: String) throws {
        let message = try SIPMessage.parse(Vectors.octets("rfc6216/messages/\(name).sip"))
        let body = try #require(message.bodyEntity())
        let context = OpeningContext(of: message, at: TestLab.now)
        let anchors = ["rfc6216/certs/ca.pem"]
        let fluffy = ["rfc6216/certs/eku.fluffy.pem"]
        let opened = try opener(trusting: anchors, knowing: fluffy) { $0.strength = .anyIncludingWeak }
            .open(body, in: context)
        #expect(opened.entity.body == Array("Hello!".utf8))
        let authority = try #require(opened.signature?.path.anchor)
        #expect(
            opened.warnings == [
                .weakAlgorithm("RSA with sha-1"), .noRevocationList(of: authority), .unbound,
                .targetUnchecked,
            ])
        let strict = refusal { try opener(trusting: anchors, knowing: fluffy).open(body, in: context) }
        #expect(strict == .weakAlgorithm("RSA with sha-1"))
        let unknown = refusal {
            try opener(trusting: anchors) { $0.strength = .anyIncludingWeak }.open(body, in: context)
        }
        guard case .noSignerCertificate = unknown else {
            Issue.record("opened without the signer's certificate")
            return
        }
    }

    @Test("RFC 6216: enveloped and not signed, opened only if both are allowed")
    func encrypted() throws {
        let message = try SIPMessage.parse(Vectors.octets("rfc6216/messages/smime-encrypted.sip"))
        let body = try #require(message.bodyEntity())
        let context = OpeningContext(of: message, at: TestLab.now)
        let kumiko = KeyedCertificate(
            certificate: try certificate("rfc6216/certs/eku.kumiko.pem"),
            key: try PrivateKey(pem: SecretOctets(Vectors.octets("rfc6216/keys/eku.kumiko.key.pem"))))
        let anchors = ["rfc6216/certs/ca.pem"]
        let opened = try opener(trusting: anchors, keys: [kumiko]) {
            $0.unsigned = .allow
            $0.strength = .anyIncludingWeak
        }.open(body, in: context)
        #expect(opened.entity.body == Array("Hello!".utf8) && opened.warnings == [.unsigned])
        for unsigned in [OpeningPolicy.Unsigned.refuse, .allow] {
            let error = refusal {
                try opener(trusting: anchors, keys: [kumiko]) { $0.unsigned = unsigned }.open(
                    body, in: context)
            }
            #expect(error == .cannotDecrypt)
        }
    }

    @Test("RFC 4134 §4.8, §4.9: signed mails by a certificate without SIP identity")
    func mails() throws {
        let anchors = ["rfc4134/CarlDSSSelf.cer"]
        let context = OpeningContext(sender: .any, at: TestLab.now)
        for name in ["4.8.eml", "4.9.eml"] {
            // The files have LF where mail, and so the signature, has CRLF.
            let octets = try Vectors.octets("rfc4134/\(name)").flatMap { $0 == 0x0A ? [0x0D, $0] : [$0] }
            let mail = try MIMEEntity.parse(octets)
            let weak = try opener(trusting: anchors, knowing: ["rfc4134/AliceDSSSignByCarlNoInherit.cer"]) {
                $0.strength = .anyIncludingWeak
            }
            let opened = try weak.open(mail, in: context)
            let text = String(decoding: opened.entity.octets, as: UTF8.self)
            #expect(text.contains("This is some sample content."))
            #expect(refusal { try opener(trusting: anchors).open(mail, in: context) }?.code == .weakAlgorithm)
        }
    }

    @Test("RFC 4134 §5.3: a mail under 3DES, decrypted only if that is allowed, and then not a MIME entity")
    func tripleDES() throws {
        let mail = try MIMEEntity.parse(Vectors.octets("rfc4134/5.3.eml"))
        let context = OpeningContext(sender: .any, at: TestLab.now)
        let bob = KeyedCertificate(
            certificate: try certificate("rfc4134/BobRSASignByCarl.cer"),
            key: try PrivateKey(der: SecretOctets(Vectors.octets("rfc4134/BobPrivRSAEncrypt.pri"))))
        let allowed = refusal {
            try opener(trusting: [], keys: [bob]) {
                $0.unsigned = .allow
                $0.strength = .anyIncludingWeak
            }.open(mail, in: context)
        }
        #expect(allowed == .cannotDecrypt)
        let strict = refusal { try opener(trusting: [], keys: [bob]).open(mail, in: context) }
        #expect(strict == .weakAlgorithm("des-ede3-cbc"))
    }
}

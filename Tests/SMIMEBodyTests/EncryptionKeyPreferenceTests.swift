import CMS
import FoundationEssentials
import MIME
import Octets
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

/// SMIMEEncryptionKeyPreference (RFC 8551 §2.5.3).
@Suite("The certificate to encrypt for")
struct EncryptionKeyPreferenceTests {
    private let signing: TestIdentity
    private let encryption: TestIdentity
    private let alice: SIPURI

    init() throws {
        let lab = try TestLab.shared()
        signing = try lab.identity(.alice, .ed25519)
        encryption = try lab.identity(.alice, .x25519)
        alice = try SIPURI.parse(Exchange.alice)
    }

    private static let type: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 16, 2, 11]

    private func signedData(_ candidates: [TestIdentity]) throws -> DERNode {
        let signer = try CheckedSigner.select(
            alice, from: candidates.map { KeyedCertificate(certificate: $0.certificate, key: $0.key) },
            at: TestLab.now)
        let content = try MIMEEntity.parse(Array("Content-Type: text/plain\r\n\r\nHello!".utf8))
        let entity = try Protector(signer: signer, form: .opaque)
            .protect(content, signingTime: TestLab.now)
        return try DERNode(parsing: entity.decodedBody())
    }

    private func preference(_ message: DERNode) -> DERNode? {
        message.signedAttributes.first { $0[0].octets == Self.type }?[1, 0]
    }

    @Test("is named and sent by a signer whose other certificate it is")
    func pair() throws {
        let message = try signedData([signing, encryption])
        let preference = try #require(self.preference(message))
        let facts = encryption.certificate.facts
        #expect(preference.identifier == 0xA0)
        #expect(preference[0].der == facts.issuerDER)
        #expect(Hexadecimal.text(preference[1].octets, .upperCase) == facts.serialNumber)
        let certificates = message[1, 0, 3].elements.map(\.der)
        #expect(certificates.contains(encryption.certificate.der) && certificates.count == 2)
        #expect(certificates == certificates.sorted { $0.lexicographicallyPrecedes($1) })
        guard case .signedData(let data) = try ContentInfo.read(message.der) else { throw TestLab.Missing() }
        #expect(try data.verify(signedBy: signing.certificate).signer == signing.certificate)
    }

    @Test("is not named by a signer with one certificate, or with one for both uses")
    func alone() throws {
        let both = try TestLab.shared().identity(.alice)
        for candidates in [[signing], [both], [both, try TestLab.shared().identity(.alice, .p384)]] {
            let message = try signedData(candidates)
            #expect(preference(message) == nil && message[1, 0, 3].elements.count == 1)
        }
    }

    @Test("is not one of another holder, or one that has expired")
    func unfit() throws {
        let lab = try TestLab.shared()
        let bob = try lab.identity(.bob, .x25519)
        #expect(try preference(signedData([signing, bob])) == nil)
        let key = try PrivateKey.generate(.x25519)
        let profile = CertificateProfile.user(
            address: "alice@example.test", uris: [Exchange.alice], usage: .encrypt)
        let old = try lab.authority.issue(
            profile, for: key, validity: CertificateValidity(from: TestLab.now - 80_000, days: 0))
        #expect(try preference(signedData([signing, TestIdentity(certificate: old, key: key)])) == nil)
    }

    @Test("in an envelope is accepted under every cipher", arguments: ContentCipher.preferred)
    func opened(cipher: ContentCipher) throws {
        let lab = try TestLab.shared()
        let signer = try CheckedSigner.select(
            alice,
            from: [signing, encryption].map { KeyedCertificate(certificate: $0.certificate, key: $0.key) },
            at: TestLab.now)
        let bob = try lab.identity(.bob, .x25519)
        let recipient = try CheckedRecipient.select(
            SIPURI.parse("sip:bob@example.test"), from: [bob.certificate], trusting: lab.anchors,
            at: TestLab.now)
        var options = ProtectionOptions()
        options.cipher = cipher
        let content = try MIMEEntity.parse(Array("Content-Type: text/plain\r\n\r\nHello!".utf8))
        let entity = try Protector(signer: signer, recipients: [recipient], options: options)
            .protect(content, signingTime: TestLab.now)
        let opener = Opener(
            keys: KeyRing([KeyedCertificate(certificate: bob.certificate, key: bob.key)]),
            certificates: KeyRing(), trusting: lab.anchors, policy: OpeningPolicy())
        let context = OpeningContext(sender: .expected(alice), at: TestLab.now)
        #expect(try opener.open(entity, in: context).entity.octets == content.octets)
    }
}

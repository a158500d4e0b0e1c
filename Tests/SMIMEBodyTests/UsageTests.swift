import CMS
import Foundation
import MIME
import SIPMessage
import SMIMEBody
import TestSupport
import Testing

@Suite("Certificates for one use")
struct UsageTests {
    private let lab: TestLab
    private let uri: SIPURI

    init() throws {
        lab = try TestLab.shared()
        uri = try SIPURI.parse("sip:alice@example.test")
    }

    private func issue(
        _ usage: CertificateProfile.Usage, _ algorithm: KeyAlgorithm = .p256, age: TimeInterval = 0
    ) throws -> KeyedCertificate {
        let key = try PrivateKey.generate(algorithm)
        let profile = CertificateProfile.user(
            address: "alice@example.test", uris: [uri.addressOfRecord], usage: usage)
        let validity = CertificateValidity(from: TestLab.now - 3600 - age, days: 30)
        return KeyedCertificate(
            certificate: try lab.authority.issue(profile, for: key, validity: validity), key: key)
    }

    @Test(
        "are selected for the use they allow, however old the others are",
        arguments: [KeyAlgorithm.p256, .p384, .rsa(bits: 2048)])
    func picked(algorithm: KeyAlgorithm) throws {
        for (signAge, encryptAge) in [(0.0, 60.0), (60, 0)] {
            let sign = try issue(.sign, algorithm, age: signAge)
            let encrypt = try issue(.encrypt, algorithm, age: encryptAge)
            let both = [sign, encrypt]
            let signer = try CheckedSigner.select(uri, from: both, at: TestLab.now)
            #expect(signer.certificate == sign.certificate)
            let recipient = try CheckedRecipient.select(
                uri, from: both.map(\.certificate), trusting: lab.anchors, at: TestLab.now)
            #expect(recipient.certificate == encrypt.certificate)
        }
    }

    @Test("are refused for the other use if there is none for it")
    func refused() throws {
        let sign = try issue(.sign)
        let encrypt = try issue(.encrypt)
        #expect(
            throws: SMIMEError.keyUsage(encrypt.certificate, .keyUsage([.digitalSignature, .nonRepudiation]))
        ) {
            try CheckedSigner.select(uri, from: [encrypt], at: TestLab.now)
        }
        #expect(throws: SMIMEError.self) {
            try CheckedRecipient.select(
                uri, from: [sign.certificate], trusting: lab.anchors, at: TestLab.now)
        }
    }

    @Test("sign, envelope and open together")
    func together() throws {
        let keyed = [try issue(.sign), try issue(.encrypt)]
        let server = try lab.signer(.server)
        let recipient = try CheckedRecipient.select(
            uri, from: keyed.map(\.certificate), trusting: lab.anchors, at: TestLab.now)
        let ring = KeyRing(keyed)
        let opener = Opener(keys: ring, certificates: ring, trusting: lab.anchors)
        let protected = try Protector(signer: server, recipients: [recipient]).protect(
            Exchange.presence(), signingTime: TestLab.now)
        let opened = try opener.open(
            protected, in: OpeningContext(sender: .any, at: TestLab.now))
        #expect(try opened.entity.body == Exchange.presence().body)

        let signer = try CheckedSigner.select(uri, from: keyed, at: TestLab.now)
        let toServer = try Protector(signer: signer, recipients: [lab.recipient(.server)]).protect(
            Exchange.presence(), signingTime: TestLab.now)
        let serverRing = KeyRing([try lab.keyed(.server)])
        let read = try Opener(keys: serverRing, certificates: serverRing, trusting: lab.anchors)
            .open(toServer, in: OpeningContext(sender: .expected(uri), at: TestLab.now))
        #expect(read.signature?.signer == keyed[0].certificate)
    }
}

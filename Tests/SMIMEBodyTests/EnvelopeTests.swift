import CMS
import MIME
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("An envelope")
struct EnvelopeTests {
    private func open(_ entity: MIMEEntity, with identities: [TestIdentity]) throws -> OpenedBody {
        let opener = Opener(
            keys: KeyRing(identities.map(\.keyed)), certificates: KeyRing(),
            trusting: try TestLab.shared().anchors)
        let context = OpeningContext(sender: .expected(try SIPURI.parse(Exchange.alice)), at: TestLab.now)
        return try opener.open(entity, in: context)
    }

    @Test("opens for recipients named by key identifier, with EC and RSA keys")
    func keyIdentifier() throws {
        let content = try Exchange.signed(Exchange.presence())
        for algorithm in TestLab.algorithms {
            let server = try TestLab.shared().identity(.server, algorithm)
            let identifier = try #require(server.certificate.facts.subjectKeyIdentifier)
            let named = try Exchange.changing(Exchange.enveloped(content, for: .server, algorithm)) {
                message in
                guard algorithm.isRSA else {
                    let keys = message[1, 0, 1, 0].elements.count - 1
                    message[1, 0, 1, 0, keys, 0, 0] = DERNode(0xA0, elements: [DERNode(0x04, identifier)])
                    return
                }
                message[1, 0, 1, 0, 0].octets = [2]
                message[1, 0, 1, 0, 1] = DERNode(0x80, identifier)
            }
            #expect(try open(named, with: [server]).entity == Exchange.presence())
        }
    }

    @Test("for a KEM alone is unsupported by that name, whatever certificate it names (RFC 9629)")
    func encapsulated() throws {
        let server = try TestLab.shared().identity(.server)
        let named = try #require(server.certificate.facts.subjectKeyIdentifier)
        for identifier in [named, [1, 2, 3]] {
            let entity = try Exchange.changing(Exchange.enveloped(Exchange.presence())) { message in
                let kem = DERNode(0x30, elements: [DERNode(0x06, [0x2A, 3])])
                let value = DERNode(0x30, elements: [DERNode(0x02, [0]), DERNode(0x80, identifier), kem])
                let type = DERNode(0x06, [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 16, 13, 3])
                message[1, 0, 1].elements = [DERNode(0xA4, elements: [type, value])]
            }
            let reason = try Exchange.refusal(of: entity)?.reason
            #expect(reason == .unsupported(.algorithm("KEMRecipientInfo with 1.2.3", .keyManagement)))
        }
    }

    @Test("opens with the next key if two certificates share issuer and serial number")
    func collision() throws {
        let (one, two) = try (TestIdentity.odd("twin-one"), TestIdentity.odd("twin-two"))
        let octets = try Exchange.signed(Exchange.presence()).octets
        for cipher in [ContentCipher.aes256GCM, .aes256CBC] {
            for recipients in [[one, two], [two, one]] {
                let entity = try Exchange.enveloped(octets, for: recipients, cipher: cipher)
                for keys in [[one], [two], [one, two], [two, one]] {
                    #expect(try open(entity, with: keys).entity == Exchange.presence())
                }
            }
            #expect(
                try open(Exchange.enveloped(octets, for: [two], cipher: cipher), with: [one, two]).entity
                    == Exchange.presence())
        }
    }

    @Test("for other recipients is distinguished from a broken one by its recipient names")
    func notForUs() throws {
        let lab = try TestLab.shared()
        let content = try Exchange.signed(Exchange.presence())
        let bob = try lab.identity(.bob)
        let entity = try Exchange.enveloped(content, for: .bob)
        let refusal = try Exchange.refusal(of: entity)
        guard case .notForUs(let identifiers) = refusal?.reason else { throw TestLab.Missing() }
        #expect(identifiers.count == 1 && identifiers[0].names(bob.certificate))
        let broken = try Exchange.changing(Exchange.enveloped(content)) { $0[1, 0, 2, 2].octets[0] ^= 1 }
        #expect(try Exchange.refusal(of: broken)?.reason == .cannotDecrypt)
    }
}

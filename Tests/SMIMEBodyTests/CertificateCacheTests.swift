import CMS
import Foundation
import MIME
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("Certificates that an opener knows")
struct CertificateCacheTests {
    private let lab: TestLab
    private let alice: TestIdentity
    private let opener: Opener<Never>

    init() throws {
        lab = try TestLab.shared()
        alice = try lab.identity(.alice)
        opener = try Exchange.opener(policy: Exchange.policy { $0.unbound = .allow })
    }

    private func isKnown(_ certificate: Certificate) -> Bool {
        opener.edition.cache.certificate(der: certificate.der) != nil
    }

    /// Opens a body of the sender of a message, and returns the refusal.
    private func refusal(of body: MIMEEntity) throws -> SMIMEError? {
        let context = OpeningContext(of: try SampleMessage.publish.parsed(), at: TestLab.now)
        do throws(OpeningRefusal) {
            _ = try opener.check(body, in: context)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test("are those of signers whose path was verified, and the authorities on it")
    func kept() throws {
        let validity = CertificateValidity(from: TestLab.now - 86_400, days: 400)
        let made = try CertificateAuthority.make(
            .testAuthority(domain: "root.test", keys: .secret), key: .p256, validity: validity)
        var node = try DERNode(parsing: made.certificate.der)
        node.removePathLength()
        node[2].octets = try [0] + made.key.signature(over: node[0].der)
        let root = try CertificateAuthority(certificate: Certificate(der: node.der), key: made.key)
        let key = try PrivateKey.generate(.p256)
        let middle = try CertificateAuthority(
            certificate: root.issue(
                .testAuthority(domain: "middle.test", keys: .secret), for: key, validity: validity), key: key)
        let below = try lab.issue(TestLab.profile(of: .alice), by: middle)
        let other = try lab.identity(.bob).certificate
        let body = try Exchange.changing(Exchange.signed(Exchange.presence(), by: below)) { message in
            for certificate in [middle.certificate, other] {
                message[1, 0, 3].elements.append(try DERNode(parsing: certificate.der))
            }
        }
        let opener = opener.renewed(trusting: try TrustAnchors([root.certificate]), generation: 1)
        #expect(!isKnown(below.certificate))
        let context = OpeningContext(of: try SampleMessage.publish.parsed(), at: TestLab.now)
        #expect(try opener.open(body, in: context).signature?.signer == below.certificate)
        #expect(isKnown(below.certificate) && isKnown(middle.certificate) && !isKnown(other))
    }

    @Test("are compared by their octets: a known one is not decoded again")
    func reused() throws {
        let body = try Exchange.signed(Exchange.presence())
        #expect(try refusal(of: body) == nil)
        let known = try #require(opener.edition.cache.certificate(der: alice.certificate.der))
        let context = OpeningContext(of: try SampleMessage.publish.parsed(), at: TestLab.now)
        let signer = try #require(try opener.open(body, in: context).signature?.signer)
        #expect(signer == known)
        var other = alice.certificate.der
        other[other.count - 1] ^= 1
        #expect(opener.edition.cache.certificate(der: other) == nil)
    }

    @Test("do not include one whose signature does not verify, or that leads to no trust anchor")
    func refused() throws {
        let changed = try Exchange.changing(Exchange.signed(Exchange.presence())) {
            $0[1, 0, 2, 1, 0].octets[40] ^= 1
        }
        #expect(try refusal(of: changed) == .badSignature)
        #expect(!isKnown(alice.certificate))
        let mallory = try lab.issue(TestLab.profile(of: .alice), by: lab.untrustedCA)
        let signed = try Exchange.signed(Exchange.presence(), by: mallory)
        #expect(try refusal(of: signed)?.code == .untrustedSigner)
        #expect(!isKnown(mallory.certificate) && !isKnown(lab.untrustedCA.certificate))
    }

    @Test("stay known, however many others a sender without trust anchor uses")
    func flushed() throws {
        #expect(try refusal(of: Exchange.signed(Exchange.presence())) == nil)
        #expect(isKnown(alice.certificate))
        let mallory = try lab.issue(TestLab.profile(of: .alice), by: lab.untrustedCA)
        let signed = try Exchange.signed(Exchange.presence(), by: mallory)
        for round in 0..<20 {
            let body = try Exchange.changing(signed) { message in
                for number in 0..<15 {
                    var certificate = try DERNode(parsing: mallory.certificate.der)
                    certificate[2].octets[10] = UInt8(round)
                    certificate[2].octets[11] = UInt8(number)
                    message[1, 0, 3].elements.append(certificate)
                }
            }
            #expect(try refusal(of: body) != nil)
        }
        #expect(isKnown(alice.certificate))
    }
}

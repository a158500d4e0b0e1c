import Foundation
import SIPMessage
import SMIMEBody
import TestSupport
import Testing

@testable import CMS

@Suite("An authority between signer or recipient and trust anchor")
struct AuthorityPurposeTests {
    static let serverAuth: UInt8 = 1
    static let emailProtection: UInt8 = 4
    static let sipDomain: UInt8 = 20

    private let lab: TestLab
    private let root: CertificateAuthority

    init() throws {
        lab = try TestLab.shared()
        let made = try CertificateAuthority.make(
            .testAuthority(domain: "root.test", keys: .secret), key: .p256, validity: Self.validity)
        root = try CertificateAuthority(
            certificate: Self.signedAgain(made.certificate, by: made) {
                // Without pathLenConstraint, which allows no authority below it.
                $0.removePathLength()
            }, key: made.key)
    }

    private static let validity = CertificateValidity(from: TestLab.now - 86_400, days: 30)

    private static func signedAgain(
        _ certificate: Certificate, by issuer: CertificateAuthority, _ change: (inout DERNode) -> Void
    ) throws -> Certificate {
        var node = try DERNode(parsing: certificate.der)
        change(&node)
        return try Certificate(der: CertificateAuthority.signed(node[0].der, by: issuer.signing))
    }

    /// An authority under the root, with an extension whose value is given as DER.
    private func authority(_ identifier: [UInt8], isCritical: Bool = false, _ value: DERNode?) throws
        -> CertificateAuthority
    {
        let key = try PrivateKey.generate(.p256)
        let plain = try root.issue(
            .testAuthority(domain: "middle.test", keys: .secret), for: key, validity: Self.validity)
        guard let value else { return try CertificateAuthority(certificate: plain, key: key) }
        let certificate = try Self.signedAgain(plain, by: root) { node in
            let flag = isCritical ? [DERNode(0x01, [0xFF])] : []
            let extensions = node[0].elements.count - 1
            node[0, extensions, 0].elements.append(
                DERNode(0x30, elements: [DERNode(0x06, identifier)] + flag + [DERNode(0x04, value.der)]))
        }
        return try CertificateAuthority(certificate: certificate, key: key)
    }

    /// An authority limited to uses below 1.3.6.1.5.5.7.3, to any use if one is 0;
    /// nil has no extendedKeyUsage.
    private func authority(limitedTo uses: [UInt8]?) throws -> CertificateAuthority {
        try authority(
            [0x55, 0x1D, 37],
            uses.map { uses in
                DERNode(
                    0x30,
                    elements: uses.map {
                        DERNode(0x06, $0 == 0 ? [0x55, 0x1D, 37, 0] : [0x2B, 6, 1, 5, 5, 7, 3, $0])
                    })
            })
    }

    private func refusal(
        _ holder: TestLab.Holder, of middle: CertificateAuthority
    ) throws -> (signing: SMIMEError?, enveloping: SMIMEError?) {
        let identity = try lab.issue(TestLab.profile(of: holder), by: middle, validity: Self.validity)
        let anchors = try TrustAnchors([root.certificate], intermediates: [middle.certificate])
        let uri = try SIPURI.parse(holder.uri)
        let content = try Exchange.presence(of: TestLab.Holder.alice.uri)
        let signed = try Exchange.signed(content, by: identity)
        let opener = Opener(keys: KeyRing([]), certificates: KeyRing([]), trusting: anchors)
        var failures: (SMIMEError?, SMIMEError?) = (nil, nil)
        do {
            _ = try opener.open(signed, in: OpeningContext(sender: .expected(uri), at: TestLab.now))
        } catch {
            failures.0 = error.reason
        }
        do {
            _ = try CheckedRecipient.select(
                uri, from: [identity.certificate], trusting: anchors, at: TestLab.now)
        } catch {
            if case .untrustedRecipient(_, let reason) = error { failures.1 = reason }
        }
        return failures
    }

    @Test(
        "may issue any certificate without extendedKeyUsage, and with emailProtection or any use",
        arguments: [nil, [emailProtection], [serverAuth, emailProtection], [0]] as [[UInt8]?],
        [TestLab.Holder.alice, .server])
    func fit(uses: [UInt8]?, holder: TestLab.Holder) throws {
        let (signing, enveloping) = try refusal(holder, of: authority(limitedTo: uses))
        #expect(signing == nil && enveloping == nil)
    }

    @Test("may issue a domain's certificate with id-kp-sipDomain, but not a user's")
    func domain() throws {
        let middle = try authority(limitedTo: [Self.sipDomain])
        let ofDomain = try refusal(.server, of: middle)
        #expect(ofDomain.signing == nil && ofDomain.enveloping == nil)
        let expected = SMIMEError.unfitAuthority(
            middle.certificate, uses: ["1.3.6.1.5.5.7.3.20"], kind: .user)
        let ofUser = try refusal(.alice, of: middle)
        #expect(ofUser.signing == expected && ofUser.enveloping == expected)
    }

    @Test(
        "may not issue certificates if it is limited to other uses, which the error lists",
        arguments: [TestLab.Holder.alice, .server])
    func unfit(holder: TestLab.Holder) throws {
        let (signing, enveloping) = try refusal(holder, of: authority(limitedTo: [Self.serverAuth]))
        let reason = try #require(signing)
        #expect(reason == enveloping && reason.code == .untrustedSigner)
        #expect(reason.description.contains("the authority CN=CA of middle.test"))
        #expect(reason.description.contains("(serverAuth) lacks emailProtection"))
    }

    @Test("is refused with the name of an unknown critical extension")
    func criticalExtension() throws {
        let middle = try authority([0x2B, 6, 1, 4, 1, 1], isCritical: true, DERNode(0x05, []))
        let reason = try #require(try refusal(.alice, of: middle).signing)
        guard case .untrustedSigner(middle.certificate, .criticalExtensions(["1.3.6.1.4.1.1"]), _) = reason
        else {
            Issue.record("\(reason)")
            return
        }
        #expect(reason.description.contains("critical extension that is not understood: 1.3.6.1.4.1.1"))
    }

    @Test("is refused for name constraints, not as untrusted, if they forbid the certificate's names")
    func nameConstraints() throws {
        // permittedSubtrees: URIs of other.test only.
        let subtree = DERNode(0x30, elements: [DERNode(0x86, Array("other.test".utf8))])
        let constraints = DERNode(0x30, elements: [DERNode(0xA0, elements: [subtree])])
        let middle = try authority([0x55, 0x1D, 30], isCritical: true, constraints)
        let reason = try #require(try refusal(.alice, of: middle).signing)
        guard case .untrustedSigner(_, .nameConstraints, _) = reason else {
            Issue.record("\(reason)")
            return
        }
        #expect(reason.description.contains("name constraints"))
    }
}

import Foundation
import TestSupport
import Testing

@testable import CMS

/// Why no path leads to a trust anchor, by the certificate at fault (RFC 5280 §6.1).
@Suite("The fault of a path")
struct PathFaultTests {
    private let lab: TestLab
    private let alice: Certificate
    private let root: CertificateAuthority

    private static let validity = CertificateValidity(from: TestLab.now - 3600, days: 2)

    init() throws {
        lab = try TestLab.shared()
        alice = try lab.identity(.alice).certificate
        root = try Self.authority("root.test", under: nil)
    }

    /// An authority with other extensions; its path length is unlimited.
    private static func authority(
        _ domain: String, under issuer: CertificateAuthority?, validity: CertificateValidity = Self.validity,
        key algorithm: KeyAlgorithm = .p256,
        _ change: (inout DERNode) throws -> Void = { $0.removePathLength() }
    ) throws -> CertificateAuthority {
        let own = try CertificateAuthority.make(
            .testAuthority(domain: domain, keys: .secret), key: algorithm, validity: validity)
        let certificate =
            try issuer?.issue(.testAuthority(domain: domain, keys: .secret), for: own.key, validity: validity)
            ?? own.certificate
        var node = try DERNode(parsing: certificate.der)
        try change(&node)
        let signed = try CertificateAuthority.signed(node[0].der, by: (issuer ?? own).signing)
        return try CertificateAuthority(certificate: Certificate(der: signed), key: own.key)
    }

    private func fault(
        _ certificate: Certificate, under authorities: [Certificate] = [], anchors: [Certificate]? = nil,
        at instant: Date = TestLab.now
    ) -> CMSError? {
        do throws(CMSError) {
            _ = try TrustAnchors(anchors ?? [root.certificate], intermediates: authorities)
                .verify(certificate, at: instant)
            return nil
        } catch {
            return error
        }
    }

    private func kind(_ error: CMSError?) -> (fault: PathFault, blamed: Certificate)? {
        guard case .untrusted(let certificate, let code, _) = error else { return nil }
        return (PathFault(code: code, blaming: certificate), certificate)
    }

    private func user(under authority: CertificateAuthority, _ address: String = "alice@example.test")
        throws -> Certificate
    {
        try authority.issue(
            .user(address: address, uris: ["sip:\(address)"]), for: .generate(.p256),
            validity: CertificateValidity(from: TestLab.now - 60, days: 1))
    }

    @Test("is that no anchor was found, whether the issuer is missing or not trusted")
    func noAnchor() throws {
        #expect(kind(fault(alice))?.fault == .noAnchor)
        #expect(kind(fault(alice, under: [lab.authority.certificate]))?.fault == .noAnchor)
        #expect(kind(fault(lab.authority.certificate))?.fault == .noAnchor)
        #expect(kind(fault(alice, anchors: [lab.untrustedCA.certificate]))?.fault != nil)
        #expect(fault(alice, anchors: [lab.authority.certificate]) == nil)
    }

    @Test("is a critical extension that is not understood, by its identifier, of whichever certificate")
    func criticalExtensions() throws {
        let odd = try TestIdentity.odd("unknown-critical").certificate
        let found = try kind(fault(odd, anchors: [TestIdentity.odd("ca").certificate]))
        #expect(found?.fault == .criticalExtensions(["1.3.6.1.4.1.99999.1"]) && found?.blamed == odd)
        let middle = try Self.authority("middle.test", under: root) { node in
            let last = node[0].elements.count - 1
            node[0, last, 0].elements += [
                .unknownExtension(isCritical: true), .unknownExtension(isCritical: false),
            ]
        }
        let blamed = try kind(fault(user(under: middle), under: [middle.certificate]))
        #expect(blamed?.fault == .criticalExtensions(["1.2.3.4"]))
        #expect(blamed?.blamed == middle.certificate)
    }

    /// nameConstraints with one tree of URIs (RFC 5280 §4.2.1.10): 0 permitted, 1 excluded.
    private static func constraints(_ tag: UInt8, _ host: String) -> DERNode {
        let tree = DERNode(0x30, elements: [AlternativeNames.uri(host)])
        return .certificateExtension(
            30, isCritical: true, DERNode(0x30, elements: [DERNode(0xA0 | tag, elements: [tree])]))
    }

    @Test("is a name that an authority above may not certify")
    func nameConstraints() throws {
        for (tag, host, isAccepted) in [
            (0, "example.test", true), (0, "other.test", false), (1, "example.test", false),
            (1, "other.test", true), (1, ".test", false),
        ] as [(UInt8, String, Bool)] {
            let middle = try Self.authority("middle.test", under: root) { node in
                let last = node[0].elements.count - 1
                node[0, last, 0].elements.append(Self.constraints(tag, host))
            }
            // libcrypto reads the host of a URI with an authority part only.
            let leaf = try middle.issue(
                .user(address: "alice@example.test", uris: ["http://example.test/alice"]),
                for: .generate(.p256), validity: CertificateValidity(from: TestLab.now - 60, days: 1))
            let error = fault(leaf, under: [middle.certificate])
            #expect((error == nil) == isAccepted, "\(tag) \(host)")
            if !isAccepted { #expect(kind(error)?.fault == .nameConstraints, "\(tag) \(host)") }
        }
    }

    @Test("is one of others: no authority in the middle, or one with a limited path length")
    func others() throws {
        let limited = try Self.authority("limited.test", under: root) { _ in }
        let below = try Self.authority("below.test", under: limited)
        #expect(try fault(user(under: limited), under: [limited.certificate]) == nil)
        let error = try fault(user(under: below), under: [limited, below].map(\.certificate))
        #expect(kind(error)?.fault == .other)
        let identity = try TestIdentity(certificate: user(under: root), key: .generate(.p256))
        #expect(fault(identity.certificate) == nil)
    }

    @Test("is a chain of more than six certificates")
    func length() throws {
        var chain = [root]
        for number in 1...5 {
            chain.append(try Self.authority("ca\(number).test", under: chain[number - 1]))
        }
        let helpers = chain.dropFirst().map(\.certificate)
        #expect(try fault(user(under: chain[4]), under: helpers) == nil)
        #expect(try fault(user(under: chain[5]), under: helpers) != nil)
    }

    @Test("is the expired or future certificate of the path, and not the one that was asked about")
    func expired() throws {
        let short = try Self.authority(
            "short.test", under: root,
            validity: CertificateValidity(from: TestLab.now - 60, to: TestLab.now + 90_000))
        let leaf = try user(under: short)
        let end = short.certificate.facts.notAfter
        let helpers = [short.certificate]
        #expect(fault(leaf, under: helpers) == nil)
        #expect(fault(short.certificate, at: end - 1) == nil)
        #expect(fault(short.certificate, at: end + 1) == .expired(short.certificate, at: end + 1))
        let early = TestLab.now - 61
        #expect(fault(short.certificate, at: early) == .notYetValid(short.certificate, at: early))
        let sameRoot = try TrustAnchors([root.certificate])
        #expect(throws: CMSError.notYetValid(short.certificate, at: early)) {
            try sameRoot.verify(leaf, intermediates: helpers, at: early)
        }
    }

    @Test("is an intermediate authority whose Ed25519 key has a small order")
    func smallOrder() throws {
        let middle = try Self.authority("middle.test", under: root, key: .ed25519)
        let leaf = try user(under: middle)
        #expect(fault(leaf, under: [middle.certificate]) == nil)
        var chosen = try DERNode(parsing: middle.certificate.der)
        chosen[0, 6, 1].octets = [0, 1] + [UInt8](repeating: 0, count: 31)
        let forged = try Certificate(der: CertificateAuthority.signed(chosen[0].der, by: root.signing))
        var signedByAnyone = try DERNode(parsing: leaf.der)
        signedByAnyone[2].octets = [0, 1] + [UInt8](repeating: 0, count: 63)
        let victim = try Certificate(der: signedByAnyone.der)
        guard case .untrusted(forged, _, "its key has a small order") = fault(victim, under: [forged]) else {
            Issue.record("an authority with a key of small order certifies")
            return
        }
    }

    @Test("is a key that gives its curve by parameters")
    func explicitCurve() throws {
        let explicit = try TestIdentity.odd("explicit")
        let error = try fault(explicit.certificate, anchors: [TestIdentity.odd("ca").certificate])
        #expect(kind(error)?.fault == .explicitCurve && kind(error)?.blamed == explicit.certificate)
        #expect(throws: CMSError.unsupportedKey("P-256 (explicit parameters)")) {
            try explicit.certificate.checkSigningKey()
        }
    }
}

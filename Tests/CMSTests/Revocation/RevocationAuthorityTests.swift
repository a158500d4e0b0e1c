import Foundation
import TestSupport
import Testing

@testable import CMS

/// Root, above Sub (first key) and Mid; Mid, above Sub (second key); alice, below Sub's first key.
@Suite("A CRL by another key of the authority")
struct RevocationAuthorityTests {
    private let root: CertificateAuthority
    private let mid: CertificateAuthority
    private let first: CertificateAuthority
    private let second: CertificateAuthority
    private let alice: Certificate

    private static let validity = CertificateValidity(from: TestLab.now - 86_400, days: 30)

    init() throws {
        root = try Self.authority("root.test", under: nil)
        mid = try Self.authority("mid.test", under: root)
        first = try Self.authority("sub.test", under: root)
        second = try Self.authority("sub.test", under: mid)
        alice = try first.issue(
            .user(address: "alice@example.test", uris: ["sip:alice@example.test"]), for: .generate(.p256),
            validity: Self.validity)
    }

    /// An authority that may have others below it, with the subject key identifier
    /// of `likeness` if it is given.
    private static func authority(
        _ domain: String, under issuer: CertificateAuthority?, likeness: CertificateAuthority? = nil,
        signedBy signer: CertificateAuthority? = nil
    ) throws -> CertificateAuthority {
        let key = try PrivateKey.generate(.p256)
        let profile = CertificateProfile.testAuthority(domain: domain, keys: .secret)
        let plain =
            try issuer?.issue(profile, for: key, validity: validity)
            ?? CertificateAuthority.make(profile, key: .p256, validity: validity).certificate
        guard let issuer else {
            let made = try CertificateAuthority.make(profile, key: .p256, validity: validity)
            return try CertificateAuthority(
                certificate: changed(made.certificate, signedBy: made, likeness: nil), key: made.key)
        }
        return try CertificateAuthority(
            certificate: changed(plain, signedBy: signer ?? issuer, likeness: likeness), key: key)
    }

    private static func changed(
        _ certificate: Certificate, signedBy signer: CertificateAuthority, likeness: CertificateAuthority?
    ) throws -> Certificate {
        var node = try DERNode(parsing: certificate.der)
        node.removePathLength()
        if let own = certificate.facts.subjectKeyIdentifier,
            let other = likeness?.certificate.facts.subjectKeyIdentifier
        {
            node.replaceAll(
                DERNode(0x04, DERNode(0x04, own).der), by: DERNode(0x04, DERNode(0x04, other).der))
        }
        return try Certificate(der: CertificateAuthority.signed(node[0].der, by: signer.signing))
    }

    private func list(_ number: UInt64, by authority: CertificateAuthority, revoking: Bool) throws
        -> RevocationList
    {
        let entry = RevokedCertificate(
            serialNumber: alice.facts.serialNumber, revokedAt: TestLab.now - 60, reason: .keyCompromise)
        return try authority.revocationList(
            number: number, revoked: revoking ? [entry] : [], at: TestLab.now - 3600,
            nextUpdate: TestLab.now + 3600)
    }

    private func anchors(_ others: [Certificate] = []) throws -> TrustAnchors {
        try TrustAnchors(
            [root.certificate],
            intermediates: others + [mid, first, second].map(\.certificate),
            revocationLists: [
                list(2, by: first, revoking: false), list(1, by: second, revoking: true),
                list(1, by: root, revoking: false), list(1, by: mid, revoking: false),
            ])
    }

    @Test("revokes certificates that the authority issued with the first key")
    func rollover() throws {
        #expect(throws: CMSError.revoked(alice, at: TestLab.now - 60, reason: .keyCompromise)) {
            try anchors().verify(alice, at: TestLab.now)
        }
        #expect(try anchors().revocation(of: alice, at: TestLab.now)?.reason == .keyCompromise)
    }

    @Test("counts whatever certificates resemble those above it, in the message or in the store")
    func misleading() throws {
        let otherRoot = try Self.authority("root.test", under: nil)
        let looksLikeMid =
            [
                // Created by an attacker, under the root's name, but signed with another key.
                try Self.authority("mid.test", under: root, likeness: mid, signedBy: otherRoot),
                try Self.authority("mid.test", under: otherRoot, likeness: mid),
            ].map(\.certificate) + [otherRoot.certificate]
        for helpers in [looksLikeMid, looksLikeMid.reversed()] {
            #expect(throws: CMSError.revoked(alice, at: TestLab.now - 60, reason: .keyCompromise)) {
                try anchors().verify(alice, intermediates: helpers, at: TestLab.now)
            }
            let store = try anchors(helpers)
            #expect(throws: CMSError.revoked(alice, at: TestLab.now - 60, reason: .keyCompromise)) {
                try store.verify(alice, at: TestLab.now)
            }
            #expect(store.revocation(of: alice, at: TestLab.now)?.reason == .keyCompromise)
        }
    }

    @Test("does not count if the key leads to another anchor")
    func otherAnchor() throws {
        let otherRoot = try Self.authority("other.test", under: nil)
        let namesake = try Self.authority("sub.test", under: otherRoot)
        let anchors = try TrustAnchors(
            [root.certificate, otherRoot.certificate],
            intermediates: [first, namesake].map(\.certificate),
            revocationLists: [list(2, by: first, revoking: false), list(1, by: namesake, revoking: true)])
        #expect(try anchors.verify(alice, at: TestLab.now).anchor == root.certificate)
        #expect(anchors.revocation(of: alice, at: TestLab.now) == nil)
    }
}

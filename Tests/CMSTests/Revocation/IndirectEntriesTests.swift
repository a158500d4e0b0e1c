import Foundation
import TestSupport
import Testing

@testable import CMS

/// CRLs with entries about certificates of other issuers (RFC 5280 §5.3.3).
@Suite("The entries of an indirect CRL")
struct IndirectEntriesTests {
    private let lab: TestLab
    private let certificates: [Certificate]
    private let other: CertificateAuthority

    init() throws {
        let lab = try TestLab.shared()
        self.lab = lab
        certificates = try TestLab.Holder.allCases.map { try lab.identity($0).certificate }
        other = try TestLab.foreignAuthority()
    }

    /// An indirect CRL of the authority, with an entry for each certificate in this order; `issuers` are
    /// the values of certificateIssuer by position.
    private func list(
        _ certificates: [Certificate]? = nil, issuers: [Int: DERNode]
    ) throws -> RevocationList {
        let certificates = certificates ?? self.certificates
        let entries = certificates.map {
            RevokedCertificate(
                serialNumber: $0.facts.serialNumber, revokedAt: TestLab.now - 60, reason: .superseded)
        }
        let plain = try lab.authority.revocationList(
            number: 1, revoked: entries, at: TestLab.now - 3600, nextUpdate: TestLab.now + 3600)
        return try plain.changed(by: lab.authority) { fields in
            fields.listExtensions.append(.issuingDistributionPoint(flag: 4))
            let written = fields.listEntries
            fields.listEntries = certificates.enumerated().compactMap { position, certificate in
                var entry = written.first { $0[0].octets == certificate.facts.serialNumberOctets }
                if let issuer = issuers[position] {
                    entry?[2].elements.append(.certificateExtension(29, isCritical: true, issuer))
                }
                return entry
            }
        }
    }

    private func stated(_ list: RevocationList, _ certificates: [Certificate]? = nil) -> [Bool] {
        (certificates ?? self.certificates).map { !list.statements(about: $0).isEmpty }
    }

    @Test("are about the CRL's issuer until an entry names another, which counts for those after it")
    func inheritance() throws {
        let others = try DERNode.directoryNames(other.certificate.facts.subjectDER)
        let own = try DERNode.directoryNames(lab.authority.certificate.facts.subjectDER)
        for (issuers, expected) in [
            ([:], [true, true, true]), ([0: others], [false, false, false]),
            ([1: others], [true, false, false]), ([2: others], [true, true, false]),
            ([0: others, 2: own], [false, false, true]), ([0: own, 1: others], [true, false, false]),
        ] as [([Int: DERNode], [Bool])] {
            #expect(try stated(list(issuers: issuers)) == expected, "\(issuers.keys.sorted())")
        }
    }

    @Test("stay with their issuer after libcrypto has sorted them at its first lookup")
    func lookup() throws {
        let others = try DERNode.directoryNames(other.certificate.facts.subjectDER)
        let list = try list(issuers: [1: others])
        for certificate in certificates { _ = list.entry(for: certificate) }
        #expect(stated(list) == [true, false, false])
    }

    @Test("are about each of several issuers, whose names may differ in case and type")
    func names() throws {
        let (foreign, own) = (
            other.certificate.facts.subjectDER, lab.authority.certificate.facts.subjectDER
        )
        #expect(try stated(list(issuers: [0: .directoryNames(foreign, own)])) == [true, true, true])
        var upper = try DERNode(parsing: own)
        for index in upper.elements.indices {
            let text = String(decoding: upper[index, 0, 1].octets, as: UTF8.self).uppercased()
            // PrintableString instead of UTF8String.
            upper[index, 0, 1] = DERNode(0x13, Array(text.utf8))
        }
        #expect(upper.der != own)
        #expect(try stated(list(issuers: [0: .directoryNames(upper.der)])) == [true, true, true])
    }

    @Test("are about every issuer if the name cannot be read, and about none without a directoryName")
    func unreadable() throws {
        #expect(try stated(list(issuers: [1: DERNode(0x04, [1])])) == [true, true, true])
        let uri = DERNode(0x30, elements: [AlternativeNames.uri("http://crl.example.test")])
        #expect(try stated(list(issuers: [1: uri])) == [true, false, false])
    }

    @Test("about a certificate of another issuer count only if its distribution point names the CRL's")
    func distributionPoint() throws {
        let issued = try lab.issue(TestLab.profile(of: .alice), by: other).certificate
        func pointing(to issuer: [UInt8]) throws -> Certificate {
            let point = DERNode(
                0x30, elements: [DERNode(0xA2, elements: try DERNode.directoryNames(issuer).elements)])
            var node = try DERNode(parsing: issued.der)
            let last = node[0].elements.count - 1
            node[0, last, 0].elements.append(
                .certificateExtension(31, DERNode(0x30, elements: [point])))
            return try Certificate(der: CertificateAuthority.signed(node[0].der, by: other.signing))
        }
        let (foreign, own) = (
            other.certificate.facts.subjectDER, lab.authority.certificate.facts.subjectDER
        )
        for (certificate, isStated) in [
            (issued, false), (try pointing(to: foreign), false), (try pointing(to: own), true),
        ] {
            let list = try list([certificate], issuers: [0: .directoryNames(foreign)])
            #expect(stated(list, [certificate]) == [isStated])
            // Under the CRL's own issuer it is about another certificate of the same number.
            #expect(try stated(self.list([certificate], issuers: [:]), [certificate]) == [false])
        }
    }

    @Test("about attribute certificates say nothing of any other")
    func attributeCertificates() throws {
        let list = try list(issuers: [:]).changed(by: lab.authority) {
            $0.listExtensions.removeLast()
            $0.listExtensions.append(.issuingDistributionPoint(flag: 5))
        }
        #expect(!list.isIndirect && list.entry(for: certificates[0]) != nil)
        #expect(stated(list) == [false, false, false])
    }
}

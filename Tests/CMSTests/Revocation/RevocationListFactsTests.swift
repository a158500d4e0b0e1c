import Foundation
import TestSupport
import Testing

@testable import CMS

@Suite("The facts of a CRL")
struct RevocationListFactsTests {
    private let lab: TestLab
    private let plain: RevocationList

    init() throws {
        lab = try TestLab.shared()
        plain = try lab.authority.revocationList(
            number: 9, revoked: [], at: TestLab.now, nextUpdate: TestLab.now + 3600)
    }

    private func list(_ change: (inout DERNode) throws -> Void) throws -> RevocationList {
        try plain.changed(by: lab.authority, change)
    }

    @Test("are the flags of its scope, and whether it is a delta")
    func kinds() throws {
        #expect(!plain.isDelta && !plain.isIndirect && !plain.storage.facts.isAboutAttributeCertificates)
        let delta = try list { $0.listExtensions.append(.deltaIndicator(base: 7)) }
        #expect(delta.isDelta && delta.storage.facts.baseNumber == "7" && delta.number == "9")
        let indirect = try list { $0.listExtensions.append(.issuingDistributionPoint(flag: 4)) }
        #expect(indirect.isIndirect && !indirect.storage.facts.isAboutAttributeCertificates)
        let attributes = try list { $0.listExtensions.append(.issuingDistributionPoint(flag: 5)) }
        #expect(!attributes.isIndirect && attributes.storage.facts.isAboutAttributeCertificates)
    }

    @Test("include an unknown extension only if it is critical")
    func unknownExtensions() throws {
        #expect(!plain.storage.facts.isPartlyUnderstood)
        for isCritical in [false, true] {
            let list = try list { $0.listExtensions.append(.unknownExtension(isCritical: isCritical)) }
            #expect(list.storage.facts.isPartlyUnderstood == isCritical)
        }
        let all = try list {
            $0.listExtensions += [.deltaIndicator(base: 1), .issuingDistributionPoint(flag: 4)]
        }
        #expect(!all.storage.facts.isPartlyUnderstood)
    }

    @Test("are malformed if an extension they depend on is repeated or cannot be read")
    func malformed() throws {
        let number = DERNode.certificateExtension(20, DERNode(0x02, [1]))
        let identifier = try #require(
            try DERNode(parsing: plain.der)[0].listExtensions.first { $0[0].octets == [0x55, 0x1D, 35] })
        for extra in [
            [number], [identifier], [.deltaIndicator(base: 1), .deltaIndicator(base: 1)],
            [.certificateExtension(27, DERNode(0x04, []))], [.certificateExtension(28, DERNode(0x02, [1]))],
            [.issuingDistributionPoint(flag: 4), .issuingDistributionPoint(flag: 4)],
        ] as [[DERNode]] {
            #expect(throws: CMSError.malformed(.revocationList)) {
                try list { $0.listExtensions += extra }
            }
        }
        #expect(throws: CMSError.malformed(.revocationList)) {
            try list { $0.listExtensions[0][1].octets = [0x04, 0] }
        }
    }

    @Test("have a number of at most 20 octets, in decimal digits, and never negative (RFC 5280 §5.2.3)")
    func number() throws {
        func numbered(_ octets: [UInt8]) throws -> RevocationList {
            try list {
                $0.listExtensions.removeAll { $0[0].octets == [0x55, 0x1D, 20] }
                $0.listExtensions.append(.certificateExtension(20, DERNode(0x02, octets)))
            }
        }
        #expect(try numbered([0]).number == "0")
        #expect(try numbered([0, 0xFF]).number == "255")
        // 2 to the power of 152.
        let large = try numbered([1] + [UInt8](repeating: 0, count: 19))
        #expect(large.number == "5708990770823839524233143877797980545530986496")
        for octets in [[0x80], [0xFF], [1] + [UInt8](repeating: 0, count: 20)] as [[UInt8]] {
            #expect(throws: CMSError.malformed(.revocationList)) { try numbered(octets) }
        }
    }

    @Test("may lack the identifier of the key")
    func keyIdentifier() throws {
        #expect(plain.authorityKeyIdentifier == lab.authority.certificate.facts.subjectKeyIdentifier)
        let without = try list { $0.listExtensions.removeAll { $0[0].octets == [0x55, 0x1D, 35] } }
        #expect(without.authorityKeyIdentifier == nil)
        let empty = try list { $0.listExtensions[0][1] = DERNode(0x04, [0x30, 0]) }
        #expect(empty.authorityKeyIdentifier == nil && empty.number == "9")
    }

    @Test("name a signature that is accepted only with weak algorithms allowed")
    func weakAlgorithm() throws {
        #expect(plain.weakAlgorithm == nil)
        for (algorithm, name) in [
            (ObjectIdentifier.ecdsaWithSHA1, "ecdsa-with-SHA1"), (.sha1WithRSA, "sha1WithRSAEncryption"),
            (.ecdsaWithSHA512, nil),
        ] as [(ObjectIdentifier, String?)] {
            var node = try DERNode(parsing: plain.der)
            let identifier = DERNode(0x30, elements: [DERNode(0x06, Array(algorithm.octets))])
            node[0, 1] = identifier
            node[1] = identifier
            #expect(try RevocationList(der: node.der).weakAlgorithm == name)
        }
    }

    @Test("have times of either form (RFC 5280 §5.1.2.4)")
    func times() throws {
        let list = try list {
            $0[3] = DERNode(0x18, Array("20260101000000Z".utf8))
            $0[4] = DERNode(0x17, Array("491231235959Z".utf8))
        }
        #expect(list.thisUpdate.internetTime == "2026-01-01T00:00:00Z")
        #expect(list.nextUpdate?.internetTime == "2049-12-31T23:59:59Z")
        for time in [DERNode(0x17, Array("261301000000Z".utf8)), DERNode(0x18, [])] {
            #expect(throws: CMSError.malformed(.revocationList)) { try self.list { $0[3] = time } }
        }
    }

    @Test("are found between other text and blocks of PEM")
    func pem() throws {
        let other = try list { $0.listExtensions.append(.deltaIndicator(base: 1)) }
        let certificate = try lab.authority.certificate.pem()
        let text = Array("CRLs\n".utf8) + (try plain.pem()) + certificate + (try other.pem())
        #expect(try RevocationList.lists(pem: text) == [plain, other])
        #expect(throws: CMSError.malformed(.revocationList)) {
            try RevocationList.lists(pem: text + plain.pem().dropLast(10))
        }
    }

    @Test("of an entry are found by position, and end with the last one")
    func positions() throws {
        let entries = ["0A", "0B", "0C0D"].map {
            RevokedCertificate(serialNumber: $0, revokedAt: TestLab.now - 5, reason: .superseded)
        }
        let list = try lab.authority.revocationList(
            number: 1, revoked: entries.reversed(), at: TestLab.now, nextUpdate: TestLab.now + 1)
        #expect(list.count == 3)
        #expect(try (0..<3).map { try list.entry(at: $0) } == entries)
        for position in [-1, 3, Int.max] {
            #expect(throws: CMSError.malformed(.revocationList)) { try list.entry(at: position) }
        }
    }
}

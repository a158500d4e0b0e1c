import Foundation
import TestSupport
import Testing

@testable import CMS

@Suite("RevocationList")
struct RevocationListTests {
    private let lab: TestLab
    private let alice: Certificate

    init() throws {
        lab = try TestLab.shared()
        alice = try lab.identity(.alice).certificate
    }

    private func entry(
        _ certificate: Certificate, at date: Date = TestLab.now - 60,
        reason: RevocationReason = .keyCompromise
    ) -> RevokedCertificate {
        RevokedCertificate(
            serialNumber: certificate.facts.serialNumber, revokedAt: date, reason: reason)
    }

    private func list(
        _ revoked: [RevokedCertificate] = [], number: UInt64 = 1, by authority: CertificateAuthority? = nil,
        at date: Date = TestLab.now
    ) throws -> RevocationList {
        try (authority ?? lab.authority).revocationList(
            number: number, revoked: revoked, at: date, nextUpdate: date + 86_400)
    }

    @Test("has issuer, time, number, and certificates with date and reason")
    func facts() throws {
        let bob = try lab.identity(.bob).certificate
        let list = try list([entry(alice), entry(bob, reason: .unspecified)], number: 300)
        for read in [list, try RevocationList(der: list.der), try RevocationList.lists(pem: list.pem())[0]] {
            #expect(read == list && read.fingerprint == list.fingerprint)
            #expect(read.issuer == lab.authority.certificate.facts.subject)
            #expect(read.issuerDER == alice.facts.issuerDER)
            #expect(read.number == "300" && read.count == 2 && !read.isDelta)
            #expect(read.thisUpdate == TestLab.now && read.nextUpdate == TestLab.now + 86_400)
            #expect(read.entry(for: alice) == entry(alice))
            #expect(read.entry(for: bob) == entry(bob, reason: .unspecified))
            #expect(try read.entry(for: lab.identity(.server).certificate) == nil)
        }
    }

    @Test(
        "has a reason for an entry if one was given (RFC 5280 §5.3.1)",
        arguments: RevocationReason.allCases.filter { $0 != .removeFromCRL })
    func reasons(reason: RevocationReason) throws {
        let list = try list([entry(alice, reason: reason)])
        // 2.5.29.21
        let isWritten = Data(list.der).range(of: Data([0x06, 0x03, 0x55, 0x1D, 0x15])) != nil
        #expect(isWritten == (reason != .unspecified))
        #expect(list.entry(for: alice)?.reason == reason)
    }

    @Test("has numbers of any size, none of them negative", arguments: [0, 127, 128, 65_535, UInt64.max])
    func numbers(number: UInt64) throws {
        #expect(try list(number: number).number == String(number))
    }

    @Test("is its authority's only with its name, its signature and the right to sign CRLs")
    func issuer() throws {
        let list = try list()
        #expect(list.isIssued(by: lab.authority.certificate))
        // The untrusted CA has the same name.
        #expect(!list.isIssued(by: lab.untrustedCA.certificate))
        #expect(!list.isIssued(by: alice))
        let user = try CertificateAuthority(certificate: alice, key: lab.identity(.alice).key)
        #expect(try !self.list(by: user).isIssued(by: alice))
        var node = try DERNode(parsing: list.der)
        node[2].octets[node[2].octets.count - 1] ^= 1
        #expect(try !RevocationList(der: node.der).isIssued(by: lab.authority.certificate))
    }

    @Test("replaces an earlier CRL only if neither number nor date is lower, and one is higher")
    func order() throws {
        let first = try list(number: 9)
        for (number, seconds, order) in [
            (10, 0, RevocationListOrder.later), (9, 1, .later), (10, 1, .later), (8, 0, .earlier),
            (9, -1, .earlier),
            // The clock or the counter of the authority was set back between the two.
            (10, -1, .undecided), (8, 1, .undecided), (9, 0, .undecided),
        ] as [(UInt64, Double, RevocationListOrder)] {
            let other = try list(number: number, at: TestLab.now + seconds)
            #expect(other.order(comparedTo: first) == order, "\(number) \(seconds)")
        }
        #expect(
            try list(number: 10, by: lab.untrustedCA, at: TestLab.now + 1).order(comparedTo: first)
                == .unrelated)
    }

    @Test("is compared by date alone if neither has a number, and not at all if only one has")
    func orderWithoutNumber() throws {
        func unnumbered(at date: Date) throws -> RevocationList {
            var node = try DERNode(parsing: list(at: date).der)
            let last = try #require(node[0].elements.indices.last)
            node[0, last, 0].elements.removeAll { Data($0.der).range(of: Data([0x55, 0x1D, 0x14])) != nil }
            return try RevocationList(der: node.der)
        }
        let first = try unnumbered(at: TestLab.now)
        let later = try unnumbered(at: TestLab.now + 1)
        #expect(later.number == nil && later.order(comparedTo: first) == .later)
        #expect(first.order(comparedTo: later) == .earlier)
        #expect(try first.order(comparedTo: unnumbered(at: TestLab.now)) == .undecided)
        // A CRL without number between two that have one must not hide that the counter was set back.
        for numbered in [try list(number: 9), try list(number: 9, at: TestLab.now + 9)] {
            #expect(later.order(comparedTo: numbered) == .undecided)
            #expect(numbered.order(comparedTo: later) == .undecided)
        }
    }

    @Test("treats an entry whose date cannot be read as revoked at any time")
    func unreadableDate() throws {
        var node = try DERNode(parsing: list([entry(alice)]).der)
        // Month 13.
        node[0, 5, 0, 1] = DERNode(0x17, Array("261301000000Z".utf8))
        let list = try RevocationList(der: node.der)
        #expect(list.entry(for: alice)?.reason == .keyCompromise)
        #expect(try list.entry(at: 0).revokedAt == Date(timeIntervalSince1970: 0))
    }

    @Test("states every entry of a serial number that it lists twice")
    func repeatedEntry() throws {
        var node = try DERNode(parsing: list([entry(alice, at: TestLab.now + 86_400)]).der)
        let second = try DERNode(parsing: list([entry(alice)]).der)[0, 5, 0]
        node[0, 5].elements.append(second)
        let list = try RevocationList(der: node.der)
        let statements = list.statements(about: alice)
        #expect(statements.count == 2)
        #expect(
            RevocationStatement.revocation(among: statements, at: TestLab.now)?.revokedAt == TestLab.now - 60)
    }

    @Test("may have no nextUpdate")
    func undated() throws {
        var node = try DERNode(parsing: list([entry(alice)]).der)
        node[0].elements.remove(at: 4)
        let list = try RevocationList(der: node.der)
        #expect(list.nextUpdate == nil && list.entry(for: alice) == entry(alice))
    }

    @Test("is refused if the octets are anything else")
    func malformed() throws {
        let list = try list([entry(alice)])
        let cut = Array(list.der.dropLast())
        for octets in [[], [0x30], cut, list.der + [0], alice.der] {
            #expect(throws: CMSError.malformed(.revocationList)) { try RevocationList(der: octets) }
        }
        for text in ["", "hello", "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n"] {
            #expect(throws: CMSError.malformed(.revocationList)) {
                try RevocationList.lists(pem: Array(text.utf8))
            }
        }
        #expect(throws: CMSError.malformed(.revocationList)) {
            try RevocationList.lists(pem: alice.pem())
        }
    }

    @Test("is refused beyond its limits")
    func bounds() throws {
        let limit = RevocationList.maximumOctets
        #expect(throws: CMSError.tooLarge(.revocationList, limit: limit)) {
            try RevocationList(der: [UInt8](repeating: 0x30, count: limit + 1))
        }
        #expect(throws: CMSError.tooLarge(.revocationList, limit: 2 * limit)) {
            try RevocationList.lists(pem: Array(repeating: 0x0A as UInt8, count: 2 * limit + 1))
        }
        let pem = try list().pem()
        #expect(throws: CMSError.tooMany(.revocationList, limit: 100)) {
            try RevocationList.lists(pem: (0..<101).flatMap { _ in pem })
        }
        #expect(try RevocationList.lists(pem: pem + pem).count == 2)
    }

    @Test("is not issued with an invalid serial number, nor with an end before its start")
    func unmakeable() {
        for serial in ["", "0", "GG", "0x01", "+1"] {
            #expect(throws: CMSError.malformed(.certificate)) {
                try list([
                    RevokedCertificate(serialNumber: serial, revokedAt: TestLab.now, reason: .superseded)
                ])
            }
        }
        // Only a delta CRL removes a certificate from another one.
        #expect(throws: CMSError.malformed(.revocationList)) {
            try list([entry(alice, reason: .removeFromCRL)])
        }
        #expect(throws: CMSError.malformed(.revocationList)) {
            try lab.authority.revocationList(
                number: 1, revoked: [], at: TestLab.now, nextUpdate: TestLab.now)
        }
    }
}

import Foundation
import Octets
import TestSupport
import Testing

@testable import CMS

/// The DER of certificates and CRLs issued here (RFC 5280 §4.1, §5.1).
@Suite("What an authority writes")
struct IssuedFormTests {
    private let lab: TestLab
    private let authority: CertificateAuthority
    private let key: PrivateKey

    init() throws {
        lab = try TestLab.shared()
        // Long enough for dates beyond 2049.
        authority = try CertificateAuthority.make(
            .testAuthority(domain: "example.test", keys: .secret), key: .p256,
            validity: CertificateValidity(from: TestLab.now - 86_400, days: 36_500))
        key = try .generate(.p256)
    }

    private func issue(
        _ profile: CertificateProfile = TestLab.profile(of: .alice), from start: Date = TestLab.now,
        to end: Date = TestLab.now + 3600
    ) throws -> IssuedCertificate {
        try authority.issueWithoutDecoding(
            profile, for: key.publicKey, validity: CertificateValidity(from: start, to: end))
    }

    /// The extensions by the last arc of 2.5.29, with the critical flag.
    private func extensions(_ der: [UInt8]) throws -> [(number: UInt8, isCritical: Bool, value: DERNode)] {
        let fields = try DERNode(parsing: der)[0]
        return try fields[fields.elements.count - 1, 0].elements.map { item in
            let isCritical = item.elements.count == 3
            if isCritical { #expect(item[1] == DERNode(0x01, [0xFF])) }
            return (
                item[0].octets[2], isCritical,
                try DERNode(parsing: item[item.elements.count - 1].octets)
            )
        }
    }

    @Test("has the facts that it states, without being decoded")
    func facts() throws {
        for holder in TestLab.Holder.allCases {
            let issued = try issue(TestLab.profile(of: holder))
            let read = try Certificate(der: issued.der)
            #expect(issued.serialNumber == read.facts.serialNumber)
            #expect(issued.fingerprint == read.fingerprint && issued.key == read.facts.key)
            #expect(issued.subjectDER == read.facts.subjectDER)
            #expect(issued.issuerDER == read.facts.issuerDER)
            #expect(issued.issuerDER == authority.certificate.facts.subjectDER)
            #expect(issued.subjectKeyIdentifier == read.facts.subjectKeyIdentifier)
            #expect(issued.keyUsage == read.facts.keyUsage && issued.profile.uris == read.facts.uris)
            #expect(issued.validity.notBefore == read.facts.notBefore)
            #expect(issued.validity.notAfter == read.facts.notAfter)
            #expect(read.isIssued(by: authority.certificate))
        }
    }

    @Test("has extensions in the order of RFC 5280 §4.2.1, critical as required there")
    func extensions() throws {
        let user = try extensions(issue().der)
        try #require(user.map(\.number) == [35, 14, 15, 17, 19, 37])
        #expect(user.filter(\.isCritical).map(\.number) == [15, 19])
        let own = try extensions(authority.certificate.der)
        try #require(own.map(\.number) == [35, 14, 15, 19])
        #expect(own.filter(\.isCritical).map(\.number) == [15, 19])
        // keyCertSign and cRLSign, and a path length of 0.
        #expect(own[2].value == DERNode(0x03, [1, 0x06]))
        #expect(own[3].value.elements == [DERNode(0x01, [0xFF]), DERNode(0x02, [0])])
        // CA FALSE is the default, which DER omits.
        #expect(user[4].value == DERNode(0x30, elements: []))
    }

    @Test("has key usage as a BIT STRING without trailing zeros (X.690 §11.2.2)")
    func keyUsage() throws {
        for (usage, octets) in [
            (CertificateProfile.Usage.sign, [7, 0x80]), (.encrypt, [3, 0x08]), (.both, [3, 0x88]),
        ] as [(CertificateProfile.Usage, [UInt8])] {
            let profile = CertificateProfile.user(
                address: "alice@example.test", uris: ["sip:alice@example.test"], usage: usage)
            #expect(try extensions(issue(profile).der)[2].value == DERNode(0x03, octets))
        }
    }

    @Test("identifies keys by the first 160 bits of SHA-256 (RFC 7093 §2)")
    func keyIdentifiers() throws {
        let issued = try issue()
        let point = try DERNode(parsing: issued.der)[0, 6, 1].octets.dropFirst()
        let expected = Array(SHA256.digest(of: Array(point)).prefix(20))
        #expect(issued.subjectKeyIdentifier == expected)
        let written = try extensions(issued.der)
        #expect(written[1].value == DERNode(0x04, expected))
        let issuer = try #require(authority.certificate.facts.subjectKeyIdentifier)
        #expect(written[0].value.elements == [DERNode(0x80, issuer)])
    }

    @Test("has UTCTime until 2049 and GeneralizedTime from 2050 on (RFC 5280 §4.1.2.5)")
    func times() throws {
        // 2049-12-31T23:59:59Z.
        let last = Date(timeIntervalSince1970: 2_524_607_999)
        let form = try DERNode(parsing: issue(from: last - 3600, to: last + 1).der)[0, 4]
        #expect(form[0] == DERNode(0x17, Array("491231225959Z".utf8)))
        #expect(form[1] == DERNode(0x18, Array("20500101000000Z".utf8)))
        let before = try DERNode(parsing: issue(from: last - 3600, to: last).der)[0, 4]
        #expect(before[1] == DERNode(0x17, Array("491231235959Z".utf8)))
        let read = try Certificate(der: issue(from: last - 3600, to: last + 1).der).facts
        #expect(read.notBefore == last - 3600 && read.notAfter == last + 1)
        let list = try authority.revocationList(
            number: 1,
            revoked: [RevokedCertificate(serialNumber: "0A", revokedAt: last + 1, reason: .unspecified)],
            at: last, nextUpdate: last + 1)
        let fields = try DERNode(parsing: list.der)[0]
        #expect(fields[3].identifier == 0x17 && fields[4].identifier == 0x18)
        #expect(fields[5, 0, 1] == DERNode(0x18, Array("20500101000000Z".utf8)))
        #expect(try list.entry(at: 0).revokedAt == last + 1)
    }

    @Test("has whole seconds, rounded down")
    func fractions() throws {
        let issued = try issue(from: TestLab.now + 0.75, to: TestLab.now + 60.5)
        let read = try Certificate(der: issued.der).facts
        #expect(read.notBefore == TestLab.now && read.notAfter == TestLab.now + 60)
        #expect(issued.validity == CertificateValidity(from: TestLab.now, to: TestLab.now + 60))
        let entry = RevokedCertificate(
            serialNumber: "0A", revokedAt: TestLab.now + 0.99, reason: .superseded)
        #expect(entry.revokedAt == TestLab.now)
        let day = CertificateValidity(from: TestLab.now + 0.5, days: 1)
        #expect(day.notAfter == TestLab.now + 86_399)
    }

    @Test("is not issued with a date that no calendar has", arguments: [Double.infinity, 1e18])
    func unencodable(seconds: Double) {
        #expect(throws: CMSError.self) {
            try authority.revocationList(
                number: 1,
                revoked: [
                    RevokedCertificate(
                        serialNumber: "0A", revokedAt: Date(timeIntervalSince1970: seconds),
                        reason: .superseded)
                ], at: TestLab.now, nextUpdate: TestLab.now + 60)
        }
    }

    @Test("has the algorithm of its key, the same in both places (RFC 5280 §4.1.1.2)")
    func algorithms() throws {
        let validity = CertificateValidity(from: TestLab.now, days: 2)
        for (algorithm, identifier, hasNull) in [
            (KeyAlgorithm.p256, ObjectIdentifier.ecdsaWithSHA256, false),
            (.p384, .ecdsaWithSHA384, false), (.p521, .ecdsaWithSHA512, false),
            (.ed25519, .ed25519, false), (.rsa(bits: 2048), .sha256WithRSA, true),
        ] {
            let made = try CertificateAuthority.make(
                .testAuthority(domain: "example.test", keys: .secret), key: algorithm, validity: validity)
            let list = try made.revocationList(
                number: 1, revoked: [], at: TestLab.now, nextUpdate: TestLab.now + 60)
            let null = hasNull ? [DERNode(0x05, [])] : []
            let expected = DERNode(
                0x30, elements: [DERNode(0x06, Array(identifier.octets))] + null)
            let certificate = try DERNode(parsing: made.certificate.der)
            let revocations = try DERNode(parsing: list.der)
            #expect(certificate[0, 2] == expected && certificate[1] == expected)
            #expect(revocations[0, 1] == expected && revocations[1] == expected)
            #expect(made.certificate.isIssued(by: made.certificate))
            #expect(list.isIssued(by: made.certificate) && list.weakAlgorithm == nil)
        }
    }

    @Test("is a CRL of version 2, without the field of entries if there is none (RFC 5280 §5.1.2.6)")
    func emptyList() throws {
        let list = try authority.revocationList(
            number: 128, revoked: [], at: TestLab.now, nextUpdate: TestLab.now + 60)
        let fields = try DERNode(parsing: list.der)[0]
        #expect(fields[0] == DERNode(0x02, [1]) && fields.elements.count == 6)
        #expect(fields[5].identifier == 0xA0)
        let written = try extensions(list.der)
        try #require(written.map(\.number) == [35, 20] && written.allSatisfy { !$0.isCritical })
        #expect(written[1].value == DERNode(0x02, [0, 128]))
        #expect(list.count == 0)
    }

    @Test("has entries sorted as libcrypto searches them: by length, then by octets")
    func sorted() throws {
        let serials = ["7F", "0100", "01", "00FF", "02"]
        let list = try authority.revocationList(
            number: 1,
            revoked: serials.map {
                RevokedCertificate(serialNumber: $0, revokedAt: TestLab.now, reason: .superseded)
            }, at: TestLab.now, nextUpdate: TestLab.now + 60)
        let written = try DERNode(parsing: list.der)[0, 5].elements.map {
            Hexadecimal.text($0[0].octets, .upperCase)
        }
        #expect(written == ["01", "02", "7F", "00FF", "0100"])
        // reasonCode, an ENUMERATED.
        #expect(try DERNode(parsing: list.der)[0, 5, 0, 2, 0, 1].octets == [0x0A, 1, 4])
    }
}

@Suite("CertificateProfile")
struct CertificateProfileTests {
    @Test("has a common name of at most 64 characters, and otherwise none (RFC 5280 §4.1.2.6)")
    func commonName() throws {
        for (count, hasName) in [(51, true), (52, false)] {
            let address = String(repeating: "é", count: count) + "@example.test"
            let profile = CertificateProfile.user(address: address, uris: ["sip:a@example.test"])
            let name = try DERNode(parsing: profile.subjectDER)
            #expect(name.elements.count == (hasName ? 1 : 0))
            if hasName {
                #expect(name[0, 0, 0].octets == [0x55, 0x04, 3])
                #expect(name[0, 0, 1] == DERNode(0x0C, Array(address.utf8)))
            }
        }
        let authority = CertificateProfile.testAuthority(domain: "example.test", keys: .secret)
        let name = try DERNode(parsing: authority.subjectDER)
        #expect(name.elements.map { $0[0, 0].octets[2] } == [10, 3])
    }

    @Test("needs two certificates only for both uses of Ed25519")
    func shares() {
        func shares(_ usage: CertificateProfile.Usage, _ key: KeyAlgorithm) -> [String] {
            CertificateProfile.user(address: "a@b.test", uris: [], usage: usage).shares(of: key).map {
                "\($0.profile.usage.rawValue) \($0.key.name)"
            }
        }
        #expect(shares(.both, .p256) == ["both P-256"])
        #expect(shares(.both, .ed25519) == ["sign Ed25519", "encrypt X25519"])
        #expect(shares(.both, .rsaPSS(bits: 2048)) == ["sign RSASSA-PSS-2048"])
        #expect(shares(.both, .x25519) == [])
        #expect(shares(.sign, .ed25519) == ["sign Ed25519"] && shares(.sign, .x25519) == [])
        #expect(shares(.encrypt, .ed25519) == ["encrypt X25519"])
        #expect(shares(.encrypt, .x25519) == ["encrypt X25519"])
        #expect(shares(.encrypt, .other("ED448")) == [])
    }
}

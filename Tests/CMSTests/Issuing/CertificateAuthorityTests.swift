import Foundation
import TestSupport
import Testing

@testable import CMS

@Suite("CertificateAuthority")
struct CertificateAuthorityTests {
    private let now = Date(timeIntervalSince1970: 1_795_435_200)
    private let authority: CertificateAuthority
    private let key: PrivateKey

    init() throws {
        authority = try CertificateAuthority.make(
            .testAuthority(domain: "example.test", keys: .secret), key: .p256,
            validity: CertificateValidity(from: now, days: 3652))
        key = try PrivateKey.generate(.p256)
    }

    private let alice = CertificateProfile.user(
        address: "alice@example.test",
        uris: ["sip:alice@example.test", "pres:alice@example.test", "im:alice@example.test"])

    @Test("issues a user's certificate that names the user by URI and allows both uses")
    func user() throws {
        let validity = CertificateValidity(from: now, days: 365)
        let facts = try authority.issue(alice, for: key, validity: validity).facts
        #expect(facts.subject == "CN=alice@example.test")
        #expect(facts.uris == ["sip:alice@example.test", "pres:alice@example.test", "im:alice@example.test"])
        #expect(facts.keyUsage == [.digitalSignature, .keyAgreement])
        #expect(facts.extendedKeyUsage == ["1.3.6.1.5.5.7.3.4"])
        #expect(!facts.isCertificationAuthority)
        #expect(facts.notBefore == now && facts.notAfter == now + 365 * 86_400 - 1)
        #expect(facts.subjectKeyIdentifier?.count == 20)
    }

    @Test(
        "a certificate's key is consistent with its own private number only",
        arguments: [KeyAlgorithm.p256, .p384])
    func soundness(algorithm: KeyAlgorithm) throws {
        let curve = try #require(algorithm.curve)
        let keys = try (0..<2).map { _ in try PrivateKey.generate(algorithm) }
        let certificate = try authority.issue(
            alice, for: keys[0], validity: CertificateValidity(from: now, days: 1))
        #expect(keys[0].isConsistent(with: certificate) && !keys[1].isConsistent(with: certificate))
        let ders = try keys.map { try $0.der().copied() }
        let end = ders[0].count - curve.pointOctets - 4
        let number = end - curve.fieldOctets..<end
        let mixed = ders[0][..<number.lowerBound] + ders[1][number] + ders[0][number.upperBound...]
        let key = try PrivateKey(der: SecretOctets(Array(mixed)), algorithm: algorithm)
        #expect(key.matches(certificate) && !key.isConsistent(with: certificate))
    }

    @Test("an RSA key is consistent with its certificate")
    func soundRSA() throws {
        let key = try PrivateKey.generate(.rsa(bits: 2048))
        let certificate = try authority.issue(
            alice, for: key, validity: CertificateValidity(from: now, days: 1))
        #expect(key.isConsistent(with: certificate) && !self.key.isConsistent(with: certificate))
    }

    @Test("gives an RSA key encipherment instead of agreement")
    func keyEncipherment() throws {
        let key = try PrivateKey.generate(.rsa(bits: 2048))
        let validity = CertificateValidity(from: now, days: 1)
        let facts = try authority.issue(alice, for: key, validity: validity).facts
        #expect(facts.keyUsage == [.digitalSignature, .keyEncipherment])
    }

    @Test(
        "issues for one use only if the profile says so",
        arguments: [KeyAlgorithm.p256, .p384, .rsa(bits: 2048)])
    func usage(algorithm: KeyAlgorithm) throws {
        let key = try PrivateKey.generate(algorithm)
        let validity = CertificateValidity(from: now, days: 1)
        let encipherment: KeyUsage = algorithm.isRSA ? .keyEncipherment : .keyAgreement
        let expected: [CertificateProfile.Usage: KeyUsage] = [
            .sign: .digitalSignature, .encrypt: encipherment, .both: [.digitalSignature, encipherment],
        ]
        for (usage, keyUsage) in expected {
            let user = CertificateProfile.user(
                address: "alice@example.test", uris: ["sip:alice@example.test"], usage: usage)
            let domain = CertificateProfile.domain("example.test", uri: "sip:example.test", usage: usage)
            for profile in [user, domain] {
                #expect(try authority.issue(profile, for: key, validity: validity).facts.keyUsage == keyUsage)
            }
        }
    }

    @Test("issues a domain's certificate with id-kp-sipDomain")
    func domain() throws {
        let profile = CertificateProfile.domain("example.test", uri: "sip:example.test")
        let validity = CertificateValidity(from: now, days: 1)
        let facts = try authority.issue(profile, for: key, validity: validity).facts
        #expect(facts.uris == ["sip:example.test"])
        #expect(facts.extendedKeyUsage == ["1.3.6.1.5.5.7.3.20"])
    }

    @Test("issues certificates that its own trust anchor verifies, with keys of every kind")
    func path() throws {
        for algorithm in [KeyAlgorithm.p256, .p384, .rsa(bits: 2048)] {
            let authority = try CertificateAuthority.make(
                .testAuthority(domain: "example.test", keys: .secret), key: algorithm,
                validity: CertificateValidity(from: now, days: 30))
            let certificate = try authority.issue(
                alice, for: key, validity: CertificateValidity(from: now, days: 1))
            let anchors = try TrustAnchors([authority.certificate])
            #expect(try anchors.verify(certificate, at: now).anchor == authority.certificate)
            #expect(throws: CMSError.self) { try anchors.verify(certificate, at: now + 86_400) }
        }
    }

    @Test("is an authority that may only sign certificates and CRLs")
    func authorityCertificate() {
        #expect(authority.certificate.facts.isCertificationAuthority)
        #expect(authority.certificate.facts.keyUsage == [.keyCertSign, .cRLSign])
        #expect(!authority.certificate.isTestAuthorityWithPublishedKeys)
    }

    @Test("says permanently in its name that its keys are public")
    func publishedKeys() throws {
        let published = try CertificateAuthority.make(
            .testAuthority(domain: "example.test", keys: .published), key: .p256,
            validity: CertificateValidity(from: now, days: 30))
        #expect(try Certificate(der: published.certificate.der).isTestAuthorityWithPublishedKeys)
    }

    @Test("never repeats a serial number, and every one has 16 octets and is positive")
    func serialNumbers() throws {
        var seen: Set<String> = []
        for _ in 0..<50 {
            let certificate = try authority.issue(
                alice, for: key, validity: CertificateValidity(from: now, days: 1))
            let serial = certificate.facts.serialNumber
            #expect(serial.count == 32 && serial < "80")
            #expect(seen.insert(serial).inserted)
        }
    }

    @Test("leaves the subject empty, and the names critical, for an address longer than a common name")
    func longAddress() throws {
        let address = String(repeating: "a", count: 60) + "@example.test"
        let profile = CertificateProfile.user(address: address, uris: ["sip:\(address)"])
        let certificate = try authority.issue(
            profile, for: key, validity: CertificateValidity(from: now, days: 1))
        #expect(certificate.facts.subject.isEmpty)
        // 2.5.29.17 and BOOLEAN TRUE
        let critical: [UInt8] = [0x06, 0x03, 0x55, 0x1D, 0x11, 0x01, 0x01, 0xFF]
        #expect(Data(certificate.der).range(of: Data(critical)) != nil)
    }

    @Test("refuses a certificate that would outlive the authority's own")
    func outlives() {
        let end = authority.certificate.facts.notAfter
        #expect(throws: CMSError.outlivesIssuer(notAfter: end)) {
            try authority.issue(alice, for: key, validity: CertificateValidity(from: now, to: end + 1))
        }
    }

    @Test("issues nothing after it has expired")
    func expired() {
        let end = authority.certificate.facts.notAfter
        for start in [end, end + 86_400] {
            #expect(throws: CMSError.expired(authority.certificate, at: start)) {
                try authority.issue(alice, for: key, validity: CertificateValidity(from: start, days: 1))
            }
        }
    }

    @Test("refuses a key that is not its certificate's")
    func mismatch() {
        #expect(throws: CMSError.keyDoesNotMatchCertificate) {
            try CertificateAuthority(certificate: authority.certificate, key: key)
        }
    }
}

import CMS
import CertStore
import Foundation
import TestSupport
import Testing

@Suite("CertStore, lookups")
struct LookupTests {
    private let fixture: StoreFixture
    private let key: PrivateKey
    private let now = StoreFixture.now
    private var store: CertStore { fixture.store }

    init() throws {
        fixture = try StoreFixture()
        key = try PrivateKey.generate(.p256)
    }

    private func issue(from start: Double = 0) throws -> Certificate {
        try fixture.authority.issue(
            .user(address: "alice@example.test", uris: [StoreFixture.alice]), for: key,
            validity: CertificateValidity(from: now + start, days: 10))
    }

    private func octets(_ digits: String) throws -> [UInt8] {
        try stride(from: 0, to: digits.count, by: 2).map {
            try #require(UInt8(digits.dropFirst($0).prefix(2), radix: 16))
        }
    }

    @Test("a serial number is found by its octets, each of which has two digits in the store")
    func serialNumbers() throws {
        // Serial numbers are random: 64 of them have every kind of octet, and one has 0x0F soon.
        var certificates: [Certificate] = []
        var hasSmallOctet = false
        while certificates.count < 64 || !hasSmallOctet {
            let certificate = try issue()
            certificates.append(certificate)
            if try octets(certificate.facts.serialNumber).contains(0x0F) { hasSmallOctet = true }
        }
        try store.add(certificates.map { ($0, [StoreFixture.alice], nil) })
        for certificate in certificates {
            let identifier = CertificateIdentifier.issuerAndSerialNumber(
                issuer: certificate.facts.issuerDER, serialNumber: try octets(certificate.facts.serialNumber))
            #expect(try store.certificates(identifiedBy: identifier).map(\.certificate) == [certificate])
        }
    }

    @Test(
        "of certificates with one key identifier the newest comes first, and of the same second the last filed"
    )
    func order() throws {
        let certificates = try [0, 60, 60, 30].map { try issue(from: $0) }
        for certificate in certificates { try store.add(certificate, uris: [StoreFixture.alice]) }
        let expected = [2, 1, 3, 0].map { certificates[$0] }
        let identifier = try #require(certificates[0].facts.subjectKeyIdentifier)
        let found = try store.certificates(identifiedBy: .subjectKeyIdentifier(identifier))
        #expect(found.map(\.certificate) == expected)
        #expect(try store.certificates(forURI: StoreFixture.alice).map(\.certificate) == expected)
        #expect(try store.certificates().map(\.certificate) == expected)
        for other in [[], [0], identifier + [0], Array(identifier.dropLast())] {
            #expect(try store.certificates(identifiedBy: .subjectKeyIdentifier(other)).isEmpty)
        }
    }

    @Test("a passphrase that opened the keys once does not make another one open them")
    func passphrases() throws {
        let certificate = try issue()
        try store.add(certificate, uris: [StoreFixture.alice], key: key)
        let (old, new) = (StoreFixture.passphrase, SecretOctets("battery staple"))
        _ = try store.changePassphrase(from: nil, to: old)
        _ = try store.privateKey(of: certificate, passphrase: old)
        #expect(throws: CertStoreError.wrongPassphrase) {
            try store.privateKey(of: certificate, passphrase: new)
        }
        let other = try CertStore.open(fixture.path)
        #expect(try other.changePassphrase(from: old, to: new).keys == 1)
        #expect(throws: CertStoreError.wrongPassphrase) {
            try store.privateKey(of: certificate, passphrase: old)
        }
        #expect(try store.privateKey(of: certificate, passphrase: new).matches(certificate))
    }
}

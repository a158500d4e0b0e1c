import CMS
import CertStore
import Foundation
import TestSupport
import Testing

@Suite("CertStore, certificates")
struct CertificatesTests {
    private let fixture: StoreFixture
    private var store: CertStore { fixture.store }

    init() throws { fixture = try StoreFixture() }

    @Test("finds a certificate under exactly the URIs it was filed under")
    func uris() throws {
        let alice = try fixture.issue("alice")
        try store.add(
            alice.certificate, uris: [StoreFixture.alice, "sips:alice@example.test"], key: alice.key)
        let found = try store.certificates(forURI: StoreFixture.alice)
        #expect(found.map(\.certificate) == [alice.certificate])
        #expect(found.first?.uris == [StoreFixture.alice, "sips:alice@example.test"])
        #expect(found.first?.hasPrivateKey == true)
        #expect(try store.certificates(forURI: "sips:alice@example.test").count == 1)
        #expect(try store.certificates(forURI: "sip:Alice@example.test").isEmpty)
        #expect(try store.certificates(forURI: "pres:alice@example.test").isEmpty)
    }

    @Test("finds a certificate under URIs of several addresses, and only while it is filed there")
    func addresses() throws {
        let alice = try fixture.issue("alice")
        let uris = [StoreFixture.alice, "pres:alice@example.test", "sip:al@example.test", "tel:+15550100"]
        try store.add(alice.certificate, uris: [uris[2]])
        try store.add(alice.certificate, uris: uris)
        for uri in uris {
            #expect(try store.certificates(forURI: uri).map(\.uris) == [uris.sorted()])
            #expect(try store.records(forURI: uri).map(\.der) == [alice.certificate.der])
        }
        let new = try fixture.issue("alice")
        try store.add(new.certificate, uris: [uris[1], uris[2]], inPlaceOf: [alice.certificate])
        #expect(
            try uris.map { try store.certificates(forURI: $0).map(\.certificate) } == [
                [alice.certificate], [new.certificate], [new.certificate], [alice.certificate],
            ])
        try store.add(alice.certificate, uris: [uris[2]])
        #expect(try store.certificates(forURI: uris[2]).count == 2)
        #expect(try store.check().defects.isEmpty)
    }

    @Test("does not find a certificate under a part of its URI")
    func odd() throws {
        let alice = try fixture.issue("alice")
        let uris = [
            "sip:alice@example.test sips:alice@example.test", "", "x:\u{301}y", "sip:a\u{301}@example.test",
        ]
        try store.add(alice.certificate, uris: uris)
        for uri in uris { #expect(try store.records(forURI: uri).count == 1, "\(uri)") }
        let others = [
            StoreFixture.alice, "sips:alice@example.test", "sip:\u{E1}@example.test", " ", "x:", "sip:",
        ]
        for uri in others { #expect(try store.records(forURI: uri).isEmpty, "\(uri)") }
    }

    @Test("finds all certificates of one URI, also more than are clustered there")
    func crowded() throws {
        let key = try PrivateKey.generate(.p256)
        let profile = CertificateProfile.user(address: "alice@example.test", uris: [StoreFixture.alice])
        let certificates = try (0..<260).map { _ in
            try fixture.authority.issue(
                profile, for: key, validity: CertificateValidity(from: StoreFixture.now, days: 1))
        }
        try store.add(certificates.map { ($0, [StoreFixture.alice], nil) })
        let found = try store.certificates(forURI: StoreFixture.alice)
        #expect(found.count == 260 && Set(found.map(\.certificate)) == Set(certificates))
        try store.remove(certificates[0])
        try store.remove(certificates[259])
        #expect(try store.certificates(forURI: StoreFixture.alice).count == 258)
        #expect(try store.check().defects.isEmpty)
    }

    @Test("returns the certificate with the latest notBefore first")
    func order() throws {
        let old = try fixture.issue("alice")
        let new = try fixture.issue("alice", from: StoreFixture.now + 86_400)
        for item in [new, old] { try store.add(item.certificate, uris: [StoreFixture.alice]) }
        let found = try store.certificates(forURI: StoreFixture.alice)
        #expect(found.map(\.certificate) == [new.certificate, old.certificate])
    }

    @Test("lets a certificate that is already there gain a key and URIs, and lose neither")
    func again() throws {
        let alice = try fixture.issue("alice")
        try store.add(alice.certificate, uris: [StoreFixture.alice])
        try store.add(alice.certificate, uris: ["sips:alice@example.test"], key: alice.key)
        try store.add(alice.certificate, uris: [StoreFixture.alice])
        let found = try store.certificates()
        #expect(found.count == 1 && found[0].hasPrivateKey && found[0].uris.count == 2)
        #expect(try store.privateKey(of: alice.certificate).der().copied() == alice.key.der().copied())
    }

    @Test("finds certificates by issuer and serial number and by key identifier")
    func identifiers() throws {
        let alice = try fixture.issue("alice")
        let bob = try fixture.issue("bob")
        for (item, name) in [(alice, "alice"), (bob, "bob")] {
            try store.add(item.certificate, uris: ["sip:\(name)@example.test"], key: item.key)
        }
        let identifier = try #require(alice.certificate.facts.subjectKeyIdentifier)
        let found = try store.certificates(identifiedBy: .subjectKeyIdentifier(identifier))
        #expect(found.map(\.certificate) == [alice.certificate])
        let serialNumber = try #require(Self.octets(bob.certificate.facts.serialNumber))
        let issuer = Self.name(of: fixture.authority.certificate)
        let named = try store.certificates(
            identifiedBy: .issuerAndSerialNumber(issuer: issuer, serialNumber: serialNumber))
        #expect(named.map(\.certificate) == [bob.certificate])
        let other = try store.certificates(
            identifiedBy: .issuerAndSerialNumber(issuer: [0x30, 0], serialNumber: serialNumber))
        #expect(other.isEmpty)
    }

    @Test("refuses an authority's certificate, a certificate without a URI and a key of another")
    func refusals() throws {
        let alice = try fixture.issue("alice")
        let authority = fixture.authority.certificate
        #expect(throws: CertStoreError.authorityAsSubscriber(subject: authority.facts.subject)) {
            try store.add(authority, uris: [StoreFixture.alice])
        }
        #expect(throws: CertStoreError.noURI(subject: "CN=alice@example.test")) {
            try store.add(alice.certificate, uris: [])
        }
        #expect(throws: CertStoreError.keyDoesNotMatchCertificate) {
            try store.add(alice.certificate, uris: [StoreFixture.alice], key: fixture.authority.key)
        }
        #expect(try store.certificates().isEmpty)
    }

    @Test("stores the authorities that came with a certificate, and trusts none of them")
    func chain() throws {
        let alice = try fixture.issue("alice")
        try store.add(
            alice.certificate, uris: [StoreFixture.alice], chain: [fixture.authority.certificate])
        #expect(try store.authorities() == [fixture.authority.certificate])
        #expect(try store.trustAnchors().isEmpty)
        #expect(try store.certificates().count == 1)
    }

    @Test("removes a certificate with its key, but not the trust in it")
    func remove() throws {
        let alice = try fixture.issue("alice")
        try store.add(alice.certificate, uris: [StoreFixture.alice], key: alice.key)
        try store.trust(alice.certificate)
        try store.remove(alice.certificate)
        #expect(try store.certificates(forURI: StoreFixture.alice).isEmpty)
        #expect(throws: CertStoreError.noPrivateKey(fingerprint: alice.certificate.fingerprint)) {
            try store.privateKey(of: alice.certificate)
        }
        #expect(try store.trustAnchors().map(\.certificate) == [alice.certificate])
    }

    @Test("stores everything that eight writers add at the same time, each with its own connection")
    func writers() async throws {
        let path = fixture.path
        let authority = fixture.authority
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    let store = try CertStore.open(path)
                    for number in 0..<10 {
                        let key = try PrivateKey.generate(.p256)
                        let uri = "sip:user-\(writer)-\(number)@example.test"
                        let certificate = try authority.issue(
                            .user(address: "user", uris: [uri]), for: key,
                            validity: CertificateValidity(from: StoreFixture.now, days: 1))
                        try store.add(certificate, uris: [uri], key: key)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try store.certificates().count == 80)
    }

    private static func octets(_ digits: String) -> [UInt8]? {
        let pairs = stride(from: 0, to: digits.count, by: 2).map { offset in
            UInt8(digits.dropFirst(offset).prefix(2), radix: 16)
        }
        return pairs.contains(nil) ? nil : pairs.compactMap { $0 }
    }

    /// DER of the subject "O=smime-presence test CA, CN=CA of example.test".
    private static func name(of certificate: Certificate) -> [UInt8] {
        func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] { [tag, UInt8(content.count)] + content }
        func attribute(_ last: UInt8, _ text: String) -> [UInt8] {
            let value = element(0x06, [0x55, 0x04, last]) + element(0x0C, Array(text.utf8))
            return element(0x31, element(0x30, value))
        }
        return element(0x30, attribute(10, "smime-presence test CA") + attribute(3, "CA of example.test"))
    }
}

import TestSupport
import Testing

@testable import CMS

@Suite("Certificates that cannot be read")
struct UnusableCertificateTests {
    private func failure(_ der: [UInt8]) -> UnusableCertificate? {
        if case .failure(let failure) = Certificate.reading(der: der) { failure } else { nil }
    }

    @Test("are named, with the reason")
    func reasons() throws {
        let alice = try TestLab.shared().identity(.alice).certificate
        #expect(Certificate.reading(der: alice.der) == .success(alice))
        let broken = try failure(AlternativeNames.der(value: [0x30, 0x03, 0x86, 0x05, 0x61]))
        #expect(broken?.serialNumber == alice.facts.serialNumber)
        #expect(
            broken?.description.hasSuffix(
                "with serial \(alice.facts.serialNumber): its extension X509v3 Subject Alternative Name cannot be read"
            )
                == true)
        var twice = try DERNode(parsing: alice.der)
        let names = try #require(twice[0, 7, 0].elements.first { $0[0].octets == [0x55, 0x1D, 0x11] })
        twice[0, 7, 0].elements.append(names)
        #expect(failure(twice.der)?.reason == .repeatedExtension("X509v3 Subject Alternative Name"))
        #expect(failure(alice.der + [0])?.reason == .notACertificate)
        #expect(failure([])?.description == "a certificate: its octets are not a certificate")
    }

    @Test("and libcrypto's trusted certificates are read without its trust settings")
    func trusted() throws {
        let alice = try TestLab.shared().identity(.alice).certificate
        #expect(Certificate.reading(trustedDER: alice.der + [0x30, 0x00]) == .success(alice))
        #expect(Certificate.reading(trustedDER: [0x30, 0x05]) != .success(alice))
    }
}

import Foundation
import TestSupport
import Testing

@testable import CMS

@Suite("PKCS12")
struct PKCS12Tests {
    private let now = Date(timeIntervalSince1970: 1_795_435_200)

    @Test("reads back what it wrote, refuses a wrong password and anything else")
    func roundTrip() throws {
        let authority = try CertificateAuthority.make(
            .testAuthority(domain: "example.test", keys: .held), key: .p256,
            validity: CertificateValidity(from: now, days: 30))
        let key = try PrivateKey.generate(.p256)
        let certificate = try authority.issue(
            .domain("example.test", uri: "sip:example.test"), for: key,
            validity: CertificateValidity(from: now, days: 1))
        let password = SecretOctets("pässword")
        let file = PKCS12(certificate: certificate, key: key, chain: [authority.certificate])
        let der = try file.der(password: password)
        #expect(PKCS12.isLikely(der.copied()) && !PKCS12.isLikely(certificate.der))

        let read = try PKCS12.read(der: der, password: password)
        #expect(read.certificate == certificate && read.chain == [authority.certificate])
        #expect(try read.key?.der().copied() == key.der().copied())
        #expect(throws: CMSError.wrongPassphrase) { try PKCS12.read(der: der, password: SecretOctets("")) }
        #expect(throws: CMSError.malformed(.pkcs12)) {
            try PKCS12.read(der: SecretOctets(certificate.der), password: password)
        }
        for length in stride(from: 0, to: der.count, by: 37) {
            let cut = SecretOctets(Array(der.copied()[..<length]))
            #expect(throws: CMSError.self) { try PKCS12.read(der: cut, password: password) }
        }
    }
}

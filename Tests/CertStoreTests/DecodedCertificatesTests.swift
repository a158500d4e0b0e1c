import Testing

@testable import CMS
@testable import CertStore

@Suite("The cache of decoded certificates")
struct DecodedCertificatesTests {
    private let decoded = DecodedCertificates()
    private let certificate: Certificate

    init() throws { certificate = try StoreFixture().authority.certificate }

    private func find(_ row: Int64) throws -> Certificate.Storage {
        try decoded.certificate(certificate.der, row: row).storage
    }

    @Test("a certificate that is used again and again is decoded once, however many others come between")
    func busy() throws {
        let first = try find(0)
        for row in 1...6000 {
            _ = try find(Int64(row))
            if row.isMultiple(of: 1000) { #expect(try find(0) === first, "after \(row)") }
        }
    }

    @Test("unused certificates are dropped, the oldest first, so that memory is bounded")
    func forgotten() throws {
        let first = try find(0)
        for row in 1...5000 { _ = try find(Int64(row)) }
        let last = try find(5000)
        #expect(try find(5000) === last)
        #expect(try find(0) !== first)
    }

    @Test("a row with other octets than before is decoded again")
    func replaced() throws {
        let old = try find(7)
        let other = try StoreFixture().authority.certificate
        #expect(other.der != certificate.der)
        #expect(try decoded.certificate(other.der, row: 7) == other)
        #expect(try find(7) !== old)
    }
}

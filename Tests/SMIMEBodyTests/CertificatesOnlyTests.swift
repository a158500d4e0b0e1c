import CMS
import MIME
import SMIMEBody
import TestSupport
import Testing

@Suite("CertificatesOnly")
struct CertificatesOnlyTests {
    private let lab: TestLab
    private let chain: [Certificate]

    init() throws {
        lab = try TestLab.shared()
        chain = [try lab.identity(.alice).certificate, lab.authority.certificate]
    }

    @Test("is an entity of its own type, from which the same certificates are read")
    func roundTrip() throws {
        for encoding in [ProtectionOptions.TransferEncoding.base64, .binary] {
            let entity = try CertificatesOnly.entity(chain, transferEncoding: encoding)
            let type = try #require(try entity.contentType())
            #expect(type.mediaType == "application/pkcs7-mime" && type["smime-type"] == "certs-only")
            let received = try MIMEEntity.parse(entity.octets)
            #expect(try CertificatesOnly.certificates(in: received) == chain)
            #expect(try Inspection(of: received).certificates == chain.map(\.der))
        }
        let der = try ContentInfo.der(ofCertificatesOnly: chain)
        #expect(try CertificatesOnly.certificates(der: der) == chain)
    }

    @Test("is neither empty nor larger than the limit for reading")
    func bounds() throws {
        #expect(throws: SMIMEError.self) { try CertificatesOnly.entity([]) }
        let most = Array(repeating: chain[0], count: 16)
        #expect(try CertificatesOnly.certificates(in: CertificatesOnly.entity(most))?.count == 16)
        #expect(throws: SMIMEError.malformed(.cms(.tooMany(.certificate, limit: 16)))) {
            try CertificatesOnly.entity(most + [chain[0]])
        }
    }

    @Test("is not found in signed, enveloped, plain or broken content")
    func others() throws {
        let plain = MIMEEntity(
            headerFields: [try HeaderField(name: "Content-Type", value: "text/plain")], body: [1])
        #expect(try CertificatesOnly.certificates(in: plain) == nil)
        let signer = try Signer(certificate: lab.identity(.alice).certificate, key: lab.identity(.alice).key)
        let signed = try signer.sign([1, 2], form: .opaque, signingTime: TestLab.now)
        #expect(try CertificatesOnly.certificates(der: signed) == nil)
        let der = try ContentInfo.der(ofCertificatesOnly: chain)
        for length in stride(from: 0, to: der.count, by: 31) {
            #expect(throws: SMIMEError.self) {
                try CertificatesOnly.certificates(der: Array(der[..<length]))
            }
        }
        var broken = try DERNode(parsing: der)
        broken[1, 0, 3, 0] = DERNode(0x30, elements: [])
        #expect(throws: SMIMEError.malformed(.cms(.malformed(.certificate)))) {
            try CertificatesOnly.certificates(der: broken.der)
        }
    }
}

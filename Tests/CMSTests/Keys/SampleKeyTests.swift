import Foundation
import TestSupport
import Testing

@testable import CMS

/// The sample certificates and keys of RFC 9216: Tests/Vectors/rfc9216/verdicts.tsv.
@Suite("Sample keys of RFC 9216")
struct SampleKeyTests {
    private static func rows() throws -> [[String]] {
        try Vectors.table("rfc9216/verdicts.tsv", columns: 6)
    }

    private static func certificate(_ number: String) throws -> Certificate {
        try Certificate.certificates(pem: Vectors.octets("rfc9216/\(file(number))"))[0]
    }

    private static func file(_ number: String) throws -> String {
        try #require(try Vectors.names(in: "rfc9216").first { $0.hasPrefix("\(number)_") })
    }

    @Test("match their table", arguments: try Self.rows())
    func row(fields: [String]) throws {
        let certificate = try Self.certificate(fields[1])
        #expect(certificate.facts.key.name == fields[3])
        #expect(certificate.facts.subject.contains("CN=\(fields[0])"))
        let key = try PrivateKey(pem: SecretOctets(Vectors.octets("rfc9216/\(Self.file(fields[2]))")))
        #expect(key.matches(certificate))
        let anchors = try TrustAnchors([Self.certificate(fields[4])])
        #expect(try anchors.verify(certificate, at: TestLab.now).certificates.count == 2)
        #expect(key.isConsistent(with: certificate))
        let signs = (try? Signer(certificate: certificate, key: key)) != nil
        #expect(signs == (fields[5] == "signs"))
        let encrypts = (try? Enveloper(cipher: .aes256GCM, recipients: [certificate])) != nil
        #expect(encrypts == (fields[3] == "X25519" || fields[3] == "RSA-2048"))
    }

    @Test(
        "are read from PKCS#12 with the passwords of the RFC",
        arguments: [
            ("08", "alice"), ("13", "bob"), ("21", "carlos"), ("26", "dana"),
        ])
    func pkcs12(number: String, password: String) throws {
        let der = try SecretOctets(Vectors.octets("rfc9216/\(Self.file(number))"))
        let read = try PKCS12.read(der: der, password: SecretOctets(password))
        #expect(read.key?.matches(read.certificate) == true)
        #expect(throws: CMSError.wrongPassphrase) { try PKCS12.read(der: der, password: SecretOctets("no")) }
    }
}

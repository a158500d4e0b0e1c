import TestSupport
import Testing

@testable import CMS

@Suite("Keys for RSASSA-PSS only")
struct RSASSAPSSKeyTests {
    private func signed(_ name: String, _ signature: Signer.RSASignature = .pkcs1) throws -> SignedData? {
        let identity = try TestIdentity.odd(name)
        let der = try Signer(certificate: identity.certificate, key: identity.key, rsaSignature: signature)
            .sign(CMSSamples.content, form: .opaque, signingTime: TestLab.now)
        guard case .signedData(let data) = try ContentInfo.read(der) else { return nil }
        _ = try data.verify(signedBy: identity.certificate)
        return data
    }

    @Test(
        "sign with RSASSA-PSS, and with the digest that their parameters name",
        arguments: [("pss", DigestAlgorithm.sha256), ("pss-sha384", .sha384), ("pss-salt", .sha256)])
    func signing(name: String, digest: DigestAlgorithm) throws {
        for signature in Signer.RSASignature.allCases {
            let signer = try #require(try signed(name, signature)).signer
            #expect(signer.signatureAlgorithm.name == "RSA-PSS" && signer.digest == digest)
        }
    }

    @Test(
        "are refused by name if their parameters are weak or unsupported",
        arguments: [
            ("pss-sha1", CMSError.weakAlgorithm("RSASSA-PSS (SHA-1)")),
            ("pss-mask", .unsupportedKey("RSASSA-PSS (sha-256, sha-512 in the mask)")),
            ("pss-sha224", .unsupportedKey("RSASSA-PSS (SHA224)")),
        ])
    func parameters(name: String, error: CMSError) throws {
        let identity = try TestIdentity.odd(name)
        #expect(throws: error) { try Signer(certificate: identity.certificate, key: identity.key) }
        #expect(throws: error) { try identity.certificate.checkSigningKey() }
    }

    @Test("keep their kind when read again, and cannot receive content-encryption keys")
    func storing() throws {
        for name in ["pss", "pss-sha384"] {
            let identity = try TestIdentity.odd(name)
            #expect(identity.certificate.facts.key == .rsaPSS(bits: 2048))
            for algorithm in [nil, KeyAlgorithm.rsaPSS(bits: 2048)] {
                let again = try PrivateKey(der: identity.key.der(), algorithm: algorithm)
                #expect(
                    again.isConsistent(with: identity.certificate) && again.algorithm == .rsaPSS(bits: 2048))
            }
            let secret = SecretOctets("passphrase")
            let sealed = try identity.key.encryptedDER(passphrase: secret)
            #expect(try PrivateKey(encryptedDER: sealed, passphrase: secret).matches(identity.certificate))
            let file = PKCS12(certificate: identity.certificate, key: identity.key, chain: [])
            let read = try PKCS12.read(der: file.der(password: secret), password: secret)
            #expect(read.key?.isConsistent(with: identity.certificate) == true)
            #expect(throws: CMSError.signingKeyOnly("RSASSA-PSS")) {
                try identity.certificate.checkEnvelopingKey()
            }
        }
    }

    @Test("with a salt that does not fit their size are refused by name")
    func longSalt() throws {
        var certificate = try DERNode(parsing: TestIdentity.odd("pss-salt").certificate.der)
        // 64 octets become 512.
        certificate.replaceAll(DERNode(0x02, [64]), by: DERNode(0x02, [2, 0]))
        let changed = try Certificate(der: certificate.der)
        #expect(throws: CMSError.unsupportedKey("RSASSA-PSS (a salt of 512 octets)")) {
            try changed.checkSigningKey()
        }
    }

    @Test("whose private half has other parameters are refused before signing")
    func otherPrivateHalf() throws {
        // The private half of a key for SHA-384, under a certificate that does not restrict the digest.
        let identity = try TestIdentity.odd("pss-sha384")
        var certificate = try DERNode(parsing: identity.certificate.der)
        certificate[0, 6, 0].elements.removeLast()
        let open = try Certificate(der: certificate.der)
        #expect(open.facts.key == .rsaPSS(bits: 2048))
        #expect(throws: CMSError.unsupportedKey("RSASSA-PSS (other parameters in the private key)")) {
            try Signer(certificate: open, key: identity.key)
        }
    }
}

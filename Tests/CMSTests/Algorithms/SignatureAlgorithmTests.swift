import TestSupport
import Testing

@testable import CMS

@Suite("SignatureAlgorithm")
struct SignatureAlgorithmTests {
    /// The SignerInfo of a message whose algorithms were replaced.
    private func read(signature: DERNode, digest: ObjectIdentifier = .sha256) throws -> SignatureAlgorithm {
        var message = try DERNode(parsing: CMSSamples.signed())
        message[1, 0, 4, 0, 2] = identifier(digest)
        message[1, 0, 4, 0, 4] = signature
        return try CMSSamples.signedData(message.der).signer.signatureAlgorithm
    }

    private func identifier(_ algorithm: ObjectIdentifier, _ parameters: DERNode? = nil) -> DERNode {
        DERNode(0x30, elements: [DERNode(0x06, Array(algorithm.octets))] + (parameters.map { [$0] } ?? []))
    }

    private func digest(_ algorithm: ObjectIdentifier) throws -> DigestAlgorithm {
        var reader = DERReader(identifier(algorithm).der[...], structure: .signerInfo)
        return try DigestAlgorithm(AlgorithmIdentifier(next: &reader, in: .signerInfo), in: .signerInfo)
    }

    private func pss(hash: ObjectIdentifier?, mask: ObjectIdentifier?) -> DERNode {
        var fields: [DERNode] = []
        if let hash { fields.append(DERNode(0xA0, elements: [identifier(hash)])) }
        if let mask {
            fields.append(DERNode(0xA1, elements: [identifier(.maskGeneration1, identifier(mask))]))
        }
        return identifier(.rsaPSS, DERNode(0x30, elements: fields))
    }

    @Test(
        "accepts the algorithms of RFC 8551 with the digest they name",
        arguments: [
            (.rsaEncryption, .sha256, "RSA", false), (.sha256WithRSA, .sha256, "RSA", false),
            (.sha384WithRSA, .sha384, "RSA", false), (.sha512WithRSA, .sha512, "RSA", false),
            (.ecdsaWithSHA256, .sha256, "ECDSA", false), (.ecdsaWithSHA384, .sha384, "ECDSA", false),
            (.ecdsaWithSHA512, .sha512, "ECDSA", false), (.ecdsaWithSHA1, .sha1, "ECDSA", true),
            (.sha1WithRSA, .sha1, "RSA", true), (.rsaEncryption, .sha1, "RSA", true),
            (.dsa, .sha256, "DSA", true), (.dsaWithSHA1, .sha1, "DSA", true),
        ] as [(ObjectIdentifier, ObjectIdentifier, String, Bool)])
    func known(algorithm: ObjectIdentifier, digest: ObjectIdentifier, name: String, isWeak: Bool) throws {
        let read = try read(signature: identifier(algorithm), digest: digest)
        #expect(read.name == name && read.isWeak == isWeak)
        #expect(try read.digest == self.digest(digest))
    }

    @Test("refuses an algorithm that names another digest than the SignerInfo, and names both")
    func contradiction() {
        let ecdsa = "ECDSA with sha-256 over the digest sha-512"
        #expect(throws: CMSError.unsupportedAlgorithm(ecdsa, .signatureDigests)) {
            try read(signature: identifier(.ecdsaWithSHA256), digest: .sha512)
        }
        let pss = "RSA-PSS with sha-512 over the digest sha-256"
        #expect(throws: CMSError.unsupportedAlgorithm(pss, .signatureDigests)) {
            try read(signature: self.pss(hash: .sha512, mask: .sha512), digest: .sha256)
        }
    }

    @Test(
        "names unsupported algorithms",
        arguments: [
            ([0x2B, 0x65, 0x71], "ED448"), ([0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 4], "RSA-MD5"),
            ([0x2A, 0x03, 0x04], "1.2.3.4"),
        ] as [([UInt8], String)])
    func unknown(octets: [UInt8], name: String) {
        #expect(throws: CMSError.unsupportedAlgorithm(name, .signature)) {
            try read(signature: identifier(ObjectIdentifier(octets)))
        }
    }

    @Test("reads PSS parameters, in which absent fields mean SHA-1 (RFC 4056 §3)")
    func pssParameters() throws {
        #expect(try read(signature: pss(hash: .sha256, mask: .sha256)).name == "RSA-PSS")
        #expect(try read(signature: pss(hash: nil, mask: nil), digest: .sha1).isWeak)
        #expect(throws: CMSError.malformed(.signerInfo)) {
            try read(signature: identifier(.rsaPSS, DERNode(0x05, [])))
        }
    }

    @Test(
        "names both digests of PSS parameters that have two, and reports missing parameters (RFC 4056 §3)"
    )
    func pssWithTwoDigests() {
        for (signature, name) in [
            (pss(hash: .sha256, mask: nil), "RSA-PSS with sha-256 and sha-1 in the mask"),
            (pss(hash: nil, mask: .sha256), "RSA-PSS with sha-1 and sha-256 in the mask"),
            (identifier(.rsaPSS), "RSA-PSS without parameters"),
        ] {
            #expect(throws: CMSError.unsupportedAlgorithm(name, .signatureDigests)) {
                try read(signature: signature)
            }
        }
    }

    @Test("accepts no parameters or NULL, for the digest as for the signature (RFC 5754 §2, §3)")
    func parameters() throws {
        let null = DERNode(0x05, [])
        #expect(try read(signature: identifier(.ecdsaWithSHA256, null)).name == "ECDSA")
        for parameters in [DERNode(0x04, [1, 2, 3]), DERNode(0x05, [0]), DERNode(0x30, elements: [])] {
            #expect(throws: CMSError.malformed(.signerInfo)) {
                try read(signature: identifier(.ecdsaWithSHA256, parameters))
            }
            var message = try DERNode(parsing: CMSSamples.signed())
            message[1, 0, 4, 0, 2] = identifier(.sha256, parameters)
            #expect(throws: CMSError.malformed(.signerInfo)) { try CMSSamples.signedData(message.der) }
        }
    }

    @Test("is refused if the certificate's key is of another kind")
    func otherKind() throws {
        let alice = try TestLab.shared().identity(.alice)
        var message = try DERNode(parsing: CMSSamples.signed())
        message[1, 0, 4, 0, 4] = identifier(.sha256WithRSA)
        #expect(throws: CMSError.badSignature) {
            try CMSSamples.signedData(message.der).verify(signedBy: alice.certificate)
        }
    }

    @Test("is weak with SHA-1 and under short RSA keys, unless weak ones are allowed")
    func weak() throws {
        let short = try TestIdentity.odd("rsa1024")
        let info = try Certificate.certificates(pem: Vectors.octets("rfc6216/certs/eku.fluffy.pem"))[0]
        let sha1 = try CMSSamples.signedData(Vectors.octets("rfc6216/blobs/smime-msg.p7s.der"))
        let content = try Vectors.octets("rfc6216/blobs/smime-msg.signed-content.bin")
        #expect(throws: CMSError.weakAlgorithm("RSA with sha-1")) {
            try sha1.verify(signedBy: info, detachedContent: content)
        }
        _ = try sha1.verify(signedBy: info, detachedContent: content, strength: .anyIncludingWeak)
        #expect(throws: CMSError.weakAlgorithm("RSA-1024")) {
            try CMSSamples.signedData(CMSSamples.signed()).verify(signedBy: short.certificate)
        }
    }
}

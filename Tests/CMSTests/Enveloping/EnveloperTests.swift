import TestSupport
import Testing

@testable import CMS

@Suite("Enveloper")
struct EnveloperTests {
    private static let allowedCiphers = ContentCipher.allCases.filter { !$0.isWeak }

    @Test(
        "creates envelopes that the recipient opens, with every key and cipher",
        arguments: TestLab.algorithms,
        allowedCiphers)
    func roundTrip(algorithm: KeyAlgorithm, cipher: ContentCipher) throws {
        let octets = try CMSSamples.enveloped(cipher, for: algorithm)
        let data = try CMSSamples.envelopedData(octets)
        #expect(data.cipher == cipher && data.kind == (cipher.isAuthenticated ? .authEnveloped : .enveloped))
        #expect(data.recipients.map(\.keyManagement) == [algorithm.isRSA ? .rsaOAEP : .ecdhSHA256KDF])
        #expect(try CMSSamples.decrypt(octets, with: algorithm) == CMSSamples.content)
    }

    @Test("carries any number of octets, none included", arguments: [0, 1, 15, 16, 17, 4096, 200_000])
    func sizes(count: Int) throws {
        let content = [UInt8](repeating: 0x61, count: count)
        let bob = try TestLab.shared().identity(.bob)
        for cipher in [ContentCipher.aes256GCM, .aes256CBC] {
            let octets = try Enveloper(cipher: cipher, recipients: [bob.certificate]).envelope(content)
            #expect(try CMSSamples.decrypt(octets) == content)
        }
    }

    @Test("never uses a key twice")
    func fresh() throws {
        let messages = try (0..<20).map { _ in try DERNode(parsing: CMSSamples.enveloped())[1, 0] }
        #expect(Set(messages.map { $0[2, 2].octets }).count == 20)
        #expect(Set(messages.map { $0[2, 1, 1, 0].octets }).count == 20)
        #expect(messages.allSatisfy { $0[2, 1, 1, 0].octets.count == 12 && $0[3].octets.count == 16 })
    }

    @Test("creates DER that libcrypto's own CMS encodes identically, with its recipients in order")
    func encoding() throws {
        let lab = try TestLab.shared()
        let recipients = try TestLab.algorithms.map { try lab.identity(.bob, $0).certificate }
        for cipher in Self.allowedCiphers {
            for transport in Enveloper.RSAKeyTransport.allCases
            where cipher != .chaCha20Poly1305 || transport != .pkcs1 {
                let octets = try Enveloper(
                    cipher: cipher, recipients: recipients, rsaKeyTransport: transport
                ).envelope(CMSSamples.content)
                #expect(try CMSObject.reading(octets).der() == octets)
            }
        }
    }

    @Test("is opened by libcrypto's own CMS, for every kind of key", arguments: TestLab.algorithms)
    func openedByLibcrypto(algorithm: KeyAlgorithm) throws {
        let bob = try TestLab.shared().identity(.bob, algorithm)
        // Its CMS of release 3.0 has no ChaCha20-Poly1305.
        for cipher in Self.allowedCiphers where cipher != .chaCha20Poly1305 {
            let data = try CMSSamples.envelopedData(CMSSamples.enveloped(cipher, for: algorithm))
            let recipient = try #require(data.recipients.first)
            let content = try data.decryptByCMS(for: recipient, certificate: bob.certificate, key: bob.key)
            #expect(content == CMSSamples.content)
        }
    }

    @Test("refuses an empty list of recipients, 3DES, weak keys and unsupported kinds of keys")
    func refusals() throws {
        let bob = try TestLab.shared().identity(.bob).certificate
        #expect(throws: CMSError.noCertificate) { try Enveloper(cipher: .aes256GCM, recipients: []) }
        #expect(throws: CMSError.unsupportedAlgorithm("des-ede3-cbc", .contentEncryption)) {
            try Enveloper(cipher: .tripleDESCBC, recipients: [bob])
        }
        let short = try TestIdentity.odd("rsa1024").certificate
        #expect(throws: CMSError.weakAlgorithm("RSA-1024")) {
            try Enveloper(cipher: .aes256GCM, recipients: [bob, short])
        }
        let carlos = try Certificate.certificates(
            pem: Vectors.octets(
                "rfc9216/17_sec7.1_Carlos_s_Signature_Verification_End_Entity_Certificate_certificate.pem"))
        #expect(throws: CMSError.signingKeyOnly("Ed25519")) {
            try Enveloper(cipher: .aes256GCM, recipients: carlos)
        }
        // id-RSASSA-PSS in place of rsaEncryption.
        let rsa = try TestLab.shared().identity(.bob, .rsa(bits: 2048)).certificate
        var signing = try DERNode(parsing: rsa.der)
        signing[0, 6, 0].elements = [DERNode(0x06, [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 10])]
        let pss = try Certificate(der: signing.der)
        #expect(throws: CMSError.signingKeyOnly("RSASSA-PSS")) {
            try Enveloper(cipher: .aes256GCM, recipients: [pss])
        }
        #expect(try Enveloper(cipher: .aes256GCM, recipients: [bob, bob]).recipients == [bob])
    }

    @Test("is not opened with another key, whatever recipient it names")
    func wrongKey() throws {
        let lab = try TestLab.shared()
        for algorithm in TestLab.algorithms {
            let bob = try lab.identity(.bob, algorithm)
            let alice = try lab.identity(.alice, algorithm)
            for cipher in [ContentCipher.aes256GCM, .aes256CBC] {
                let mixed = TestIdentity(certificate: bob.certificate, key: alice.key)
                let octets = try CMSSamples.enveloped(cipher, for: algorithm)
                // RSA continues with a random key, so that padding fits once in a few hundred under CBC.
                let opened = try? CMSSamples.decrypt(octets, as: mixed)
                #expect(opened != CMSSamples.content && (opened == nil || !cipher.isAuthenticated))
            }
        }
    }
}

import TestSupport
import Testing

@testable import CMS

@Suite("PrivateKey, read")
struct PrivateKeyReadingTests {
    private static let algorithms: [KeyAlgorithm] = [
        .p256, .p384, .p521, .rsa(bits: 2048), .ed25519, .x25519,
    ]

    private func key(_ algorithm: KeyAlgorithm) throws -> PrivateKey {
        // RSA keys take time to generate.
        guard algorithm.isRSA else { return try .generate(algorithm) }
        return try TestLab.shared().identity(.alice, algorithm).key
    }

    @Test("is the same by its own kind, by every other and without any", arguments: algorithms)
    func everyKind(algorithm: KeyAlgorithm) throws {
        let key = try key(algorithm)
        let der = try key.der()
        #expect(key.algorithm == algorithm)
        let named = try PrivateKey(der: der, algorithm: algorithm)
        #expect(try named.algorithm == algorithm && named.der().isEqual(to: der))
        #expect(try named.publicKey.fingerprint == key.publicKey.fingerprint)
        let found = try PrivateKey(der: der)
        #expect(try found.algorithm == algorithm && found.der().isEqual(to: der))
        for other in Self.algorithms where other != algorithm {
            // A wrong hint must not give a key of that kind.
            let read = try? PrivateKey(der: der, algorithm: other)
            #expect(read == nil || read?.algorithm == algorithm, "\(other.name)")
        }
    }

    @Test("is the same through PKCS#8 under a passphrase, in DER and PEM", arguments: algorithms)
    func encrypted(algorithm: KeyAlgorithm) throws {
        let key = try key(algorithm)
        let passphrase = SecretOctets("correct horse")
        let der = try key.encryptedDER(randomSecret: passphrase)
        let read = try PrivateKey(encryptedDER: der, passphrase: passphrase)
        #expect(try read.algorithm == algorithm && read.der().isEqual(to: key.der()))
        let pem = try PEM.encode(der, label: "ENCRYPTED PRIVATE KEY")
        let fromPEM = try PrivateKey(pem: pem, passphrase: passphrase)
        #expect(try fromPEM.der().isEqual(to: key.der()))
        for wrong in ["", "correct horsf", "correct horse "] {
            #expect(throws: CMSError.wrongPassphrase) {
                try PrivateKey(encryptedDER: der, passphrase: SecretOctets(wrong))
            }
        }
    }

    @Test("with a passphrase that has NUL and octets beyond ASCII opens with all of it only")
    func binaryPassphrase() throws {
        let key = try PrivateKey.generate(.p256)
        let passphrase: [UInt8] = [0x61, 0x00, 0xFF, 0x62]
        let der = try key.encryptedDER(randomSecret: SecretOctets(passphrase))
        #expect(
            try PrivateKey(encryptedDER: der, passphrase: SecretOctets(passphrase)).der()
                .isEqual(to: key.der()))
        #expect(throws: CMSError.wrongPassphrase) {
            try PrivateKey(encryptedDER: der, passphrase: SecretOctets([0x61]))
        }
    }

    @Test("is malformed if the octets are cut, followed by others, or of another structure")
    func malformed() throws {
        let key = try PrivateKey.generate(.p256)
        let der = try key.der().copied()
        let passphrase = SecretOctets("secret")
        let certificate = try TestLab.shared().identity(.alice).certificate.der
        for octets in [[], [0x30], [0x30, 0], Array(der.dropLast()), certificate] {
            for algorithm in Self.algorithms.map(Optional.some) + [nil] {
                #expect(throws: CMSError.malformed(.privateKey)) {
                    try PrivateKey(der: SecretOctets(octets), algorithm: algorithm)
                }
            }
            #expect(throws: CMSError.malformed(.privateKey)) {
                try PrivateKey(encryptedDER: SecretOctets(octets), passphrase: passphrase)
            }
        }
        // Not encrypted at all.
        #expect(throws: CMSError.malformed(.privateKey)) {
            try PrivateKey(encryptedDER: SecretOctets(der), passphrase: passphrase)
        }
    }

    @Test("is not decrypted with an excessive or unknown key derivation")
    func derivation() throws {
        let key = try PrivateKey.generate(.p256)
        let passphrase = SecretOctets("secret")
        let node = try DERNode(parsing: key.encryptedDER(randomSecret: passphrase).copied())
        var many = node
        // The rounds of PBKDF2.
        many[0, 1, 0, 1, 1].octets = [0x2D, 0xC6, 0xC1]
        var unknown = node
        unknown[0, 1, 0, 0] = DERNode(0x06, [0x2A, 3])
        let limit = CMSError.tooManyDerivationRounds(limit: 3_000_000)
        for (node, error) in [
            (many, limit), (unknown, CMSError.unsupportedAlgorithm("1.2.3")),
        ] {
            #expect(throws: error) {
                try PrivateKey(encryptedDER: SecretOctets(node.der), passphrase: passphrase)
            }
            let pem = try PEM.encode(SecretOctets(node.der), label: "ENCRYPTED PRIVATE KEY")
            #expect(throws: error) { try PrivateKey(pem: pem, passphrase: passphrase) }
        }
    }

    @Test(
        "is not generated of a size or kind that no certificate is issued for",
        arguments: [
            KeyAlgorithm.rsa(bits: 1024), .rsa(bits: 2047), .rsa(bits: 4097), .rsaPSS(bits: 2048),
            .other("ED448"),
        ])
    func generated(algorithm: KeyAlgorithm) {
        #expect(throws: CMSError.unsupportedAlgorithm(algorithm.name)) {
            try PrivateKey.generate(algorithm)
        }
    }
}

@Suite("The private keys of a PEM text")
struct PrivateKeyReadingsTests {
    private let keys: [PrivateKey]
    private let passphrase = SecretOctets("secret")

    init() throws { keys = try [KeyAlgorithm.p256, .ed25519, .p384].map { try .generate($0) } }

    private func encrypted(_ key: PrivateKey) throws -> [UInt8] {
        try PEM.encode(key.encryptedDER(randomSecret: passphrase), label: "ENCRYPTED PRIVATE KEY").copied()
    }

    private func readings(
        _ text: [UInt8], passphrase: SecretOctets? = nil
    ) throws -> [Result<PrivateKey, UnusablePrivateKey>] {
        try PrivateKey.readings(pem: SecretOctets(text), passphrase: passphrase)
    }

    @Test("are read in order, among other blocks and text, encrypted or not")
    func order() throws {
        let certificate = try TestLab.shared().identity(.alice).certificate.pem()
        var text = Array("Keys of alice\n".utf8) + (try keys[0].pem().copied()) + certificate
        text += try encrypted(keys[1]) + Array("and\n".utf8) + keys[2].pem().copied()
        let read = try readings(text, passphrase: passphrase).map { try $0.get() }
        #expect(read.map(\.algorithm) == [.p256, .ed25519, .p384])
        for (found, key) in zip(read, keys) { #expect(try found.der().isEqual(to: key.der())) }
        for wrong in [nil, SecretOctets("Secret")] {
            #expect(throws: CMSError.wrongPassphrase) { try readings(text, passphrase: wrong) }
        }
    }

    @Test("that cannot be read are named with position and algorithm, and do not keep others from it")
    func unusable() throws {
        var node = try DERNode(parsing: keys[0].der().copied())
        node[1] = DERNode(0x30, elements: [DERNode(0x06, [0x2A, 3, 4])])
        let unknown = try PEM.encode(SecretOctets(node.der), label: "PRIVATE KEY").copied()
        let broken = Array("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n".utf8)
        let read = try readings(broken + unknown + keys[0].pem().copied())
        let failures = read.map { reading -> UnusablePrivateKey? in
            if case .failure(let failure) = reading { failure } else { nil }
        }
        #expect(
            failures == [
                UnusablePrivateKey(position: 1, algorithm: nil),
                UnusablePrivateKey(position: 2, algorithm: "1.2.3.4"), nil,
            ])
        let words = failures.compactMap { $0?.description }
        let reason = "it cannot be read, or is of a kind that is not supported"
        #expect(words == ["private key 1: \(reason)", "private key 2 (1.2.3.4): \(reason)"])
    }

    @Test("are at least one and at most 1,000")
    func bounds() throws {
        let certificate = try TestLab.shared().identity(.alice).certificate.pem()
        for text in [[], Array("hello".utf8), certificate] {
            #expect(throws: CMSError.malformed(.privateKey)) { try readings(text) }
        }
        let broken = Array("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n".utf8)
        let many = (0..<1000).flatMap { _ in broken }
        #expect(try readings(many).count == 1000)
        #expect(throws: CMSError.tooMany(.privateKey, limit: 1000)) { try readings(many + broken) }
    }

    @Test("require at most thirty million rounds of key derivation together")
    func rounds() throws {
        var node = try DERNode(parsing: keys[0].encryptedDER(randomSecret: passphrase).copied())
        // Three million, counted before the first is done: the wrong block comes last.
        node[0, 1, 0, 1, 1].octets = [0x2D, 0xC6, 0xC0]
        let block = try PEM.encode(SecretOctets(node.der), label: "ENCRYPTED PRIVATE KEY").copied()
        let text = (0..<11).flatMap { _ in block }
        #expect(throws: CMSError.tooManyDerivationRounds(limit: 30_000_000)) {
            try PrivateKey(pem: SecretOctets(text), passphrase: passphrase)
        }
    }
}

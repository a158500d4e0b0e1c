import CCrypto

extension PrivateKey {
    /// Generates a new key.
    ///
    /// - Throws: ``CMSError/unsupportedAlgorithm(_:_:)`` for RSA outside 2048 to 4096 bits and for `.other`.
    public static func generate(_ algorithm: KeyAlgorithm) throws(CMSError) -> PrivateKey {
        switch algorithm {
        case .elliptic, .ed25519, .x25519: try generateWithPoint(algorithm)
        case .rsa(let bits) where (2048...4096).contains(bits):
            PrivateKey(adopting: try OpenSSL.object("EVP_RSA_gen") { ccrypto_EVP_RSA_gen(UInt32(bits)) })
        case .rsa, .rsaPSS, .other: throw .unsupportedAlgorithm(algorithm.name)
        }
    }

    private static func generateWithPoint(_ algorithm: KeyAlgorithm) throws(CMSError) -> PrivateKey {
        let key = try KeyGenerator.generate(algorithm)
        return PrivateKey(
            adopting: key, algorithm: algorithm,
            point: try PublicKey(sharing: key, algorithm: algorithm).point)
    }

    /// Reads DER of an unencrypted private key (PKCS#8, or the older forms of RSA and EC keys).
    ///
    /// Pass `algorithm` if it is known: then libcrypto need not try all of them.
    ///
    /// - Throws: ``CMSError/malformed(_:)`` if the octets are anything else.
    public init(der: SecretOctets, algorithm: KeyAlgorithm? = nil) throws(CMSError) {
        ERR_clear_error()
        let decoded = der.withOctets { octets -> EVP_PKEY? in
            if let curve = algorithm?.curve,
                let key = ECPrivateKeyInfo.key(of: octets, on: curve)
            {
                return key
            }
            if let algorithm, let key = RawPrivateKeyInfo.key(of: octets, algorithm) { return key }
            return unsafe octets.withUnsafeBufferPointer { buffer -> EVP_PKEY? in
                var position: UnsafePointer<UInt8>? = buffer.baseAddress
                switch algorithm {
                case .rsa:
                    let context = unsafe ccrypto_context()
                    if let key = unsafe d2i_PrivateKey_ex(
                        EVP_PKEY_RSA, nil, &position, buffer.count, context, nil)
                    {
                        return key
                    }
                    // The older form of a key.
                    return unsafe d2i_PrivateKey(EVP_PKEY_RSA, nil, &position, buffer.count)
                case .elliptic: return unsafe d2i_PrivateKey(EVP_PKEY_EC, nil, &position, buffer.count)
                case .ed25519:
                    let context = unsafe ccrypto_context()
                    return unsafe d2i_PrivateKey_ex(
                        EVP_PKEY_ED25519, nil, &position, buffer.count, context, nil)
                case .x25519:
                    let context = unsafe ccrypto_context()
                    return unsafe d2i_PrivateKey_ex(
                        EVP_PKEY_X25519, nil, &position, buffer.count, context, nil)
                case .rsaPSS, .other, nil:
                    ccrypto_name_algorithms()
                    return unsafe d2i_AutoPrivateKey(nil, &position, buffer.count)
                }
            }
        }
        guard let key = decoded else {
            ERR_clear_error()
            throw .malformed(.privateKey)
        }
        self.init(adopting: key)
    }

    /// Reads the first private key block of `pem`, with `passphrase` if it is encrypted.
    ///
    /// - Throws: ``CMSError/wrongPassphrase`` if it is encrypted and the passphrase is missing or wrong,
    ///   ``CMSError/tooManyDerivationRounds(limit:)`` if opening it would take too long,
    ///   ``CMSError/malformed(_:)`` if there is no private key.
    public init(pem: SecretOctets, passphrase: SecretOctets? = nil) throws(CMSError) {
        if passphrase != nil { try Self.checkRounds(pem: pem) }
        self = try pem.withOctets { (octets) throws(CMSError) in
            try PrivateKey(block: octets, passphrase: passphrase)
        }
    }

    init(block: Span<UInt8>, passphrase: SecretOctets?) throws(CMSError) {
        ccrypto_name_algorithms()
        let key = try MemoryBIO.lending(block) { (bio) throws(CMSError) in
            try unsafe withPassphrase(passphrase) { (callback, argument) throws(CMSError) in
                ERR_clear_error()
                if let key = unsafe PEM_read_bio_PrivateKey(bio.pointer, nil, callback, argument) {
                    return key
                }
                throw privateKeyError(.drained("PEM_read_bio_PrivateKey"))
            }
        }
        self.init(adopting: key)
    }

    /// Reads DER of an EncryptedPrivateKeyInfo (RFC 5958 §3).
    ///
    /// - Throws: ``CMSError/wrongPassphrase`` if the passphrase is wrong,
    ///   ``CMSError/tooManyDerivationRounds(limit:)`` if opening it would take too long,
    ///   ``CMSError/malformed(_:)`` if the octets are anything else.
    public init(encryptedDER der: SecretOctets, passphrase: SecretOctets) throws(CMSError) {
        var copy = der.copied()
        defer { SecretOctets.wipe(&copy) }
        try Self.checkRounds(copy)
        ccrypto_name_algorithms()
        let key = try MemoryBIO.lending(der) { (bio) throws(CMSError) in
            try unsafe withPassphrase(passphrase) { (callback, argument) throws(CMSError) in
                ERR_clear_error()
                if let key = unsafe d2i_PKCS8PrivateKey_bio(bio.pointer, nil, callback, argument) {
                    return key
                }
                throw privateKeyError(.drained("d2i_PKCS8PrivateKey_bio"))
            }
        }
        self.init(adopting: key)
    }

    /// The limit of rounds for all keys of a file together.
    static var maximumTotalRounds: Int { 10 * PasswordBasedEncryption.maximumRounds }

    /// Checks every encrypted block of a PEM text: the rounds of each, and ten times as many in total.
    ///
    /// A broken block is an error for the whole text: libcrypto would still open a block before it.
    ///
    /// - Returns: the rounds of all blocks.
    @discardableResult
    static func checkRounds(pem: SecretOctets) throws(CMSError) -> Int {
        var text = pem.copied()
        defer { SecretOctets.wipe(&text) }
        let blocks: [PEM.Block]
        do throws(CMSError) { blocks = try PEM.blocksIfAny(text) } catch { throw .malformed(.privateKey) }
        var total = 0
        let limit = maximumTotalRounds
        for block in blocks where block.label == "ENCRYPTED PRIVATE KEY" {
            total += try checkRounds(block.octets)
            guard total <= limit else { throw .tooManyDerivationRounds(limit: limit) }
        }
        return total
    }

    /// Refuses an EncryptedPrivateKeyInfo with an excessive key derivation, before it runs.
    @discardableResult
    private static func checkRounds(_ der: [UInt8]) throws(CMSError) -> Int {
        var outer = DERReader(der[...], structure: .privateKey)
        var reader = try outer.next(DERTag.sequence).reader(for: .privateKey)
        let algorithm = [UInt8](try reader.next(DERTag.sequence).octets)
        let rounds = try PasswordBasedEncryption(algorithm, in: .privateKey).rounds
        var budget = DerivationBudget()
        try budget.spend(rounds)
        return rounds
    }
}

private typealias PassphraseCallback =
    @convention(c) (UnsafeMutablePointer<CChar>?, Int32, Int32, UnsafeMutableRawPointer?) -> Int32

/// Passes libcrypto the passphrase by callback: unchanged octets, NUL included, and never a prompt.
private func withPassphrase<Result>(
    _ passphrase: SecretOctets?,
    _ body: (PassphraseCallback, UnsafeMutableRawPointer?) throws(CMSError) -> Result
) throws(CMSError) -> Result {
    let callback: PassphraseCallback = { buffer, capacity, _, argument in
        guard let argument = unsafe argument, let buffer = unsafe buffer else { return -1 }
        let passphrase = unsafe Unmanaged<SecretOctets>.fromOpaque(argument).takeUnretainedValue()
        guard passphrase.count <= Int(capacity) else { return -1 }
        // Copies from memory that is wiped into libcrypto's, which is wiped too.
        unsafe passphrase.withTerminatedOctets { secret in
            if let secret = unsafe secret { unsafe buffer.update(from: secret, count: passphrase.count) }
        }
        return Int32(passphrase.count)
    }
    return try withExtendedLifetime(passphrase) { () throws(CMSError) in
        try unsafe body(callback, passphrase.map { unsafe Unmanaged.passUnretained($0).toOpaque() })
    }
}

private func privateKeyError(_ failure: OpenSSLFailure) -> CMSError {
    let isWrongPassphrase = failure.entries.contains { entry in
        (entry.library == ERR_LIB_PEM && [PEM_R_BAD_PASSWORD_READ, PEM_R_BAD_DECRYPT].contains(entry.reason))
            || (entry.library == ERR_LIB_EVP && entry.reason == EVP_R_BAD_DECRYPT)
            || entry.library == ERR_LIB_PKCS12 || entry.library == ERR_LIB_PROV
    }
    return isWrongPassphrase ? .wrongPassphrase : .malformed(.privateKey)
}

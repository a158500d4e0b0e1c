import CCrypto

/// The public half of a key: what a certificate is issued for.
public struct PublicKey: Sendable {
    /// Safe to share between threads: keys are never changed after they are made.
    ///
    /// It may have a private half, which nothing here uses.
    nonisolated(unsafe) let key: EVP_PKEY

    /// Kind and size.
    public let algorithm: KeyAlgorithm

    init(sharing key: EVP_PKEY, algorithm: KeyAlgorithm? = nil) {
        unsafe self.key = key
        self.algorithm = algorithm ?? keyAlgorithm(of: key)
    }

    /// Refuses a key that no certificate is issued for.
    ///
    /// - Throws: ``CMSError/weakAlgorithm(_:)`` for RSA below 2048 bits, ``CMSError/unsupportedAlgorithm(_:)`` for
    ///   RSA beyond 8192 bits and all but P-256, P-384 and rsaEncryption, ``CMSError/malformed(_:)`` for numbers that
    ///   are no key.
    func checkFitness() throws(CMSError) {
        // RFC 4055 §1.2: such a key signs only, which the profile's usages do not know.
        guard unsafe EVP_PKEY_get_id(key) != EVP_PKEY_RSA_PSS else {
            throw .unsupportedAlgorithm("RSASSA-PSS")
        }
        switch algorithm {
        case .p256, .p384: try checkPoint()
        case .rsa(let bits) where bits < 2048: throw .weakAlgorithm(algorithm.name)
        case .rsa(let bits) where bits <= 8192: try checkNumbers()
        default: throw .unsupportedAlgorithm(algorithm.name)
        }
    }

    /// The point must be on the curve and of its order.
    private func checkPoint() throws(CMSError) {
        let context = try unsafe OpenSSL.object("EVP_PKEY_CTX_new_from_pkey") {
            unsafe EVP_PKEY_CTX_new_from_pkey(nil, key, nil)
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        ERR_clear_error()
        defer { ERR_clear_error() }
        guard unsafe EVP_PKEY_public_check(context) == 1 else { throw .malformed(.publicKey) }
    }

    /// Modulus and exponent must be odd, and the exponent above 1, under which every number signs itself (RFC 8017
    /// §3.1).
    ///
    /// libcrypto's own check also looks for primes, which takes minutes where the modulus is one.
    private func checkNumbers() throws(CMSError) {
        for (name, leastBits) in [("n", Int32(2048)), ("e", 2)] {
            var number: OpaquePointer?
            try OpenSSL.success("EVP_PKEY_get_bn_param") { unsafe EVP_PKEY_get_bn_param(key, name, &number) }
            defer { unsafe BN_free(number) }
            guard unsafe BN_is_odd(number) == 1, unsafe BN_num_bits(number) >= leastBits else {
                throw .malformed(.publicKey)
            }
        }
    }
}

extension PrivateKey {
    /// The public half.
    public var publicKey: PublicKey { unsafe PublicKey(sharing: key, algorithm: algorithm) }
}

extension Certificate {
    /// The key it is for.
    ///
    /// - Throws: ``CMSError/malformed(_:)`` if libcrypto cannot decode it.
    public var publicKey: PublicKey {
        get throws(CMSError) {
            guard let key = X509_get0_pubkey(x509) else {
                ERR_clear_error()
                throw .malformed(.publicKey)
            }
            return PublicKey(sharing: key)
        }
    }
}

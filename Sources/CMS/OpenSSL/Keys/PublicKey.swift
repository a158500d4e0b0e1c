import CCrypto

/// The public half of a key: what a certificate is issued for.
public struct PublicKey: Sendable {
    /// Safe to share between threads: keys are never changed after they are made.
    ///
    /// It may have a private half, which nothing here uses.
    nonisolated(unsafe) let key: EVP_PKEY

    /// Kind and size.
    public let algorithm: KeyAlgorithm
    private let knownPoint: [UInt8]?

    /// `algorithm` and `point` where they are known; otherwise libcrypto is asked.
    init(sharing key: EVP_PKEY, algorithm: KeyAlgorithm? = nil, point: [UInt8]? = nil) {
        unsafe self.key = key
        self.algorithm = algorithm ?? keyAlgorithm(of: key)
        knownPoint = point
    }

    /// The point of a key on a curve, as libcrypto would write it.
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` for a key of another kind, or without one.
    var point: [UInt8] {
        get throws(CMSError) {
            if let knownPoint { return knownPoint }
            var octets = [UInt8](repeating: 0, count: 133)
            var count = 0
            try OpenSSL.success("EVP_PKEY_get_octet_string_param") {
                unsafe EVP_PKEY_get_octet_string_param(key, "pub", &octets, octets.count, &count)
            }
            return Array(octets[..<count])
        }
    }

    /// Refuses a key that no certificate is issued for.
    ///
    /// - Throws: ``CMSError/weakAlgorithm(_:)`` for RSA below 2048 bits, ``CMSError/unsupportedAlgorithm(_:_:)`` for
    ///   RSA beyond 8192 bits, a curve by its parameters, and all but P-256, P-384 and rsaEncryption, ``CMSError/malformed(_:)`` for numbers that
    ///   are no key.
    func checkFitness() throws(CMSError) {
        switch algorithm {
        // The profile's usages do not know it.
        case .rsaPSS: throw .unsupportedAlgorithm("RSASSA-PSS")
        case .elliptic:
            try checkCurveIsNamed()
            guard isPointOfItsCurve else { throw .malformed(.publicKey) }
        case .rsa(let bits) where bits < 2048: throw .weakAlgorithm(algorithm.name)
        case .rsa(let bits) where bits <= 8192: try checkNumbers()
        case .rsa, .other: throw .unsupportedAlgorithm(algorithm.name)
        }
    }

    /// A curve that is written out, even a known one, is none that a certificate may have (RFC 5480 §2.1.1): no verifier
    /// would take it.
    private func checkCurveIsNamed() throws(CMSError) {
        guard try unsafe !hasExplicitCurve(key) else {
            throw .unsupportedAlgorithm("\(algorithm.name) with explicit parameters")
        }
    }

    /// Whether it is a point of its curve, and of the right order (SEC 1 §3.2.2).
    var isPointOfItsCurve: Bool {
        defer { ERR_clear_error() }
        guard let context = try? unsafe KeyContext.made(for: key) else { return false }
        return unsafe EVP_PKEY_public_check(context.pointer) == 1
    }

    /// Modulus and exponent must be odd, and the exponent above 1, under which every number signs itself (RFC 8017
    /// §3.1).
    ///
    /// libcrypto's own check also looks for primes, which takes minutes where the modulus is one.
    func checkNumbers() throws(CMSError) {
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

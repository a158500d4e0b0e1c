import CCrypto

/// The public half of a key, for which certificates are issued.
public struct PublicKey: Sendable {
    /// Safe to share between threads: keys never change.
    ///
    /// It may have a private half, which is not used here.
    nonisolated(unsafe) let key: EVP_PKEY

    /// Kind and size.
    public let algorithm: KeyAlgorithm
    private let knownPoint: [UInt8]?

    /// Creates a public key; libcrypto computes `algorithm` and `point` if they are nil.
    init(sharing key: EVP_PKEY, algorithm: KeyAlgorithm? = nil, point: [UInt8]? = nil) {
        unsafe self.key = key
        self.algorithm = algorithm ?? keyAlgorithm(of: key)
        knownPoint = point
    }

    /// Returns the point of a key on a curve, as libcrypto would write it; of Ed25519 and X25519 the 32
    /// octets of the key (RFC 8410 §4).
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` for a key of another kind, or without a point.
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

    /// Refuses a key for which no certificate may be issued.
    ///
    /// - Throws: ``CMSError/weakAlgorithm(_:)`` for RSA below 2048 bits,
    ///   ``CMSError/unsupportedAlgorithm(_:_:)`` for RSA beyond 8192 bits, explicit curve parameters, and all
    ///   but rsaEncryption, Ed25519, X25519 and the named curves, ``CMSError/malformed(_:)`` for an invalid
    ///   key.
    func checkCertifiable() throws(CMSError) {
        switch algorithm {
        // The key usages of the profile do not include it.
        case .rsaPSS: throw .unsupportedAlgorithm("RSASSA-PSS")
        case .elliptic:
            try checkCurveIsNamed()
            guard isPointOfItsCurve else { throw .malformed(.publicKey) }
        case .rsa(let bits) where bits < 2048: throw .weakAlgorithm(algorithm.name)
        case .rsa(let bits) where bits <= 8192: try checkNumbers()
        case .ed25519: break
        case .x25519: guard isFitForAgreement else { throw .malformed(.publicKey) }
        case .rsa, .other: throw .unsupportedAlgorithm(algorithm.name)
        }
    }

    /// Refuses explicit curve parameters, even of a known curve: a certificate must not have them (RFC 5480
    /// §2.1.1), and no verifier would accept it.
    private func checkCurveIsNamed() throws(CMSError) {
        guard try unsafe !hasExplicitCurve(key) else {
            throw .unsupportedAlgorithm("\(algorithm.name) with explicit parameters")
        }
    }

    /// Whether it is a point of its curve other than infinity, and so of the right order: the supported
    /// curves have the cofactor 1 (SEC 1 §3.2.2).
    var isPointOfItsCurve: Bool {
        defer { ERR_clear_error() }
        guard let context = try? unsafe KeyContext.made(for: key) else { return false }
        return unsafe EVP_PKEY_public_check_quick(context.pointer) == 1
    }

    /// Whether the secret that is agreed on with it depends on the other key (RFC 7748 §6.1).
    var isFitForAgreement: Bool {
        guard let ephemeral = try? KeyGenerator.generate(.x25519),
            let context = try? KeyAgreementContext(ephemeral, nil)
        else { return false }
        return (try? context.agree(with: unsafe key)) != nil
    }

    /// Checks that modulus and exponent are odd, and the exponent above 1, with which every number is its
    /// own signature (RFC 8017 §3.1).
    ///
    /// libcrypto's own check also tests for primes, which takes minutes if the modulus is prime.
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
    /// The public key of the certificate.
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

import CCrypto

/// The RSASSA-PSS parameters of a key: the digest, also that of the mask, and the octets of salt (RFC 4055
/// §3.1).
struct PSSParameters: Sendable, Equatable {
    let digest: DigestAlgorithm
    let saltOctets: Int

    /// For an unrestricted key: SHA-256 and a salt as long as its digest.
    static let standard = PSSParameters(digest: .sha256, saltOctets: 32)

    /// Reads the parameters in the SubjectPublicKeyInfo; without any, everything is allowed (RFC 4055 §3.3).
    ///
    /// - Throws: ``CMSError/weakAlgorithm(_:)`` for a key that signs with SHA-1 only,
    ///   ``CMSError/unsupportedKey(_:)`` for another digest, another mask or a salt that does not fit.
    init(of certificate: Certificate) throws(CMSError) {
        var algorithm: UnsafeMutablePointer<X509_ALGOR>?
        guard let info = unsafe X509_get_X509_PUBKEY(certificate.x509),
            unsafe X509_PUBKEY_get0_param(nil, nil, nil, &algorithm, info) == 1
        else {
            ERR_clear_error()
            throw .malformed(.publicKey)
        }
        let der = try unsafe encoded("i2d_X509_ALGOR") { unsafe i2d_X509_ALGOR(algorithm, $0) }
        var outer = DERReader(der[...], structure: .publicKey)
        let identifier = try AlgorithmIdentifier(next: &outer, in: .publicKey)
        guard let parameters = identifier.parameters else {
            self = .standard
            return
        }
        guard parameters.identifier == DERTag.sequence else { throw .malformed(.publicKey) }
        do throws(CMSError) {
            try self.init(restrictions: parameters)
        } catch .unsupportedAlgorithm(let name, _) {
            throw .unsupportedKey("RSASSA-PSS (\(name))")
        }
        // RFC 8017 §9.1.1: the encoded message has salt, digest and two octets more.
        guard case .rsaPSS(let bits) = certificate.facts.key,
            saltOctets <= (bits + 6) / 8 - digest.octets - 2
        else { throw .unsupportedKey("RSASSA-PSS (a salt of \(saltOctets) octets)") }
    }

    init(digest: DigestAlgorithm, saltOctets: Int) {
        self.digest = digest
        self.saltOctets = saltOctets
    }

    /// Reads restrictions, in which the salt is the minimum.
    private init(restrictions: DERElement) throws(CMSError) {
        var reader = restrictions.reader(for: .publicKey)
        digest = try taggedDigest(&reader, tag: 0, in: .publicKey)
        let maskDigest = try maskGenerationDigest(&reader, tag: 1, in: .publicKey)
        let leastSalt = try Self.number(&reader, tag: 2, in: .publicKey) ?? 20
        let trailer = try Self.number(&reader, tag: 3, in: .publicKey) ?? 1
        try reader.finish()
        guard !digest.isWeak else { throw .weakAlgorithm("RSASSA-PSS (SHA-1)") }
        guard maskDigest == digest else {
            throw .unsupportedKey("RSASSA-PSS (\(digest.name), \(maskDigest.name) in the mask)")
        }
        guard trailer == 1 else { throw .unsupportedKey("RSASSA-PSS (trailer field \(trailer))") }
        saltOctets = max(leastSalt, digest.octets)
    }

    /// `[tag] EXPLICIT` INTEGER of at most four octets; nil if it is absent.
    static func number(
        _ reader: inout DERReader, tag: UInt8, in structure: CMSError.Structure
    ) throws(CMSError) -> Int? {
        guard let tagged = try reader.nextIf(DERTag.constructed(tag)) else { return nil }
        var inner = tagged.reader(for: structure)
        let octets = try inner.next(DERTag.integer).content
        try inner.finish()
        guard let first = octets.first, first & 0x80 == 0, octets.count <= 4,
            first != 0 || octets.count == 1 || octets[octets.startIndex + 1] & 0x80 != 0
        else { throw .malformed(structure) }
        return octets.reduce(0) { $0 << 8 | Int($1) }
    }

    /// Refuses a private key whose own parameters forbid these.
    ///
    /// - Throws: ``CMSError/unsupportedKey(_:)`` if they differ.
    func check(_ key: PrivateKey) throws(CMSError) {
        let context = try unsafe KeyContext.made(for: key.key)
        do throws(CMSError) {
            try OpenSSL.success("EVP_PKEY_sign_init") { unsafe EVP_PKEY_sign_init(context.pointer) }
            try OpenSSL.success("EVP_PKEY_CTX_set_signature_md") {
                unsafe EVP_PKEY_CTX_set_signature_md(context.pointer, digest.evp)
            }
            try unsafe apply(to: context.pointer)
        } catch {
            throw .unsupportedKey("RSASSA-PSS (other parameters in the private key)")
        }
    }

    /// Sets padding, mask and salt of a signature operation.
    func apply(to context: OpaquePointer?) throws(CMSError) {
        try OpenSSL.success("EVP_PKEY_CTX_set_rsa_padding") {
            unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING)
        }
        try OpenSSL.success("EVP_PKEY_CTX_set_rsa_mgf1_md") {
            unsafe EVP_PKEY_CTX_set_rsa_mgf1_md(context, digest.evp)
        }
        try OpenSSL.success("EVP_PKEY_CTX_set_rsa_pss_saltlen") {
            unsafe EVP_PKEY_CTX_set_rsa_pss_saltlen(context, Int32(clamping: saltOctets))
        }
    }
}

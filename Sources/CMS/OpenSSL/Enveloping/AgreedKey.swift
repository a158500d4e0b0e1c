import CCrypto

/// A key agreed with a recipient by means of an ephemeral key (RFC 5753 §3.1.1, SEC 1 §6.1).
struct AgreedKey {
    /// The key derived from the shared secret (X9.63 with SHA-256).
    let key: SecretOctets
    /// The ephemeral public key: an uncompressed point.
    let ephemeralPoint: [UInt8]

    /// Generates an ephemeral key on the curve of the certificate's key, agrees on a secret, and derives
    /// `octets` octets with SHA-256.
    ///
    /// The recipient's key must have been checked (`PublicKey.isPointOfItsCurve`): the check
    /// takes as long as the agreement.
    init(with certificate: Certificate, octets: Int, sharedInfo: [UInt8]) throws(CMSError) {
        let peer = try OpenSSL.object("X509_get0_pubkey") { X509_get0_pubkey(certificate.x509) }
        let ephemeral = try Self.ephemeralKey(like: peer)
        ephemeralPoint = try Self.point(of: ephemeral)
        key = try Self.derive(
            ephemeral, with: peer, octets: octets, digest: .sha256, sharedInfo: sharedInfo)
    }

    /// Returns the key that the sender of an ephemeral point agreed with the holder of `key`.
    ///
    /// Decoding refuses a point that is not on the curve. On the supported curves every other point except
    /// infinity, which was refused before, has the right order.
    static func key(
        of key: PrivateKey, by agreement: RecipientKeyEncryption.KeyAgreement
    ) throws(CMSError) -> SecretOctets {
        let peer = try OpenSSL.object("EVP_PKEY_new") { EVP_PKEY_new() }
        try OpenSSL.success("EVP_PKEY_copy_parameters") { unsafe EVP_PKEY_copy_parameters(peer, key.key) }
        let point = [UInt8](agreement.point)
        try OpenSSL.success("EVP_PKEY_set1_encoded_public_key") {
            unsafe EVP_PKEY_set1_encoded_public_key(peer, point, point.count)
        }
        return try derive(
            unsafe key.key, with: peer, octets: agreement.wrapping.keyOctets, digest: agreement.digest,
            sharedInfo: agreement.sharedInfo)
    }

    private static func derive(
        _ own: EVP_PKEY, with peer: EVP_PKEY, octets: Int, digest: DigestAlgorithm, sharedInfo: [UInt8]
    ) throws(CMSError) -> SecretOctets {
        let context = try KeyContext.made(for: own)
        try OpenSSL.success("EVP_PKEY_derive_init") { unsafe EVP_PKEY_derive_init(context.pointer) }
        try OpenSSL.success("EVP_PKEY_derive_set_peer_ex") {
            unsafe EVP_PKEY_derive_set_peer_ex(context.pointer, peer, 0)
        }
        try setDerivation(of: context, octets: octets, digest: digest, sharedInfo: sharedInfo)
        ERR_clear_error()
        let key = unsafe SecretOctets(capacity: octets) { memory in
            var count = memory.count
            let result = unsafe EVP_PKEY_derive(context.pointer, memory.baseAddress, &count)
            return result == 1 ? count : 0
        }
        guard key.count == octets else { throw .openSSL(.drained("EVP_PKEY_derive")) }
        return key
    }

    private static func ephemeralKey(like peer: EVP_PKEY) throws(CMSError) -> EVP_PKEY {
        let context = try KeyContext.made(for: peer)
        try OpenSSL.success("EVP_PKEY_keygen_init") { unsafe EVP_PKEY_keygen_init(context.pointer) }
        return try OpenSSL.object("EVP_PKEY_keygen") {
            var made: EVP_PKEY?
            return unsafe EVP_PKEY_keygen(context.pointer, &made) == 1 ? made : nil
        }
    }

    private static func point(of key: EVP_PKEY) throws(CMSError) -> [UInt8] {
        var start: UnsafeMutablePointer<UInt8>?
        let count = try OpenSSL.success("EVP_PKEY_get1_encoded_public_key") {
            Int32(clamping: unsafe EVP_PKEY_get1_encoded_public_key(key, &start))
        }
        defer { unsafe ccrypto_OPENSSL_free(start) }
        return unsafe [UInt8](UnsafeBufferPointer(start: start, count: Int(count)))
    }

    private static func setDerivation(
        of context: borrowing KeyContext, octets: Int, digest: DigestAlgorithm, sharedInfo: [UInt8]
    ) throws(CMSError) {
        let pointer = unsafe context.pointer
        try OpenSSL.success("EVP_PKEY_CTX_set_ecdh_kdf_type") {
            unsafe EVP_PKEY_CTX_set_ecdh_kdf_type(pointer, EVP_PKEY_ECDH_KDF_X9_63)
        }
        try OpenSSL.success("EVP_PKEY_CTX_set_ecdh_kdf_md") {
            unsafe EVP_PKEY_CTX_set_ecdh_kdf_md(pointer, digest.evp)
        }
        try OpenSSL.success("EVP_PKEY_CTX_set_ecdh_kdf_outlen") {
            unsafe EVP_PKEY_CTX_set_ecdh_kdf_outlen(pointer, Int32(octets))
        }
        // The context takes ownership of the copy.
        let copy = unsafe CRYPTO_memdup(sharedInfo, sharedInfo.count, nil, 0)
        try OpenSSL.success("EVP_PKEY_CTX_set0_ecdh_kdf_ukm") {
            unsafe EVP_PKEY_CTX_set0_ecdh_kdf_ukm(
                pointer, copy?.assumingMemoryBound(to: UInt8.self), Int32(sharedInfo.count))
        }
    }
}

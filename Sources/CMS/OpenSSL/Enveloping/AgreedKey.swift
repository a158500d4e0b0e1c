import CCrypto

/// A key agreed with a recipient by means of an ephemeral key (RFC 5753 §3.1.1, SEC 1 §6.1; RFC 8418 §3.1).
struct AgreedKey {
    /// The key derived from the shared secret.
    let key: SecretOctets
    /// The ephemeral public key: an uncompressed point, or the 32 octets of X25519.
    let ephemeralPoint: [UInt8]

    /// Generates an ephemeral key of the kind of the certificate's key, agrees on a secret, and derives a key.
    ///
    /// The recipient's key must have been checked (``Certificate/checkEnvelopingKey()``): for a curve the check
    /// takes as long as the agreement.
    init(with certificate: Certificate, _ derivation: KeyDerivation) throws(CMSError) {
        let peer = try OpenSSL.object("X509_get0_pubkey") { X509_get0_pubkey(certificate.x509) }
        let ephemeral = try Self.ephemeralKey(like: peer)
        ephemeralPoint = try Self.point(of: ephemeral)
        key = try Self.derive(derivation, ephemeral, with: peer)
    }

    /// Returns the key that the sender of an ephemeral point agreed with the holder of `key`.
    ///
    /// Decoding refuses a point that is not on the curve. On the supported curves every other point except
    /// infinity, which was refused before, has the right order; X25519 refuses a secret of zeros (RFC 8418 §2).
    static func key(
        of key: PrivateKey, by agreement: RecipientKeyEncryption.KeyAgreement
    ) throws(CMSError) -> SecretOctets {
        let peer = try OpenSSL.object("EVP_PKEY_new") { EVP_PKEY_new() }
        try OpenSSL.success("EVP_PKEY_copy_parameters") { unsafe EVP_PKEY_copy_parameters(peer, key.key) }
        let point = [UInt8](agreement.point)
        try OpenSSL.success("EVP_PKEY_set1_encoded_public_key") {
            unsafe EVP_PKEY_set1_encoded_public_key(peer, point, point.count)
        }
        return try derive(agreement.derivation, unsafe key.key, with: peer)
    }

    /// On a curve libcrypto derives the key as a part of the agreement.
    private static func derive(
        _ derivation: KeyDerivation, _ own: EVP_PKEY, with peer: EVP_PKEY
    ) throws(CMSError) -> SecretOctets {
        guard EVP_PKEY_get_id(own) == EVP_PKEY_X25519 else {
            return try agree(own, with: peer, octets: derivation.wrapping.keyOctets, derivation)
        }
        return try derivation.key(from: secret(of: own, with: peer))
    }

    /// Returns the shared secret of two keys of X25519.
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if it is zero, whatever the own key is (RFC 7748 §6.1).
    static func secret(of own: EVP_PKEY, with peer: EVP_PKEY) throws(CMSError) -> SecretOctets {
        try agree(own, with: peer, octets: 32, nil)
    }

    private static func agree(
        _ own: EVP_PKEY, with peer: EVP_PKEY, octets: Int, _ derivation: KeyDerivation?
    ) throws(CMSError) -> SecretOctets {
        let context = try KeyContext.made(for: own)
        try OpenSSL.success("EVP_PKEY_derive_init") { unsafe EVP_PKEY_derive_init(context.pointer) }
        try OpenSSL.success("EVP_PKEY_derive_set_peer_ex") {
            unsafe EVP_PKEY_derive_set_peer_ex(context.pointer, peer, 0)
        }
        if let derivation { try set(derivation, of: context) }
        ERR_clear_error()
        let key = unsafe SecretOctets(capacity: octets) { memory in
            var count = memory.count
            let result = unsafe EVP_PKEY_derive(context.pointer, memory.baseAddress, &count)
            return result == 1 ? count : 0
        }
        guard key.count == octets else { throw .openSSL(.drained("EVP_PKEY_derive")) }
        return key
    }

    /// Generates a key of the same kind.
    static func ephemeralKey(like peer: EVP_PKEY) throws(CMSError) -> EVP_PKEY {
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

    private static func set(
        _ derivation: KeyDerivation, of context: borrowing KeyContext
    ) throws(CMSError) {
        let pointer = unsafe context.pointer
        try OpenSSL.success("EVP_PKEY_CTX_set_ecdh_kdf_type") {
            unsafe EVP_PKEY_CTX_set_ecdh_kdf_type(pointer, EVP_PKEY_ECDH_KDF_X9_63)
        }
        try OpenSSL.success("EVP_PKEY_CTX_set_ecdh_kdf_md") {
            unsafe EVP_PKEY_CTX_set_ecdh_kdf_md(pointer, derivation.digest.evp)
        }
        try OpenSSL.success("EVP_PKEY_CTX_set_ecdh_kdf_outlen") {
            unsafe EVP_PKEY_CTX_set_ecdh_kdf_outlen(pointer, Int32(derivation.wrapping.keyOctets))
        }
        let info = derivation.sharedInfo
        // The context takes ownership of the copy.
        let copy = unsafe CRYPTO_memdup(info, info.count, nil, 0)
        try OpenSSL.success("EVP_PKEY_CTX_set0_ecdh_kdf_ukm") {
            unsafe EVP_PKEY_CTX_set0_ecdh_kdf_ukm(
                pointer, copy?.assumingMemoryBound(to: UInt8.self), Int32(info.count))
        }
    }
}

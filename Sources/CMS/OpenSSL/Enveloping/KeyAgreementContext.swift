import CCrypto

/// The sole owner of a context that is prepared to agree on secrets with one private key,
/// used by one thread at a time.
@safe final class KeyAgreementContext: @unchecked Sendable {
    private let context: OpaquePointer
    /// The octets of what is agreed on.
    private let octets: Int

    /// On a curve libcrypto derives the key as a part of the agreement; X25519 yields the secret.
    init(_ own: EVP_PKEY, _ derivation: KeyDerivation) throws(CMSError) {
        let context = try unsafe OpenSSL.object("EVP_PKEY_CTX_new") { unsafe ccrypto_EVP_PKEY_CTX_new(own) }
        unsafe self.context = context
        let isX25519 = EVP_PKEY_get_id(own) == EVP_PKEY_X25519
        octets = isX25519 ? Self.secretOctets : derivation.wrapping.keyOctets
        try OpenSSL.success("EVP_PKEY_derive_init_ex") {
            unsafe isX25519
                ? EVP_PKEY_derive_init(context)
                : ccrypto_EVP_PKEY_derive_init_x963(
                    context, derivation.digest.libcryptoName, derivation.wrapping.keyOctets,
                    derivation.sharedInfo, derivation.sharedInfo.count)
        }
    }

    /// Prepares to agree on a secret of X25519.
    init(x25519 own: EVP_PKEY) throws(CMSError) {
        let context = try unsafe OpenSSL.object("EVP_PKEY_CTX_new") { unsafe ccrypto_EVP_PKEY_CTX_new(own) }
        unsafe self.context = context
        octets = Self.secretOctets
        try OpenSSL.success("EVP_PKEY_derive_init") { unsafe EVP_PKEY_derive_init(context) }
    }

    deinit { unsafe EVP_PKEY_CTX_free(context) }

    private static let secretOctets = 32

    /// Returns the key, or the secret of X25519, that the own key and `peer` share.
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if libcrypto fails, as for a secret of zeros (RFC 7748 §6.1).
    func agree(with peer: EVP_PKEY) throws(CMSError) -> SecretOctets {
        try OpenSSL.success("EVP_PKEY_derive_set_peer_ex") {
            unsafe EVP_PKEY_derive_set_peer_ex(context, peer, 0)
        }
        ERR_clear_error()
        let key = unsafe SecretOctets(capacity: octets) { memory in
            var count = memory.count
            let result = unsafe EVP_PKEY_derive(context, memory.baseAddress, &count)
            return result == 1 ? count : 0
        }
        guard key.count == octets else { throw .openSSL(.drained("EVP_PKEY_derive")) }
        return key
    }
}

import CCrypto

/// The sole owner of a context that is prepared to agree on secrets with one private key,
/// used by one thread at a time.
@safe final class KeyAgreementContext: @unchecked Sendable {
    private let context: OpaquePointer
    private let own: EVP_PKEY
    /// The peer whose point was given last.
    ///
    /// It is kept, since making a key takes twice as long as decoding its point.
    private var peer: EVP_PKEY?
    /// The octets of a secret: those of a coordinate of the curve, or 32 for X25519.
    private let octets: Int
    private let derivation: KeyDerivation?

    /// Prepares to agree on keys; without a derivation on the secrets themselves.
    init(_ own: EVP_PKEY, _ derivation: KeyDerivation?) throws(CMSError) {
        let context = try unsafe OpenSSL.object("EVP_PKEY_CTX_new") { unsafe ccrypto_EVP_PKEY_CTX_new(own) }
        unsafe self.context = context
        self.own = own
        self.derivation = derivation
        octets = (max(0, Int(EVP_PKEY_get_bits(own))) + 7) / 8
        try OpenSSL.success("EVP_PKEY_derive_init") { unsafe EVP_PKEY_derive_init(context) }
    }

    deinit { unsafe EVP_PKEY_CTX_free(context) }

    /// Returns the key, or without a derivation the secret, that the own key and `peer` share.
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if libcrypto fails, as for a secret of zeros (RFC 7748 §6.1).
    func agree(with peer: EVP_PKEY) throws(CMSError) -> SecretOctets {
        try OpenSSL.success("EVP_PKEY_derive_set_peer_ex") {
            unsafe EVP_PKEY_derive_set_peer_ex(context, peer, 0)
        }
        OpenSSL.clearErrors()
        let agreed = unsafe SecretOctets(capacity: octets) { memory in
            var count = memory.count
            let result = unsafe EVP_PKEY_derive(context, memory.baseAddress, &count)
            return result == 1 ? count : 0
        }
        guard agreed.count == octets else { throw .openSSL(.drained("EVP_PKEY_derive")) }
        return try derivation?.key(from: agreed) ?? agreed
    }

    /// Returns the key that the own key and the sender of a point share, as ``agree(with:)``.
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` also for a point that is not on the curve of the own key.
    func agree(withPoint point: [UInt8]) throws(CMSError) -> SecretOctets {
        let peer = if let kept = peer { kept } else { try Self.peer(of: own) }
        self.peer = peer
        try OpenSSL.success("EVP_PKEY_set1_encoded_public_key") {
            unsafe EVP_PKEY_set1_encoded_public_key(peer, point, point.count)
        }
        return try agree(with: peer)
    }

    /// Returns a key without a point, of the kind and curve of another.
    private static func peer(of own: EVP_PKEY) throws(CMSError) -> EVP_PKEY {
        let peer = try OpenSSL.object("EVP_PKEY_new") { EVP_PKEY_new() }
        try OpenSSL.success("EVP_PKEY_copy_parameters") { EVP_PKEY_copy_parameters(peer, own) }
        return peer
    }
}

import CCrypto

/// The sole owner of a context that is prepared to encrypt or decrypt content-encryption keys under one RSA
/// key, used by one thread at a time (RFC 3370 §4.2, RFC 3560).
@safe final class KeyTransportContext: @unchecked Sendable {
    /// What the context is prepared for.
    enum Operation: Sendable {
        case encrypt
        case decrypt
    }

    private let context: OpaquePointer
    /// The octets of the modulus.
    private let octets: Int

    init(
        _ key: EVP_PKEY, for operation: Operation, by transport: Enveloper.RSAKeyTransport
    ) throws(CMSError) {
        let context = try unsafe OpenSSL.object("EVP_PKEY_CTX_new") { unsafe ccrypto_EVP_PKEY_CTX_new(key) }
        unsafe self.context = context
        octets = max(0, Int(EVP_PKEY_get_size(key)))
        switch operation {
        case .encrypt: try OpenSSL.success("EVP_PKEY_encrypt_init") { unsafe EVP_PKEY_encrypt_init(context) }
        case .decrypt: try OpenSSL.success("EVP_PKEY_decrypt_init") { unsafe EVP_PKEY_decrypt_init(context) }
        }
        try setPadding(of: transport)
    }

    deinit { unsafe EVP_PKEY_CTX_free(context) }

    /// OAEP with SHA-256 as hash and in the mask (RFC 3560 §3), or PKCS#1 v1.5 (RFC 8017 §7.2).
    private func setPadding(of transport: Enveloper.RSAKeyTransport) throws(CMSError) {
        let padding = transport == .oaep ? RSA_PKCS1_OAEP_PADDING : RSA_PKCS1_PADDING
        try OpenSSL.success("EVP_PKEY_CTX_set_rsa_padding") {
            unsafe EVP_PKEY_CTX_set_rsa_padding(context, padding)
        }
        guard transport == .oaep else { return }
        try OpenSSL.success("EVP_PKEY_CTX_set_rsa_oaep_md") {
            unsafe EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256())
        }
        try OpenSSL.success("EVP_PKEY_CTX_set_rsa_mgf1_md") {
            unsafe EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256())
        }
    }

    /// Returns the encrypted key, as long as the modulus.
    func encrypt(_ contentKey: SecretOctets) throws(CMSError) -> [UInt8] {
        var encrypted = [UInt8](repeating: 0, count: octets)
        var count = encrypted.count
        try contentKey.withOctets { (secret) throws(CMSError) in
            _ = try OpenSSL.success("EVP_PKEY_encrypt") {
                unsafe secret.withUnsafeBufferPointer { secret in
                    unsafe EVP_PKEY_encrypt(context, &encrypted, &count, secret.baseAddress, secret.count)
                }
            }
        }
        encrypted.removeLast(encrypted.count - count)
        return encrypted
    }

    /// Returns the decrypted key; no octets if the padding is wrong: making an error would take time, by
    /// which a sender could tell (RFC 3218 §2.3).
    func decrypt(_ encrypted: [UInt8]) -> SecretOctets {
        ERR_clear_error()
        return unsafe SecretOctets(capacity: octets) { memory in
            var count = memory.count
            let result = unsafe EVP_PKEY_decrypt(
                context, memory.baseAddress, &count, encrypted, encrypted.count)
            return result == 1 ? count : 0
        }
    }
}

extension Certificate {
    /// Returns the content-encryption key encrypted with the RSA key of the certificate.
    func encryptKey(
        _ contentKey: SecretOctets, by transport: Enveloper.RSAKeyTransport
    ) throws(CMSError) -> [UInt8] {
        let context = try storage.transport.take(for: transport) { () throws(CMSError) in
            let key = try OpenSSL.object("X509_get0_pubkey") { X509_get0_pubkey(x509) }
            return try KeyTransportContext(key, for: .encrypt, by: transport)
        }
        defer { storage.transport.keep(context, for: transport) }
        return try context.encrypt(contentKey)
    }
}

extension PrivateKey {
    /// Returns the content-encryption key that was encrypted for this RSA key; no
    /// octets if the padding is wrong.
    func decryptKey(
        _ encrypted: ArraySlice<UInt8>, by transport: Enveloper.RSAKeyTransport
    ) throws(CMSError) -> SecretOctets {
        let context = try contexts.transport.take(for: transport) { () throws(CMSError) in
            try KeyTransportContext(unsafe key, for: .decrypt, by: transport)
        }
        defer { contexts.transport.keep(context, for: transport) }
        return context.decrypt([UInt8](encrypted))
    }
}

import CCrypto

/// The sole owner of an `EVP_PKEY_CTX`: one use of one key.
@safe struct KeyContext: ~Copyable {
    let pointer: OpaquePointer

    private init(adopting pointer: OpaquePointer) { unsafe self.pointer = pointer }

    deinit { unsafe EVP_PKEY_CTX_free(pointer) }

    static func made(for key: EVP_PKEY) throws(CMSError) -> KeyContext {
        unsafe KeyContext(
            adopting: try unsafe OpenSSL.object("EVP_PKEY_CTX_new") { unsafe ccrypto_EVP_PKEY_CTX_new(key) })
    }

    /// Chooses OAEP with SHA-256 as hash and in the mask (RFC 3560 §3).
    func setOAEP() throws(CMSError) {
        try OpenSSL.success("EVP_PKEY_CTX_set_rsa_padding") {
            unsafe EVP_PKEY_CTX_set_rsa_padding(pointer, RSA_PKCS1_OAEP_PADDING)
        }
        try OpenSSL.success("EVP_PKEY_CTX_set_rsa_oaep_md") {
            unsafe EVP_PKEY_CTX_set_rsa_oaep_md(pointer, EVP_sha256())
        }
        try OpenSSL.success("EVP_PKEY_CTX_set_rsa_mgf1_md") {
            unsafe EVP_PKEY_CTX_set_rsa_mgf1_md(pointer, EVP_sha256())
        }
    }
}

/// Encrypts a content-encryption key with the RSA key of a certificate (RFC 3370 §4.2, RFC 3560).
func encryptKey(
    _ contentKey: SecretOctets, for certificate: Certificate, by transport: Enveloper.RSAKeyTransport
) throws(CMSError) -> [UInt8] {
    let key = try OpenSSL.object("X509_get0_pubkey") { X509_get0_pubkey(certificate.x509) }
    let context = try KeyContext.made(for: key)
    try OpenSSL.success("EVP_PKEY_encrypt_init") { unsafe EVP_PKEY_encrypt_init(context.pointer) }
    switch transport {
    case .oaep: try context.setOAEP()
    case .pkcs1:
        try OpenSSL.success("EVP_PKEY_CTX_set_rsa_padding") {
            unsafe EVP_PKEY_CTX_set_rsa_padding(context.pointer, RSA_PKCS1_PADDING)
        }
    }
    var encrypted = [UInt8](repeating: 0, count: Int(EVP_PKEY_get_size(key)))
    var count = encrypted.count
    try contentKey.withOctets { (secret) throws(CMSError) in
        _ = try OpenSSL.success("EVP_PKEY_encrypt") {
            unsafe secret.withUnsafeBufferPointer { secret in
                unsafe EVP_PKEY_encrypt(
                    context.pointer, &encrypted, &count, secret.baseAddress, secret.count)
            }
        }
    }
    encrypted.removeLast(encrypted.count - count)
    return encrypted
}

/// Decrypts a content-encryption key that was encrypted with OAEP and SHA-256 (RFC 3560).
func decryptKey(_ encrypted: ArraySlice<UInt8>, with key: PrivateKey) throws(CMSError) -> SecretOctets {
    let context = try unsafe KeyContext.made(for: key.key)
    try OpenSSL.success("EVP_PKEY_decrypt_init") { unsafe EVP_PKEY_decrypt_init(context.pointer) }
    try context.setOAEP()
    let capacity = unsafe Int(EVP_PKEY_get_size(key.key))
    let octets = [UInt8](encrypted)
    ERR_clear_error()
    let contentKey = unsafe SecretOctets(capacity: capacity) { memory in
        var count = memory.count
        let result = unsafe EVP_PKEY_decrypt(
            context.pointer, memory.baseAddress, &count, octets, octets.count)
        return result == 1 ? count : 0
    }
    guard contentKey.count > 0 else { throw .openSSL(.drained("EVP_PKEY_decrypt")) }
    return contentKey
}

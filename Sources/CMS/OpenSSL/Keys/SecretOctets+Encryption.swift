import CCrypto

extension SecretOctets {
    /// Returns random octets from libcrypto's generator for private keys.
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if libcrypto fails.
    public static func random(count: Int) throws(CMSError) -> SecretOctets {
        try unsafe SecretOctets(capacity: count) { (memory) throws(CMSError) in
            try OpenSSL.success("RAND_priv_bytes") {
                unsafe RAND_priv_bytes(memory.baseAddress, Int32(clamping: memory.count))
            }
            return memory.count
        }
    }

    /// Compares two secrets in constant time; only the lengths affect the duration.
    public func isEqual(to other: SecretOctets) -> Bool {
        guard count == other.count else { return false }
        return unsafe withTerminatedOctets { left in
            unsafe other.withTerminatedOctets { right in unsafe CRYPTO_memcmp(left, right, count) == 0 }
        }
    }

    /// Encrypts the octets under a passphrase as PKCS#8 encrypts a private key: DER of an
    /// EncryptedPrivateKeyInfo with PBES2, PBKDF2, HMAC-SHA256 and AES-256-CBC (RFC 5958 §3, RFC 8018 §6.2).
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if libcrypto fails.
    public func encrypted(passphrase: SecretOctets) throws(CMSError) -> [UInt8] {
        let algorithm = try unsafe OpenSSL.object("PKCS5_pbe2_set") {
            unsafe PKCS5_pbe2_set(EVP_aes_256_cbc(), PrivateKey.derivationRounds, nil, 0)
        }
        defer { unsafe X509_ALGOR_free(algorithm) }
        let sealed = try unsafe OpenSSL.object("X509_SIG_new") { unsafe X509_SIG_new() }
        defer { unsafe X509_SIG_free(sealed) }
        let cipherText = try unsafe crypt(algorithm, passphrase, encrypting: true)
        var place: UnsafeMutablePointer<X509_ALGOR>?
        var content: UnsafeMutablePointer<ASN1_OCTET_STRING>?
        unsafe X509_SIG_getm(sealed, &place, &content)
        try OpenSSL.success("X509_ALGOR_copy") { unsafe X509_ALGOR_copy(place, algorithm) }
        try OpenSSL.success("ASN1_OCTET_STRING_set") {
            cipherText.withOctets { octets in
                unsafe octets.withUnsafeBufferPointer {
                    unsafe ASN1_OCTET_STRING_set(content, $0.baseAddress, Int32(clamping: $0.count))
                }
            }
        }
        return try unsafe encoded("i2d_X509_SIG") { unsafe i2d_X509_SIG(sealed, $0) }
    }

    /// Decrypts the output of ``encrypted(passphrase:)`` for `count` octets.
    ///
    /// The padding of AES-CBC and the number of octets reveal a wrong passphrase: 32 octets are followed by
    /// 16 of padding, which no wrong key produces.
    ///
    /// - Throws: ``CMSError/wrongPassphrase``, or ``CMSError/malformed(_:)`` if the
    ///   input is not such an output.
    public static func decrypting(
        _ der: [UInt8], count: Int, passphrase: SecretOctets
    ) throws(CMSError) -> SecretOctets {
        ERR_clear_error()
        let decoded = unsafe der.withUnsafeBufferPointer { buffer in
            var position = buffer.baseAddress
            return unsafe d2i_X509_SIG(nil, &position, buffer.count)
        }
        guard let sealed = unsafe decoded else {
            ERR_clear_error()
            throw .malformed(.privateKey)
        }
        defer { unsafe X509_SIG_free(sealed) }
        var algorithm: UnsafePointer<X509_ALGOR>?
        var content: UnsafePointer<ASN1_OCTET_STRING>?
        unsafe X509_SIG_get0(sealed, &algorithm, &content)
        let length = unsafe Int(ASN1_STRING_length(content))
        let start = unsafe ASN1_STRING_get0_data(content)
        let cipherText = SecretOctets(copying: unsafe UnsafeBufferPointer(start: start, count: length).span)
        guard let secret = try? unsafe cipherText.crypt(algorithm, passphrase, encrypting: false),
            secret.count == count
        else { throw .wrongPassphrase }
        return secret
    }

    private func crypt(
        _ algorithm: UnsafePointer<X509_ALGOR>?, _ passphrase: SecretOctets, encrypting: Bool
    ) throws(CMSError) -> SecretOctets {
        var result: UnsafeMutablePointer<UInt8>?
        var count: Int32 = 0
        ccrypto_name_algorithms()
        let made = try unsafe OpenSSL.object("PKCS12_pbe_crypt") {
            unsafe passphrase.withTerminatedOctets { secret in
                unsafe withOctets { octets in
                    unsafe octets.withUnsafeBufferPointer { input in
                        unsafe PKCS12_pbe_crypt(
                            algorithm, secret, Int32(clamping: passphrase.count), input.baseAddress,
                            Int32(clamping: input.count), &result, &count, encrypting ? 1 : 0)
                    }
                }
            }
        }
        defer { unsafe CRYPTO_clear_free(made, Int(count), #fileID, #line) }
        return SecretOctets(copying: unsafe UnsafeBufferPointer(start: made, count: Int(count)).span)
    }
}

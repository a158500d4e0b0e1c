import CCrypto

extension PrivateKey {
    /// Rounds of PBKDF2 with HMAC-SHA256 that protect a key against guessing its passphrase: the figure in
    /// OWASP's password storage sheet since 2023.
    static let derivationRounds: Int32 = 600_000

    /// DER of the PrivateKeyInfo, not encrypted (RFC 5958 §2).
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if memory runs out.
    public func der() throws(CMSError) -> SecretOctets {
        if let structure = ECPrivateKeyInfo(self) { return try structure.der(self) }
        let information = try unsafe OpenSSL.object("EVP_PKEY2PKCS8") { unsafe EVP_PKEY2PKCS8(key) }
        defer { unsafe PKCS8_PRIV_KEY_INFO_free(information) }
        return try unsafe encodedSecret("i2d_PKCS8_PRIV_KEY_INFO") {
            unsafe i2d_PKCS8_PRIV_KEY_INFO(information, $0)
        }
    }

    /// DER of the EncryptedPrivateKeyInfo: PBES2 with PBKDF2, HMAC-SHA256 and AES-256-CBC (RFC 8018 §6.2).
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if libcrypto fails.
    public func encryptedDER(passphrase: SecretOctets) throws(CMSError) -> SecretOctets {
        try encryptedDER(under: passphrase, rounds: Self.derivationRounds)
    }

    /// Returns the same under a secret of 32 or more random octets.
    ///
    /// Rounds slow down guessing, which is impossible here, so one round is enough: thousands of keys are
    /// encrypted and decrypted in the time that a passphrase takes for one.
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if libcrypto fails.
    public func encryptedDER(randomSecret secret: SecretOctets) throws(CMSError) -> SecretOctets {
        try encryptedDER(under: secret, rounds: 1)
    }

    private func encryptedDER(under secret: SecretOctets, rounds: Int32) throws(CMSError) -> SecretOctets {
        let information = try unsafe privateKeyInfo()
        defer { unsafe PKCS8_PRIV_KEY_INFO_free(information) }
        let encrypted = try unsafe OpenSSL.object("PKCS8_encrypt") {
            unsafe secret.withTerminatedOctets { octets in
                unsafe PKCS8_encrypt(
                    -1, EVP_aes_256_cbc(), octets, Int32(clamping: secret.count), nil, 0, rounds, information)
            }
        }
        defer { unsafe X509_SIG_free(encrypted) }
        return try unsafe encodedSecret("i2d_X509_SIG") { unsafe i2d_X509_SIG(encrypted, $0) }
    }

    /// Returns PEM of the key, encrypted if there is a passphrase (RFC 7468 §10, §11).
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if libcrypto fails.
    public func pem(passphrase: SecretOctets? = nil) throws(CMSError) -> SecretOctets {
        guard let passphrase else { return try PEM.encode(der(), label: "PRIVATE KEY") }
        return try PEM.encode(encryptedDER(passphrase: passphrase), label: "ENCRYPTED PRIVATE KEY")
    }

    /// The caller owns the result, which wipes its octets when it is freed.
    private func privateKeyInfo() throws(CMSError) -> OpaquePointer {
        let der = try der()
        return try unsafe OpenSSL.object("d2i_PKCS8_PRIV_KEY_INFO") {
            unsafe der.withOctets { octets in
                unsafe octets.withUnsafeBufferPointer { buffer in
                    var position = buffer.baseAddress
                    return unsafe d2i_PKCS8_PRIV_KEY_INFO(nil, &position, buffer.count)
                }
            }
        }
    }
}

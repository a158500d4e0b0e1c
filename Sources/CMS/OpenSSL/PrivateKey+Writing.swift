import CCrypto

extension PrivateKey {
    /// Rounds of PBKDF2 with HMAC-SHA256 that guard a key against guessing its passphrase: the figure
    /// that OWASP's password storage sheet has given since 2023.
    static let derivationRounds: Int32 = 600_000

    /// DER of the PrivateKeyInfo, not encrypted (RFC 5958 §2).
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if memory runs out.
    public func der() throws(CMSError) -> SecretOctets {
        let information = try unsafe privateKeyInfo()
        defer { unsafe PKCS8_PRIV_KEY_INFO_free(information) }
        return try unsafe encodedSecret("i2d_PKCS8_PRIV_KEY_INFO") {
            unsafe i2d_PKCS8_PRIV_KEY_INFO(information, $0)
        }
    }

    /// DER of the EncryptedPrivateKeyInfo: PBES2 with PBKDF2, HMAC-SHA256 and AES-256-CBC (RFC 8018 §6.2).
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if libcrypto fails.
    public func encryptedDER(passphrase: SecretOctets) throws(CMSError) -> SecretOctets {
        let information = try unsafe privateKeyInfo()
        defer { unsafe PKCS8_PRIV_KEY_INFO_free(information) }
        let encrypted = try unsafe OpenSSL.object("PKCS8_encrypt") {
            unsafe passphrase.withTerminatedOctets { secret in
                unsafe PKCS8_encrypt(
                    -1, EVP_aes_256_cbc(), secret, Int32(clamping: passphrase.count), nil, 0,
                    Self.derivationRounds, information)
            }
        }
        defer { unsafe X509_SIG_free(encrypted) }
        return try unsafe encodedSecret("i2d_X509_SIG") { unsafe i2d_X509_SIG(encrypted, $0) }
    }

    /// PEM of the key, encrypted where there is a passphrase (RFC 7468 §10, §11).
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if libcrypto fails.
    public func pem(passphrase: SecretOctets? = nil) throws(CMSError) -> SecretOctets {
        guard let passphrase else { return try PEM.encode(der(), label: "PRIVATE KEY") }
        return try PEM.encode(encryptedDER(passphrase: passphrase), label: "ENCRYPTED PRIVATE KEY")
    }

    /// The caller owns the result.
    private func privateKeyInfo() throws(CMSError) -> OpaquePointer {
        try unsafe OpenSSL.object("EVP_PKEY2PKCS8") { unsafe EVP_PKEY2PKCS8(key) }
    }
}

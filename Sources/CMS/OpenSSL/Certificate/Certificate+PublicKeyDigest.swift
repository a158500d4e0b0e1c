import CCrypto

extension Certificate {
    /// SHA-256 of the public key: the same for every certificate of one key.
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if libcrypto cannot digest it.
    public func publicKeyDigest() throws(CMSError) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        try OpenSSL.success("X509_pubkey_digest") {
            unsafe X509_pubkey_digest(x509, EVP_sha256(), &digest, nil)
        }
        return digest
    }
}

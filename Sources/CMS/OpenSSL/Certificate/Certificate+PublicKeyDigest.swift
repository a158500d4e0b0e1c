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

    /// The content of the BIT STRING of the public key (RFC 5280 §4.1), without the number of unused bits:
    /// the same for every certificate of one key.
    public var publicKeyBits: [UInt8] {
        guard let bits = unsafe X509_get0_pubkey_bitstr(x509) else { return [] }
        return unsafe [UInt8](
            UnsafeBufferPointer(start: ASN1_STRING_get0_data(bits), count: Int(ASN1_STRING_length(bits))))
    }
}

import CCrypto

extension ContentKeyDerivation {
    /// Derives the key for a cipher, as long as `key`, from DER of the cipher's AlgorithmIdentifier (RFC 9709
    /// §2).
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if libcrypto fails.
    func key(from key: SecretOctets, for cipher: ArraySlice<UInt8>) throws(CMSError) -> SecretOctets {
        let context = try KeyContext.hkdf()
        let pointer = unsafe context.pointer
        let digest =
            switch self {
            case .hkdfSHA256: unsafe EVP_sha256()
            }
        try OpenSSL.success("EVP_PKEY_derive_init") { unsafe EVP_PKEY_derive_init(pointer) }
        try OpenSSL.success("EVP_PKEY_CTX_set_hkdf_md") { unsafe EVP_PKEY_CTX_set_hkdf_md(pointer, digest) }
        try OpenSSL.success("EVP_PKEY_CTX_set1_hkdf_salt") {
            unsafe EVP_PKEY_CTX_set1_hkdf_salt(pointer, Self.salt, Int32(Self.salt.count))
        }
        try key.withOctets { (octets) throws(CMSError) in
            _ = try OpenSSL.success("EVP_PKEY_CTX_set1_hkdf_key") {
                unsafe octets.withUnsafeBufferPointer { octets in
                    unsafe EVP_PKEY_CTX_set1_hkdf_key(pointer, octets.baseAddress, Int32(octets.count))
                }
            }
        }
        let info = [UInt8](cipher)
        try OpenSSL.success("EVP_PKEY_CTX_add1_hkdf_info") {
            unsafe EVP_PKEY_CTX_add1_hkdf_info(pointer, info, Int32(info.count))
        }
        ERR_clear_error()
        let derived = unsafe SecretOctets(capacity: key.count) { memory in
            var count = memory.count
            return unsafe EVP_PKEY_derive(pointer, memory.baseAddress, &count) == 1 ? count : 0
        }
        guard derived.count == key.count else { throw .openSSL(.drained("EVP_PKEY_derive")) }
        return derived
    }

    /// RFC 9709 §2.
    private static let salt = [UInt8]("The Cryptographic Message Syntax".utf8)
}

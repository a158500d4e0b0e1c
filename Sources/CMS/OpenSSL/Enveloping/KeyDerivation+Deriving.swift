import CCrypto

extension KeyDerivation {
    /// Derives the key from an agreed secret.
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if libcrypto fails.
    func key(from secret: SecretOctets) throws(CMSError) -> SecretOctets {
        let derived = secret.withOctets { secret in
            unsafe secret.withUnsafeBufferPointer { secret in
                unsafe SecretOctets(capacity: wrapping.keyOctets) { memory in
                    let result = unsafe ccrypto_derive(
                        function == .hkdf ? "HKDF" : "X963KDF", digest.kdfName, secret.baseAddress,
                        secret.count, salt, salt.count, sharedInfo, sharedInfo.count, memory.baseAddress,
                        memory.count)
                    return result == 1 ? memory.count : 0
                }
            }
        }
        guard derived.count == wrapping.keyOctets else { throw .openSSL(.drained("EVP_KDF_derive")) }
        return derived
    }
}

extension DigestAlgorithm {
    /// libcrypto's name for it.
    var kdfName: String {
        switch self {
        case .sha1: "SHA1"
        case .sha256: "SHA256"
        case .sha384: "SHA384"
        case .sha512: "SHA512"
        }
    }
}

import CCrypto

extension KeyDerivationFunction {
    /// Derives a key of this many octets from a secret.
    ///
    /// - Parameter salt: only for HKDF; empty for none.
    /// - Throws: ``CMSError/openSSL(_:)`` if libcrypto fails.
    func key(
        from secret: SecretOctets, _ digest: DigestAlgorithm, salt: [UInt8], information: [UInt8], octets: Int
    ) throws(CMSError) -> SecretOctets {
        let derived = secret.withOctets { secret in
            unsafe secret.withUnsafeBufferPointer { secret in
                unsafe SecretOctets(capacity: octets) { memory in
                    let result = unsafe ccrypto_derive(
                        name, digest.libcryptoName, secret.baseAddress, secret.count, salt, salt.count,
                        information, information.count, memory.baseAddress, memory.count)
                    return result == 1 ? memory.count : 0
                }
            }
        }
        guard derived.count == octets else { throw .openSSL(.drained("EVP_KDF_derive")) }
        return derived
    }

    /// libcrypto's name for it.
    private var name: String {
        switch self {
        case .x963: "X963KDF"
        case .hkdf: "HKDF"
        }
    }
}

extension KeyDerivation {
    /// Derives the key that wraps from an agreed secret.
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if libcrypto fails.
    func key(from secret: SecretOctets) throws(CMSError) -> SecretOctets {
        try function.key(
            from: secret, digest, salt: salt, information: sharedInfo, octets: wrapping.keyOctets)
    }
}

extension ContentKeyDerivation {
    /// Derives the key for a cipher, as long as `key`, from DER of the cipher's AlgorithmIdentifier (RFC 9709
    /// §2).
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if libcrypto fails.
    func key(from key: SecretOctets, for cipher: ArraySlice<UInt8>) throws(CMSError) -> SecretOctets {
        switch self {
        case .hkdfSHA256:
            try KeyDerivationFunction.hkdf.key(
                from: key, .sha256, salt: Self.salt, information: [UInt8](cipher), octets: key.count)
        }
    }

    /// RFC 9709 §2.
    private static let salt = [UInt8]("The Cryptographic Message Syntax".utf8)
}

extension DigestAlgorithm {
    /// libcrypto's name for it.
    var libcryptoName: String {
        switch self {
        case .sha1: "SHA1"
        case .sha256: "SHA256"
        case .sha384: "SHA384"
        case .sha512: "SHA512"
        }
    }
}

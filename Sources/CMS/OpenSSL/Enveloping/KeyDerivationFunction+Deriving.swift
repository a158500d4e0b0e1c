import CCrypto

extension KeyDerivationFunction {
    /// Derives a key of this many octets from a secret.
    ///
    /// - Parameter salt: only for HKDF; empty for none.
    /// - Throws: ``CMSError/openSSL(_:)`` if libcrypto fails.
    func key(
        from secret: SecretOctets, _ digest: DigestAlgorithm, salt: [UInt8], information: [UInt8], octets: Int
    ) throws(CMSError) -> SecretOctets {
        switch self {
        case .x963: try Self.x963(secret, digest, information: information, octets: octets)
        case .hkdf: try Self.hkdf(secret, digest, salt: salt, information: information, octets: octets)
        }
    }

    /// ANSI-X9.63-KDF: the digests of secret, counter and information, one after the other (SEC 1 §3.6.1).
    ///
    /// libcrypto's implementation fetches the function and the digest for each key, which takes
    /// longer than the digests.
    private static func x963(
        _ secret: SecretOctets, _ digest: DigestAlgorithm, information: [UInt8], octets: Int
    ) throws(CMSError) -> SecretOctets {
        let rounds = (octets + digest.octets - 1) / digest.octets
        return try unsafe SecretOctets(capacity: rounds * digest.octets) { (key) throws(CMSError) in
            for round in 0..<rounds {
                let counter = UInt32(round + 1)
                let input = secret.followed(by: counter, information)
                let output = unsafe UnsafeMutableBufferPointer(rebasing: key[(round * digest.octets)...])
                try unsafe digest.fetched.write(digestOf: input, to: output)
            }
            return octets
        }
    }

    /// HKDF (RFC 5869).
    private static func hkdf(
        _ secret: SecretOctets, _ digest: DigestAlgorithm, salt: [UInt8], information: [UInt8], octets: Int
    ) throws(CMSError) -> SecretOctets {
        let derived = secret.withOctets { secret in
            unsafe secret.withUnsafeBufferPointer { secret in
                unsafe SecretOctets(capacity: octets) { memory in
                    let result = unsafe ccrypto_derive(
                        "HKDF", digest.libcryptoName, secret.baseAddress, secret.count, salt, salt.count,
                        information, information.count, memory.baseAddress, memory.count)
                    return result == 1 ? memory.count : 0
                }
            }
        }
        guard derived.count == octets else { throw .openSSL(.drained("EVP_KDF_derive")) }
        return derived
    }
}

extension SecretOctets {
    /// Returns these octets with a counter of four octets and others, which are not secret, after them.
    fileprivate func followed(by counter: UInt32, _ others: [UInt8]) -> SecretOctets {
        withOctets { octets in
            unsafe SecretOctets(capacity: count + 4 + others.count) { memory in
                for index in octets.indices { unsafe memory[index] = octets[index] }
                for index in 0..<4 {
                    unsafe memory[count + index] = UInt8(truncatingIfNeeded: counter >> (24 - 8 * index))
                }
                for index in others.indices { unsafe memory[count + 4 + index] = others[index] }
                return memory.count
            }
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

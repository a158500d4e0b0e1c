import CCrypto

/// SHA-256, for fingerprints and caches.
public enum SHA256 {
    /// The 32 octets of the digest.
    public static func digest(of octets: [UInt8]) -> [UInt8] {
        if let digest = try? FetchedDigest.sha256.digest(of: octets.span) { return digest }
        // Retry: memory may be available again.
        var digest = [UInt8](repeating: 0, count: 32)
        _ = unsafe CCrypto.SHA256(octets, octets.count, &digest)
        return digest
    }
}

/// A digest algorithm, fetched once: libcrypto's own functions fetch it on every call, under a lock shared by
/// all threads, which takes longer than digesting a certificate.
@safe final class FetchedDigest: Sendable {
    static let sha1 = FetchedDigest("SHA1", count: 20)
    static let sha256 = FetchedDigest("SHA256", count: 32)
    static let sha384 = FetchedDigest("SHA384", count: 48)
    static let sha512 = FetchedDigest("SHA512", count: 64)

    // Never changed or freed.
    private nonisolated(unsafe) let algorithm: Result<OpaquePointer, CMSError>
    private let count: Int

    private init(_ name: String, count: Int) {
        unsafe algorithm = Result { () throws(CMSError) in
            try unsafe OpenSSL.object("EVP_MD_fetch") { unsafe EVP_MD_fetch(nil, name, nil) }
        }
        self.count = count
    }

    /// - Throws: ``CMSError/openSSL(_:)`` if libcrypto does not have the algorithm.
    func digest(of octets: Span<UInt8>) throws(CMSError) -> [UInt8] {
        let algorithm = try unsafe algorithm.get()
        var digest = [UInt8](repeating: 0, count: count)
        try unsafe octets.withUnsafeBufferPointer { (octets) throws(CMSError) in
            _ = try OpenSSL.success("EVP_Digest") {
                unsafe EVP_Digest(octets.baseAddress, octets.count, &digest, nil, algorithm, nil)
            }
        }
        return digest
    }

    /// Writes the digest of a secret to memory that has room for it.
    ///
    /// - Throws: as ``digest(of:)``.
    func write(
        digestOf secret: SecretOctets, to memory: UnsafeMutableBufferPointer<UInt8>
    ) throws(CMSError) {
        let algorithm = try unsafe algorithm.get()
        guard memory.count >= count else {
            throw .openSSL(OpenSSLFailure(function: "EVP_Digest", entries: []))
        }
        try secret.withOctets { (octets) throws(CMSError) in
            _ = try OpenSSL.success("EVP_Digest") {
                unsafe octets.withUnsafeBufferPointer { octets in
                    unsafe EVP_Digest(
                        octets.baseAddress, octets.count, memory.baseAddress, nil, algorithm, nil)
                }
            }
        }
    }
}

extension DigestAlgorithm {
    /// libcrypto's implementation.
    var fetched: FetchedDigest {
        switch self {
        case .sha1: FetchedDigest.sha1
        case .sha256: FetchedDigest.sha256
        case .sha384: FetchedDigest.sha384
        case .sha512: FetchedDigest.sha512
        }
    }

    /// The digest of `octets`.
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if libcrypto does not have the algorithm.
    func value(of octets: [UInt8]) throws(CMSError) -> [UInt8] { try fetched.digest(of: octets.span) }

    /// The digest of `octets`.
    ///
    /// - Throws: as for an array.
    func value(of octets: Span<UInt8>) throws(CMSError) -> [UInt8] { try fetched.digest(of: octets) }
}

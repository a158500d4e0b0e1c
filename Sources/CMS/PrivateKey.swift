import CCrypto

/// A private key, held by libcrypto, which wipes it when the last user lets go of it.
public struct PrivateKey: Sendable {
    /// Safe to share between threads: keys are never changed after they are made.
    nonisolated(unsafe) let key: EVP_PKEY

    /// Kind and size.
    public let algorithm: KeyAlgorithm

    /// The public half; its point is asked for once, however often it is written.
    public let publicKey: PublicKey

    /// `algorithm` and `point` where they are known; otherwise libcrypto is asked.
    init(adopting key: EVP_PKEY, algorithm: KeyAlgorithm? = nil, point: [UInt8]? = nil) {
        unsafe self.key = key
        let algorithm = algorithm ?? keyAlgorithm(of: key)
        self.algorithm = algorithm
        publicKey = PublicKey(sharing: key, algorithm: algorithm, point: point)
    }

    /// Whether `certificate` holds the public half of this key.
    public func matches(_ certificate: Certificate) -> Bool {
        unsafe EVP_PKEY_eq(key, X509_get0_pubkey(certificate.x509)) == 1
    }

    /// Whether it matches `certificate` and its own two halves belong together.
    ///
    /// For keys from elsewhere: a file may have another private number beside the public key, whose signatures nobody
    /// could verify. Looking takes as long as making a signature.
    public func isSound(for certificate: Certificate) -> Bool {
        guard matches(certificate), let context = try? unsafe KeyContext.made(for: key) else { return false }
        defer { ERR_clear_error() }
        return unsafe EVP_PKEY_pairwise_check(context.pointer) == 1
    }
}

import CCrypto

/// A private key, held by libcrypto, which wipes it when the last user lets go of it.
public struct PrivateKey: Sendable {
    /// Safe to share between threads: keys are never changed after they are made.
    nonisolated(unsafe) let key: EVP_PKEY

    /// Kind and size.
    public let algorithm: KeyAlgorithm

    /// `algorithm` where it is known; otherwise libcrypto is asked.
    init(adopting key: EVP_PKEY, algorithm: KeyAlgorithm? = nil) {
        unsafe self.key = key
        self.algorithm = algorithm ?? keyAlgorithm(of: key)
    }

    /// Whether `certificate` holds the public half of this key.
    public func matches(_ certificate: Certificate) -> Bool {
        unsafe EVP_PKEY_eq(key, X509_get0_pubkey(certificate.x509)) == 1
    }
}

import CCrypto

/// A private key in libcrypto, which wipes it when the last reference is released.
public struct PrivateKey: Sendable {
    /// Safe to share between threads: keys never change.
    nonisolated(unsafe) let key: EVP_PKEY

    /// Kind and size.
    public let algorithm: KeyAlgorithm

    /// The public half; its point is computed once.
    public let publicKey: PublicKey

    /// Contexts for opening envelopes with the key.
    let contexts: OpeningContexts

    /// Contexts that all copies of a key share.
    final class OpeningContexts: Sendable {
        let transport = IdleTransportContexts()
        let agreement = IdleAgreementContexts()
    }

    /// Creates a key; libcrypto computes `algorithm` and `point` if they are nil.
    init(adopting key: EVP_PKEY, algorithm: KeyAlgorithm? = nil, point: [UInt8]? = nil) {
        unsafe self.key = key
        let algorithm = algorithm ?? keyAlgorithm(of: key)
        self.algorithm = algorithm
        publicKey = PublicKey(sharing: key, algorithm: algorithm, point: point)
        contexts = OpeningContexts()
    }

    /// Returns whether `certificate` has the public half of this key.
    public func matches(_ certificate: Certificate) -> Bool {
        unsafe EVP_PKEY_eq(key, X509_get0_pubkey(certificate.x509)) == 1
    }

    /// Returns whether it matches `certificate` and its own two halves belong together.
    ///
    /// For imported keys: a file may have another private number next to the public key, whose signatures
    /// would not verify. The check takes as long as a signature.
    public func isConsistent(with certificate: Certificate) -> Bool {
        guard matches(certificate), let context = try? unsafe KeyContext.made(for: key) else { return false }
        defer { ERR_clear_error() }
        return unsafe EVP_PKEY_pairwise_check(context.pointer) == 1
    }
}

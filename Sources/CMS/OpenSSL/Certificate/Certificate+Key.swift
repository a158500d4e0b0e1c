import CCrypto
import Synchronization

extension Certificate {
    /// Refuses a key that is unsupported for signing.
    ///
    /// - Throws: ``CMSError/unsupportedKey(_:)`` unless it is RSA, RSASSA-PSS, P-256 or P-384, or
    ///   for unsupported RSASSA-PSS parameters, ``CMSError/weakAlgorithm(_:)`` for RSA below 2048
    ///   bits and RSASSA-PSS with SHA-1.
    public func checkSigningKey() throws(CMSError) {
        if case .other(let name) = facts.key { throw .unsupportedKey(name) }
        guard !facts.key.isWeak else { throw .weakAlgorithm(facts.key.name) }
        if case .rsaPSS = facts.key { _ = try PSSParameters(of: self) }
    }

    /// Refuses a key that is unsupported for encryption.
    ///
    /// - Throws: ``CMSError/unsupportedKey(_:)`` unless it is RSA, P-256 or P-384,
    ///   ``CMSError/signingKeyOnly(_:)`` for RSASSA-PSS, ``CMSError/weakAlgorithm(_:)`` for RSA below 2048
    ///   bits, ``CMSError/malformed(_:)`` for an invalid key.
    public func checkEnvelopingKey() throws(CMSError) {
        guard !facts.key.isWeak || facts.key == .other("DSA") else { throw .weakAlgorithm(facts.key.name) }
        switch facts.key {
        case .other(let name): throw .unsupportedKey(name)
        case .rsaPSS: throw .signingKeyOnly("RSASSA-PSS")
        case .rsa: try publicKey.checkNumbers()
        case .elliptic: guard try isOnItsCurve else { throw .malformed(.certificate) }
        }
    }

    /// Whether the key is a point of its curve; the answer cannot change, and is cached.
    private var isOnItsCurve: Bool {
        get throws(CMSError) {
            if let known = storage.isKeyOnCurve.withLock({ $0 }) { return known }
            let isOnCurve = try publicKey.isPointOfItsCurve
            storage.isKeyOnCurve.withLock { $0 = isOnCurve }
            return isOnCurve
        }
    }
}

import CCrypto
import Synchronization

extension Certificate {
    /// Refuses a key that is unsupported for signing.
    ///
    /// - Throws: ``CMSError/unsupportedKey(_:)`` unless it is RSA, RSASSA-PSS, Ed25519 or on a named curve,
    ///   or for unsupported RSASSA-PSS parameters, ``CMSError/encryptionKeyOnly(_:)`` for X25519,
    ///   ``CMSError/weakAlgorithm(_:)`` for RSA below 2048 bits and RSASSA-PSS with SHA-1.
    public func checkSigningKey() throws(CMSError) {
        guard !facts.key.isWeak || facts.key == .other("DSA") else { throw .weakAlgorithm(facts.key.name) }
        switch facts.key {
        case .other(let name): throw .unsupportedKey(name)
        case .x25519: throw .encryptionKeyOnly(facts.key.name)
        case .rsaPSS: _ = try PSSParameters(of: self)
        case .rsa, .elliptic, .ed25519: break
        }
    }

    /// Refuses a key that is unsupported for encryption.
    ///
    /// - Throws: ``CMSError/unsupportedKey(_:)`` unless it is RSA, X25519 or on a named curve,
    ///   ``CMSError/signingKeyOnly(_:)`` for RSASSA-PSS and Ed25519, ``CMSError/weakAlgorithm(_:)`` for RSA
    ///   below 2048 bits, ``CMSError/malformed(_:)`` for an invalid key.
    public func checkEnvelopingKey() throws(CMSError) {
        guard !facts.key.isWeak || facts.key == .other("DSA") else { throw .weakAlgorithm(facts.key.name) }
        switch facts.key {
        case .other(let name): throw .unsupportedKey(name)
        case .rsaPSS: throw .signingKeyOnly("RSASSA-PSS")
        case .ed25519: throw .signingKeyOnly(facts.key.name)
        case .rsa: try publicKey.checkNumbers()
        case .elliptic, .x25519: guard try isFitForAgreement else { throw .malformed(.certificate) }
        }
    }

    /// Whether secrets can be agreed on with the key; the answer cannot change, and is cached.
    private var isFitForAgreement: Bool {
        get throws(CMSError) {
            if let known = storage.isKeyFitForAgreement.withLock({ $0 }) { return known }
            let key = try publicKey
            let isFit = facts.key == .x25519 ? key.isFitForAgreement : key.isPointOfItsCurve
            storage.isKeyFitForAgreement.withLock { $0 = isFit }
            return isFit
        }
    }
}

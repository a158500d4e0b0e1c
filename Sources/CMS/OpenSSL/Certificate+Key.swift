import CCrypto
import Synchronization

extension Certificate {
    /// Refuses a key that nothing can be signed with here.
    ///
    /// - Throws: ``CMSError/unsupportedKey(_:)`` unless it is RSA, RSASSA-PSS, P-256 or P-384, or for RSASSA-PSS with
    ///   parameters of other kinds, ``CMSError/weakAlgorithm(_:)`` for RSA below 2048 bits and RSASSA-PSS with SHA-1.
    public func checkSigningKey() throws(CMSError) {
        if case .other(let name) = facts.key { throw .unsupportedKey(name) }
        guard !facts.key.isWeak else { throw .weakAlgorithm(facts.key.name) }
        if case .rsaPSS = facts.key { _ = try PSSParameters(of: self) }
    }

    /// Refuses a key that nothing can be encrypted for here.
    ///
    /// - Throws: ``CMSError/unsupportedKey(_:)`` unless it is RSA, P-256 or P-384, ``CMSError/signingKeyOnly(_:)`` for
    ///   RSASSA-PSS, ``CMSError/weakAlgorithm(_:)`` for RSA below 2048 bits, ``CMSError/malformed(_:)`` for numbers that
    ///   are no key.
    public func checkEnvelopingKey() throws(CMSError) {
        guard !facts.key.isWeak || facts.key == .other("DSA") else { throw .weakAlgorithm(facts.key.name) }
        switch facts.key {
        case .other(let name): throw .unsupportedKey(name)
        case .rsaPSS: throw .signingKeyOnly("RSASSA-PSS")
        case .rsa: try publicKey.checkNumbers()
        case .p256, .p384: guard try isOnItsCurve else { throw .malformed(.certificate) }
        }
    }

    /// Whether the key is a point of its curve; the answer cannot change, and is remembered.
    private var isOnItsCurve: Bool {
        get throws(CMSError) {
            if let known = storage.isKeySound.withLock({ $0 }) { return known }
            let isSound = try publicKey.isPointOfItsCurve
            storage.isKeySound.withLock { $0 = isSound }
            return isSound
        }
    }
}

/// Kind and size of the key in a certificate.
///
/// A curve that is written out is none that a certificate may have (RFC 5480 §2.1.1), even if it is a known one.
func certificateKeyAlgorithm(of x509: X509) -> KeyAlgorithm {
    guard let key = X509_get0_pubkey(x509) else {
        ERR_clear_error()
        return .other(undecodedKeyName(of: x509))
    }
    let algorithm = keyAlgorithm(of: key)
    guard EVP_PKEY_get_id(key) == EVP_PKEY_EC else { return algorithm }
    var isWrittenOut: Int32 = 0
    let isKnown = unsafe EVP_PKEY_get_int_param(key, "decoded-from-explicit", &isWrittenOut)
    ERR_clear_error()
    guard isKnown == 1, isWrittenOut != 0 else { return algorithm }
    return .other("\(algorithm.name) (explicit parameters)")
}

/// The name of the algorithm of a key that libcrypto does not decode, or of its curve.
private func undecodedKeyName(of x509: X509) -> String {
    defer { ERR_clear_error() }
    var object: OpaquePointer?
    var algorithm: UnsafeMutablePointer<X509_ALGOR>?
    guard let info = unsafe X509_get_X509_PUBKEY(x509),
        unsafe X509_PUBKEY_get0_param(&object, nil, nil, &algorithm, info) == 1
    else { return "unknown" }
    let nid = unsafe OBJ_obj2nid(object)
    if nid == NID_rsassaPss { return "RSASSA-PSS (unknown parameters)" }
    var type: Int32 = 0
    var value: UnsafeRawPointer?
    unsafe X509_ALGOR_get0(nil, &type, &value, algorithm)
    if nid == NID_X9_62_id_ecPublicKey {
        guard type == V_ASN1_OBJECT, let value = unsafe value else { return "EC (explicit parameters)" }
        return unsafe name(of: OpaquePointer(value))
    }
    return unsafe name(of: object)
}

/// libcrypto's name for an identifier, or its dotted form.
private func name(of object: OpaquePointer?) -> String {
    guard let object = unsafe object else { return "unknown" }
    var text = [CChar](repeating: 0, count: 80)
    let count = unsafe OBJ_obj2txt(&text, Int32(text.count), object, 0)
    guard count > 0 else { return "unknown" }
    let octets = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return String(decoding: octets, as: UTF8.self)
}

/// A prepared signer: certificate and key, checked against each other once, used for many messages.
public struct Signer: Sendable {
    /// Which RSA signature is made (RFC 8551 §2.2).
    public enum RSASignature: String, Sendable, CaseIterable {
        /// PKCS#1 v1.5, which every receiver must verify.
        case pkcs1
        /// RSASSA-PSS with SHA-256 in hash and mask, and a salt of 32 octets.
        case pss
    }

    /// Whether the signed content travels inside (application/pkcs7-mime) or beside it (multipart/signed).
    public enum Form: Sendable {
        case opaque
        case detached
    }

    /// The signer's certificate, which goes into every message.
    public let certificate: Certificate
    let key: PrivateKey
    let rsaSignature: RSASignature
    /// DER of SMIMECapabilities, the same for every message.
    let capabilities: [UInt8]

    /// Prepares to sign with `key`.
    ///
    /// - Throws: ``CMSError/keyDoesNotMatchCertificate`` if the two do not belong together,
    ///   ``CMSError/unsupportedAlgorithm(_:)`` unless the key is RSA, P-256 or P-384.
    public init(
        certificate: Certificate, key: PrivateKey, rsaSignature: RSASignature = .pkcs1
    ) throws(CMSError) {
        if case .other(let name) = key.algorithm { throw .unsupportedAlgorithm(name) }
        guard !key.algorithm.isWeak else { throw .weakAlgorithm(key.algorithm.name) }
        guard key.matches(certificate) else { throw .keyDoesNotMatchCertificate }
        self.certificate = certificate
        self.key = key
        self.rsaSignature = rsaSignature
        self.capabilities = Self.encodedCapabilities
    }

    /// What this library opens, best first (RFC 8551 §2.5.2): AES-256-GCM, AES-128-GCM, AES-256-CBC,
    /// AES-128-CBC.
    private static var encodedCapabilities: [UInt8] {
        let ciphers: [ObjectIdentifier] = [.aes256GCM, .aes128GCM, .aes256CBC, .aes128CBC]
        let entries = ciphers.map { cipher in
            let identifier = DERWriter.element(DERTag.objectIdentifier, [cipher.octets])
            return DERWriter.element(DERTag.sequence, [identifier[...]])[...]
        }
        return DERWriter.element(DERTag.sequence, entries)
    }
}

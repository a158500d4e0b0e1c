/// A prepared envelope: cipher and recipients, used for many messages.
///
/// It does not check whether the certificates are trusted, valid or permitted for encryption; the
/// caller must have checked them.
public struct Enveloper: Sendable {
    /// The transport of a content-encryption key to RSA recipients (RFC 8551 §2.3).
    public enum RSAKeyTransport: String, Sendable, CaseIterable {
        /// RSAES-OAEP with SHA-256 in hash and mask.
        case oaep
        /// PKCS#1 v1.5, for peers that support nothing else.
        case pkcs1
    }

    /// The content-encryption algorithm.
    public let cipher: ContentCipher
    /// The derivation of the cipher's key from the key that the recipients get; nil if they get it itself.
    public let keyDerivation: ContentKeyDerivation?
    /// The recipients, each certificate once.
    public var recipients: [Certificate] { prepared.map(\.certificate) }
    let prepared: [EnvelopeRecipient]
    let algorithm: ContentAlgorithmTemplate

    /// Prepares to envelope for `recipients`.
    ///
    /// - Throws: ``CMSError/noCertificate`` if there are none, what ``Certificate/checkEnvelopingKey()``
    ///   throws, ``CMSError/unsupportedAlgorithm(_:_:)`` for 3DES, and for ChaCha20-Poly1305 with RSA PKCS#1
    ///   v1.5, ``CMSError/tooMany(_:limit:)`` for more than 256.
    public init(
        cipher: ContentCipher, recipients: [Certificate], rsaKeyTransport: RSAKeyTransport = .oaep,
        keyDerivation: ContentKeyDerivation? = nil
    ) throws(CMSError) {
        guard !cipher.isWeak else { throw .unsupportedAlgorithm(cipher.name, .contentEncryption) }
        var distinct: [Certificate] = []
        for certificate in recipients where !distinct.contains(certificate) {
            try certificate.checkEnvelopingKey()
            distinct.append(certificate)
        }
        guard !distinct.isEmpty else { throw .noCertificate }
        guard distinct.count <= EnvelopedData.maximumRecipients else {
            throw .tooMany(.recipientInfo, limit: EnvelopedData.maximumRecipients)
        }
        guard Self.supports(cipher, recipients: distinct, rsaKeyTransport: rsaKeyTransport) else {
            throw .unsupportedAlgorithm("\(cipher.name) with RSA PKCS#1 v1.5", .keyManagement)
        }
        self.cipher = cipher
        self.keyDerivation = keyDerivation
        algorithm = ContentAlgorithmTemplate(cipher, keyDerivation)
        prepared = distinct.map { EnvelopeRecipient($0, cipher: cipher, rsaKeyTransport: rsaKeyTransport) }
    }

    /// Returns whether a cipher is sent with this key transport: peers that support PKCS#1 v1.5 only
    /// do not have ChaCha20-Poly1305.
    package static func supports(
        _ cipher: ContentCipher, recipients: [Certificate], rsaKeyTransport: RSAKeyTransport
    ) -> Bool {
        cipher != .chaCha20Poly1305 || rsaKeyTransport != .pkcs1
            || !recipients.contains(where: \.facts.key.isRSA)
    }
}

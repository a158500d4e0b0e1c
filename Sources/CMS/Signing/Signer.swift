/// A prepared signer: certificate and key, checked against each other once, used for many messages.
public struct Signer: Sendable {
    /// The kind of RSA signature (RFC 8551 §2.2).
    public enum RSASignature: String, Sendable, CaseIterable {
        /// PKCS#1 v1.5, which every receiver must verify.
        case pkcs1
        /// RSASSA-PSS with SHA-256 in hash and mask, and a salt of 32 octets, unless the key requires others.
        case pss
    }

    /// Whether the signed content is inside the CMS object (application/pkcs7-mime) or
    /// next to it (multipart/signed).
    public enum Form: Sendable {
        case opaque
        case detached
    }

    /// The signer's certificate, which goes into every message.
    public let certificate: Certificate
    /// The certificate of the signer's key for encryption, if that is another one; it goes into every message
    /// too.
    public let encryptionCertificate: Certificate?
    /// The digest of content and signed attributes: SHA-512 for P-521 and Ed25519, otherwise SHA-256, unless
    /// the key is for another one (RFC 4055 §3.3).
    public let digest: DigestAlgorithm
    let contexts: SigningContexts
    let template: SignedDataTemplate
    /// The signed attributes with a UTCTime.
    let attributes: SignedAttributesTemplate

    /// Prepares to sign with `key`, and to name `encryptionCertificate` as the one to encrypt for (RFC 8551
    /// §2.5.3).
    ///
    /// An RSASSA-PSS key always signs with RSASSA-PSS, whatever `rsaSignature` is, within the
    /// parameters of its certificate.
    ///
    /// - Throws: ``CMSError/keyDoesNotMatchCertificate`` if the two do not belong together, what
    ///   ``Certificate/checkSigningKey()`` throws, and ``CMSError/unsupportedKey(_:)`` for an RSASSA-PSS key
    ///   whose private half has other parameters.
    public init(
        certificate: Certificate, key: PrivateKey, rsaSignature: RSASignature = .pkcs1,
        encryptionCertificate: Certificate? = nil
    ) throws(CMSError) {
        try certificate.checkSigningKey()
        guard key.matches(certificate) else { throw .keyDoesNotMatchCertificate }
        let parameters: PSSParameters? =
            switch certificate.facts.key {
            case .rsaPSS: try PSSParameters(of: certificate)
            case .rsa where rsaSignature == .pss: .standard
            case .rsa, .elliptic, .ed25519, .x25519, .other: nil
            }
        try parameters?.check(key)
        let scheme = SignatureScheme(
            digest: parameters?.digest ?? key.algorithm.messageDigest, pss: parameters,
            signsOctets: key.algorithm == .ed25519)
        digest = scheme.digest
        self.certificate = certificate
        contexts = SigningContexts(key, scheme: scheme)
        self.encryptionCertificate = encryptionCertificate
        template = SignedDataTemplate(
            signer: certificate, encryption: encryptionCertificate, scheme: scheme)
        attributes = SignedAttributesTemplate(
            signer: certificate, encryption: encryptionCertificate, digest: scheme.digest,
            timeOctets: Self.octetsOfUTCTime)
    }

    /// An element of "YYMMDDHHMMSSZ".
    private static let octetsOfUTCTime = 15
}

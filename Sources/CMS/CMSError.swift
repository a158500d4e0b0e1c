public import struct FoundationEssentials.Date

/// Why a cryptographic object could not be read, made, trusted or opened.
public enum CMSError: Error, Equatable, Sendable {
    /// A structure that these errors refer to, by its name in the RFCs.
    public enum Structure: String, Sendable {
        case contentInfo = "ContentInfo"
        case signedData = "SignedData"
        case element = "ASN.1 element"
        case digestAlgorithm = "DigestAlgorithmIdentifier"
        case revocationList = "CRL"
        case signerInfo = "SignerInfo"
        case signedAttributes = "SignedAttributes"
        case authenticatedAttributes = "AuthAttributes"
        case algorithmProtection = "CMSAlgorithmProtection"
        case envelopedData = "EnvelopedData"
        case authEnvelopedData = "AuthEnvelopedData"
        case recipientInfo = "RecipientInfo"
        case contentEncryptionParameters = "content-encryption parameters"
        case keyEncryptionParameters = "key-encryption parameters"
        case authenticationTag = "authentication tag"
        case certificate = "certificate"
        case privateKey = "private key"
        case publicKey = "public key"
        case certificateRequest = "certificate request"
        case pem = "PEM"
        case pkcs12 = "PKCS#12 file"
        case ocspRequest = "OCSP request"
        case ocspNonce = "OCSP nonce"
    }

    /// libcrypto failed for a reason that has no case of its own here.
    case openSSL(OpenSSLFailure)
    /// The octets are not the expected structure.
    case malformed(Structure)
    /// A well-formed object uses an unsupported algorithm; its name or dotted identifier, and its use.
    case unsupportedAlgorithm(String, AlgorithmUse = .other)
    /// Keys of this kind can neither sign nor receive encrypted content; its name, such as "brainpoolP256r1".
    case unsupportedKey(String)
    /// A key of this kind can only sign, so that it cannot receive encrypted
    /// content (RFC 4055 §1.2); its name.
    case signingKeyOnly(String)
    /// A key of this kind is for key agreement only, so that it cannot sign (RFC 8410 §5); its name.
    case encryptionKeyOnly(String)
    /// The ContentInfo has a content type that S/MIME does not use; the dotted identifier.
    case unsupportedContentType(String)
    /// A critical extension is not supported; which one.
    case unsupportedExtension(String)
    /// The algorithm or key is too weak, and weak ones are not allowed; its name.
    case weakAlgorithm(String)
    /// More elements than a message may have.
    case tooMany(Structure, limit: Int)
    /// More octets than a structure of this kind may have.
    case tooLarge(Structure, limit: Int)
    /// The SignedData has several signers; one is allowed (RFC 3261 §23.3).
    case severalSigners(count: Int)
    /// The SignedData has no signature: certificates only (RFC 8551 §3.8).
    case noSigner
    /// The signature or the digest in it does not match the content.
    case badSignature
    /// The signed attributes refer to another certificate than this one (RFC 5035 §5.4).
    case signingCertificateMismatch(Certificate)
    /// The content could not be decrypted; one case for all reasons, so that the
    /// failed step is not disclosed.
    case cannotDecrypt
    /// The private key is encrypted and the passphrase is missing or wrong.
    case wrongPassphrase
    /// A certificate request was not signed with the private key of the public key in it.
    case proofOfPossessionFailed
    /// Opening the file would need more rounds of key derivation than the limit.
    case tooManyDerivationRounds(limit: Int)
    /// The file uses algorithms of libcrypto's legacy module, which is not installed.
    case legacyModuleMissing
    /// The private key does not belong to the certificate.
    case keyDoesNotMatchCertificate
    /// The certificate would be valid longer than that of its issuer, which expires then.
    case outlivesIssuer(notAfter: Date)
    /// The requested certificate exists and cannot be read; which one, and why.
    case unusableCertificate(UnusableCertificate)
    /// No octets of a certificate were found where some were expected.
    case noCertificate
    /// A certificate of the path had expired at the time of the check.
    case expired(Certificate, at: Date)
    /// A certificate of the path was not yet valid at the time of the check.
    case notYetValid(Certificate, at: Date)
    /// A certificate of the path was revoked at or before the time of the check; when, and why.
    case revoked(Certificate, at: Date, reason: RevocationReason)
    /// It is unknown whether a certificate of the path is revoked; the obstacle.
    case revocationUnknown(Certificate, RevocationObstacle)
    /// No valid path leads from the certificate to a trust anchor; libcrypto's code and reason.
    case untrusted(Certificate, code: Int32, reason: String)
}

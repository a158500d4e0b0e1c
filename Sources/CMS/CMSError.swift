public import struct FoundationEssentials.Date

/// Why a cryptographic object could not be read, made, trusted or opened.
public enum CMSError: Error, Equatable, Sendable {
    /// A structure that these errors can point at, by its name in the RFCs.
    public enum Structure: String, Sendable {
        case contentInfo = "ContentInfo"
        case signedData = "SignedData"
        case element = "ASN.1 element"
        case digestAlgorithm = "DigestAlgorithmIdentifier"
        case revocationList = "revocation list"
        case signerInfo = "SignerInfo"
        case signedAttributes = "SignedAttributes"
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

    /// libcrypto refused for a reason that has no case of its own here.
    case openSSL(OpenSSLFailure)
    /// The octets are not the structure they should be.
    case malformed(Structure)
    /// A well-formed object uses an algorithm that is not opened here; the name or dotted identifier, and what it is for.
    case unsupportedAlgorithm(String, AlgorithmUse = .other)
    /// Nothing is signed with, nor encrypted for, a key of this kind; its name, such as "brainpoolP256r1".
    case unsupportedKey(String)
    /// A key of this kind only signs, so that nothing can be encrypted for it (RFC 4055 §1.2); its name.
    case signingKeyOnly(String)
    /// The ContentInfo holds another type of content than S/MIME uses; the dotted identifier.
    case unsupportedContentType(String)
    /// An extension that must be understood is not; which one.
    case unsupportedExtension(String)
    /// The algorithm or key is too weak to be accepted without being asked to; its name.
    case weakAlgorithm(String)
    /// More elements than a message may have.
    case tooMany(Structure, limit: Int)
    /// More octets than a structure of this kind may have.
    case tooLarge(Structure, limit: Int)
    /// The SignedData has several signers where one is allowed (RFC 3261 §23.3).
    case severalSigners(count: Int)
    /// The SignedData carries no signature at all: certificates only (RFC 8551 §3.8).
    case noSigner
    /// The signature or the digest in it does not match the content.
    case badSignature
    /// The signed attributes name another certificate than this one (RFC 5035 §5.4).
    case signingCertificateMismatch(Certificate)
    /// The content could not be decrypted; one indistinct case, so that nobody learns which step failed.
    case cannotDecrypt
    /// The private key is encrypted and the passphrase is missing or wrong.
    case wrongPassphrase
    /// A certificate request was not signed with the private key of the public key in it.
    case proofOfPossessionFailed
    /// Opening the file would take more rounds of key derivation than the limit.
    case tooManyDerivationRounds(limit: Int)
    /// The file uses algorithms of libcrypto's legacy module, which is not installed.
    case legacyModuleMissing
    /// The private key does not belong to the certificate.
    case keyDoesNotMatchCertificate
    /// The certificate would be valid longer than that of its issuer, which ends then.
    case outlivesIssuer(notAfter: Date)
    /// The certificate that is asked for is there, and cannot be read; which one, and why.
    case unusableCertificate(UnusableCertificate)
    /// No octets of a certificate were found where some were expected.
    case noCertificate
    /// A certificate of the path was not valid any more at the time of the check.
    case expired(Certificate, at: Date)
    /// A certificate of the path was not valid yet at the time of the check.
    case notYetValid(Certificate, at: Date)
    /// A certificate of the path was revoked at or before the time of the check; when, and why.
    case revoked(Certificate, at: Date, reason: RevocationReason)
    /// Whether a certificate of the path is revoked cannot be told; what stands in the way.
    case revocationUnknown(Certificate, RevocationObstacle)
    /// No valid path leads from the certificate to a trust anchor; libcrypto's code and words for it.
    case untrusted(Certificate, code: Int32, reason: String)
}

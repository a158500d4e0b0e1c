/// The use of an unsupported algorithm, from which an error derives the replacement to suggest.
public enum AlgorithmUse: Sendable {
    /// The encryption of content, in EnvelopedData or AuthEnvelopedData.
    case contentEncryption
    /// Authenticated attributes of AuthEnvelopedData (RFC 5083 §2.1).
    case authenticatedAttributes
    /// The way in which a recipient gets the content-encryption key.
    case keyManagement
    /// The digest of signed content or of a certificate.
    case digest
    /// The signature.
    case signature
    /// Two digests in one signature: within its parameters (RFC 4056 §3), or one that
    /// differs from the SignerInfo's.
    case signatureDigests
    /// Another use, such as in a certificate or a file of keys.
    case other
}

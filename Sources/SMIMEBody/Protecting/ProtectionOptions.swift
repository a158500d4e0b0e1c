public import CMS

/// The options for protecting bodies.
public struct ProtectionOptions: Sendable {
    /// The transfer encoding of binary octets.
    public enum TransferEncoding: String, Sendable, CaseIterable {
        /// Unchanged (RFC 3853 §3, RFC 8591 §5).
        case binary
        /// For paths that are not 8-bit clean.
        case base64
    }

    /// The content-encryption algorithm; nil for the one that the recipients' capabilities choose (see
    /// ``CipherChoice``), or else AES-256-GCM.
    public var cipher: ContentCipher?
    /// The derivation of the cipher's key from the key that the recipients get; nil for the one that all of
    /// them announce, if there is one.
    public var keyDerivation: ContentKeyDerivation?
    /// The key transport for RSA recipients.
    public var rsaKeyTransport: Enveloper.RSAKeyTransport = .oaep
    /// The transfer encoding of the outermost entity.
    public var transferEncoding: TransferEncoding = .binary
    /// The transfer encoding of the signed content inside an envelope, where binary is always safe (RFC 8551
    /// §3.1.2); base64 for mail programs that remove the layers one by one.
    public var innerTransferEncoding: TransferEncoding = .binary
    /// The allowed subjects of a presence document.
    public var entity: OpeningPolicy.Entity = .signerOnly
    /// How strictly presence documents must follow RFC 3863; by default departures are reported.
    public var presence: PIDFConformance = .lenient

    /// Creates the default options: the recipients' cipher, OAEP, binary, documents about the signer only.
    public init() {}
}

public import CMS

/// How bodies are protected.
public struct ProtectionOptions: Sendable {
    /// How octets that are not text travel.
    public enum TransferEncoding: String, Sendable, CaseIterable {
        /// As they are (RFC 3853 §3, RFC 8591 §5).
        case binary
        /// For paths that are not clean for eight bits.
        case base64
    }

    /// The content-encryption algorithm.
    public var cipher: ContentCipher = .aes256GCM
    /// How the content-encryption key is sent to RSA recipients.
    public var rsaKeyTransport: Enveloper.RSAKeyTransport = .oaep
    /// How octets travel.
    public var transferEncoding: TransferEncoding = .binary
    /// How the signed content travels inside an envelope, where octets are octets (RFC 8551 §3.1.2); base64 for mail
    /// programs that take off one layer after the other.
    public var innerTransferEncoding: TransferEncoding = .binary
    /// Whom a presence document may be about.
    public var entity: OpeningPolicy.Entity = .signerOnly
    /// How strictly presence documents must follow RFC 3863; by default departures are reported.
    public var presence: PIDFConformance = .lenient

    /// AES-256-GCM, OAEP, binary, own documents only.
    public init() {}
}

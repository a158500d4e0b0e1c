/// The parts of one CMS layer that can be read without a key.
///
/// Only visible layers count, not those inside an envelope. It is a plain value, so the
/// report needs no cryptography.
public struct VisibleLayer: Sendable, Equatable {
    /// The kinds of layer.
    public enum Kind: Sendable, Equatable {
        /// Encrypted with authentication (RFC 5083).
        case authEnvelopedData
        /// Encrypted (RFC 5652 §6).
        case envelopedData
        /// Signed, the content readable (RFC 5652 §5).
        case signedData
    }

    /// The kind of layer.
    public let kind: Kind
    /// How each recipient's certificate is identified, as words; empty for a signature.
    public let recipients: [String]
    /// The URIs of the signer's certificate; empty if the layer contains no certificate.
    public let signerURIs: [String]
    /// How the signer is identified, as words; nil for an envelope.
    public let signer: String?
    /// The content-encryption algorithm; nil for a signature.
    public let cipher: String?
    /// The length of the layer's content, in octets.
    public let octets: Int

    /// Creates a layer from its facts.
    public init(
        kind: Kind, recipients: [String] = [], signer: String? = nil, signerURIs: [String] = [],
        cipher: String? = nil, octets: Int
    ) {
        self.kind = kind
        self.recipients = recipients
        self.signer = signer
        self.signerURIs = signerURIs
        self.cipher = cipher
        self.octets = octets
    }

    /// Whether the layer hides what it holds.
    public var isEnvelope: Bool { kind != .signedData }
}

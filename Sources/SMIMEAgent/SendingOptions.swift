public import CMS
public import SIPMessage
public import SMIMEBody

/// How a sending agent protects messages.
public struct SendingOptions: Sendable {
    /// What is done to the body.
    public enum Protection: Sendable, Equatable {
        /// Signed as multipart/signed, readable without S/MIME.
        case signedDetached
        /// Signed as application/pkcs7-mime.
        case signedOpaque
        /// Signed, then enveloped for the recipients.
        case signedAndEnveloped
        /// Enveloped alone: nothing proves who sent it.
        case envelopedUnsigned
    }

    /// What is done to the body.
    public var protection: Protection
    /// The name of the operation in the report.
    public var operation: String
    /// Who signs; nil for the sender whom the message names.
    public var sender: AddressURI?
    /// For whom it is; none for the recipient whom the message names.
    public var recipients: [AddressURI] = []
    /// Whether the fields that make the body part of its message are signed with it.
    public var isBound = true
    /// The kind of RSA signatures; nil for PKCS#1 v1.5 by keys that make it, and else PSS.
    public var rsaSignature: Signer.RSASignature?
    /// The transfer encoding; nil for binary in SIP messages and base64 in MIME entities (RFC 8551 §3.1.2).
    public var transferEncoding: ProtectionOptions.TransferEncoding?
    /// The content cipher, key transport and the checks of the document; its transfer encoding is not used.
    public var content = ProtectionOptions()
    /// How the length of the body is hidden; nil if it is not, and for a tunnel in an envelope to pad it as usual.
    public var padding: Padding?
    /// What stays outside of a tunnel; nil to protect the body alone.
    public var tunnel: OuterHeaders?
    /// Which CRLs the recipients' certificates need.
    public var revocation = RevocationPolicy()
    /// Sets what is done and its name in the report.
    public init(_ protection: Protection, operation: String) {
        self.protection = protection
        self.operation = operation
    }

    /// What stays outside of a tunnel.
    public struct OuterHeaders: Sendable {
        /// Which fields stay.
        public let policy: OuterHeaderPolicy
        /// The name of the policy in the report.
        public let name: String

        /// Sets policy and name.
        public init(_ policy: OuterHeaderPolicy, name: String) {
            self.policy = policy
            self.name = name
        }
    }

    package var isSigned: Bool { protection != .envelopedUnsigned }
    package var isEnveloping: Bool { protection == .signedAndEnveloped || protection == .envelopedUnsigned }
    /// What hides the length of the body.
    var usedPadding: Padding? { padding ?? (tunnel != nil && isEnveloping ? .standard : nil) }
    var isDetached: Bool { protection == .signedDetached }
}

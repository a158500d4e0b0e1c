public import CMS
public import SIPMessage
public import SMIMEBody

/// The options of a sending agent.
public struct SendingOptions: Sendable {
    /// The protection of the body.
    public enum Protection: Sendable, Equatable {
        /// Signed as multipart/signed, readable without S/MIME.
        case signedDetached
        /// Signed as application/pkcs7-mime.
        case signedOpaque
        /// Signed, then enveloped for the recipients.
        case signedAndEnveloped
        /// Enveloped without a signature: nothing proves the sender.
        case envelopedUnsigned
    }

    /// The protection of the body.
    public var protection: Protection
    /// The name of the operation in the report.
    public var operation: String
    /// The signer; nil for the sender that the message names.
    public var sender: AddressURI?
    /// The recipients; none for the recipient that the message names.
    public var recipients: [AddressURI] = []
    /// Whether the signature covers the fields that bind the body to its message.
    public var isBound = true
    /// The kind of RSA signature; nil for PKCS#1 v1.5 if the key can make it, otherwise PSS.
    public var rsaSignature: Signer.RSASignature?
    /// The transfer encoding; nil for binary in SIP messages and base64 in MIME entities (RFC 8551 §3.1.2).
    public var transferEncoding: ProtectionOptions.TransferEncoding?
    /// The content cipher, key transport and checks of the document; its transfer encoding is not used.
    public var content = ProtectionOptions()
    /// How the length of the body is hidden; nil for none, except that a tunnel in an
    /// envelope gets the standard padding.
    public var padding: Padding?
    /// The outer header of a tunnel; nil to protect only the body.
    public var tunnel: OuterHeaders?
    /// The CRLs that the recipients' certificates require.
    public var revocation = RevocationPolicy()
    /// Creates options with a protection and its name in the report.
    public init(_ protection: Protection, operation: String) {
        self.protection = protection
        self.operation = operation
    }

    /// The outer header of a tunnel.
    public struct OuterHeaders: Sendable {
        /// The fields that remain outside.
        public let policy: OuterHeaderPolicy
        /// The name of the policy in the report.
        public let name: String

        /// Creates an outer header from its policy and name.
        public init(_ policy: OuterHeaderPolicy, name: String) {
            self.policy = policy
            self.name = name
        }
    }

    package var isSigned: Bool { protection != .envelopedUnsigned }
    package var isEnveloping: Bool { protection == .signedAndEnveloped || protection == .envelopedUnsigned }
    /// The padding in use.
    var usedPadding: Padding? { padding ?? (tunnel != nil && isEnveloping ? .standard : nil) }
    var isDetached: Bool { protection == .signedDetached }
}

public import CMS
public import MIME
public import PIDF
public import SIPMessage

/// The content of a protected body together with the proof of who sent it.
///
/// A value of this type exists only after every check has passed.
public struct OpenedBody: Sendable {
    /// The plain entity, octet for octet as it was signed or encrypted.
    ///
    /// Of a message that came inside another, its body; with nothing in it where it has none.
    public let entity: MIMEEntity
    /// The message that came inside this one, put together with it (RFC 3261 §23.4.1); nil where only a body came.
    ///
    /// From inside are From, To and all that is for the other end, from outside what proxies and dialogs look at. What
    /// it says of its sender must not be used in messages of one's own, whose headers everybody reads.
    public let message: SIPMessage?
    /// The same as its sender signed it, nothing from outside in it; nil where only a body came.
    public let messageInside: SIPMessage?
    /// The layers that were opened, outermost first.
    public let layers: [Layer]
    /// Who signed; nil only where unsigned content was allowed.
    public let signature: SignatureEvidence?
    /// What the presence document says, if the content is one, compressed or not; nil for other content, such as
    /// multiparts and lists.
    public let presence: PresenceDocument?
    /// The signed header fields, held against those of the message; empty where the body is not bound to it.
    public let headers: [HeaderComparison]
    /// What was put up with.
    public let warnings: [OpeningWarning]
}

/// Proof of who signed.
public struct SignatureEvidence: Sendable {
    /// The signer's certificate.
    public let signer: Certificate
    /// Whom it speaks for.
    public let identity: CertificateIdentity
    /// The path to the trust anchor.
    public let path: TrustedPath
    /// What the signer stated.
    public let signerInfo: SignerInfo
    /// Whether the content was signed, or only an envelope around it.
    public internal(set) var covers: SignatureLayer.Coverage
    /// The rule by which the signer is the sender.
    public let rule: IdentityRule
}

/// The rules by which a signer may be a message's sender.
public enum IdentityRule: String, Sendable {
    /// The user's certificate has the sender's URI.
    case userOwnsSender = "user-owns-sender"
    /// The certificate is that of the sender's domain.
    case domainOwnsSender = "domain-owns-sender"
    /// The user's certificate has a URI that a trusted network asserts.
    case userOwnsAssertedIdentity = "user-owns-asserted-identity"
    /// Nobody asked who it was.
    case anySender = "any-sender"
}

/// What an opener put up with, because its policy said so.
public enum OpeningWarning: Sendable, Equatable {
    /// Nobody signed the content.
    case unsigned
    /// Nothing ties the body to its message.
    case unbound
    /// For whom the message is was not checked: nothing signed says so, or the policy does not ask.
    case targetUnchecked
    /// So many octets stood before or behind the parts of a multipart/signed; they were left out.
    case outsideSignature(octets: Int)
    /// The content is protected again, by another signature or an envelope, which nobody has looked at.
    case protectedInside
    /// A weak algorithm; its name.
    case weakAlgorithm(String)
    /// Presence documents depart from RFC 3863; each departure.
    case pidfNonconforming(PIDFNonconformities)
    /// The presence document is about somebody else than the sender, though perhaps of the signer's domain.
    case entityNotSender(entity: String)
    /// Names in the signer's certificate that were skipped, since none can be read from them safely.
    case skippedNames(Certificate, [UnusableName])
    /// Nobody knows whether this authority on the signer's path has revoked what it issued.
    case noRevocationList(of: Certificate)
    /// The signer's path was held against a revocation list out of date.
    case outdatedRevocationList(RevocationList)
}

/// A refusal, with the layers that were read before it.
public struct OpeningRefusal: Error, Sendable, Equatable {
    /// Why.
    public let reason: SMIMEError
    /// The layers read until then, outermost first; under CBC none beyond that envelope.
    public let layers: [Layer]
    /// Of ``SMIMEError/signerNotSender(sender:signer:)``, whether the body would be refused with any sender; of any other
    /// reason false.
    ///
    /// It is known from what was opened anyway; false also if that is not known, as under CBC, where a refusal discloses
    /// nothing more of what was signed.
    public internal(set) var failsRegardlessOfSender = false
}

public import CMS
public import MIME
public import PIDF
public import SIPMessage

/// The content of a protected body with the proof of its sender.
///
/// A value of this type exists only after every check has passed.
public struct OpenedBody: Sendable {
    /// The plain entity, octet for octet as it was signed or encrypted.
    ///
    /// For a message that came inside another this is its body; the entity is empty if it has none.
    public let entity: MIMEEntity
    /// The message that came inside this one, merged with it (RFC 3261 §23.4.1); nil if only a body came.
    ///
    /// From, To and all end-to-end fields come from inside; the fields that proxies and dialogs
    /// use come from outside. Do not copy what it says of its sender into other messages, whose
    /// headers are readable on the way.
    public let message: SIPMessage?
    /// The message inside as its sender signed it, with no field from outside; nil if only a body came.
    public let messageInside: SIPMessage?
    /// The layers that were opened, outermost first.
    public let layers: [Layer]
    /// The signer; nil only if unsigned content was allowed.
    public let signature: SignatureEvidence?
    /// The presence document if the content is one, compressed or not; nil for other content,
    /// such as multiparts and lists.
    public let presence: PresenceDocument?
    /// The certificate whose key opened the envelope; nil without an envelope.
    public let recipient: Certificate?
    /// The comparison of the signed header fields with the message; empty if the body is not bound to it.
    public let headers: [HeaderComparison]
    /// The checks that the policy relaxed.
    public let warnings: [OpeningWarning]
}

/// The proof of the signer.
public struct SignatureEvidence: Sendable {
    private let proof: Proof
    /// Whether the content was signed, or only an envelope around it.
    public internal(set) var covers: SignatureLayer.Coverage

    /// The signer's certificate.
    public var signer: Certificate { proof.signer }
    /// The identity that the certificate names.
    public var identity: CertificateIdentity { proof.identity }
    /// The path to the trust anchor.
    public var path: TrustedPath { proof.path }
    /// The facts that the signer stated.
    public var signerInfo: SignerInfo { proof.signerInfo }
    /// The rule by which the signer is the sender.
    public var rule: IdentityRule { proof.rule }
    /// The certificate in the message that the signer names as the one to encrypt for; nil if
    /// there is none (RFC 8551 §2.5.3).
    ///
    /// Nothing about it is checked: ``CheckedRecipient`` does that.
    public var encryptionCertificate: Certificate? { proof.encryptionCertificate }

    /// What all copies share: every check gets one, and its parts are many.
    private final class Proof: Sendable {
        let signer: Certificate
        let identity: CertificateIdentity
        let path: TrustedPath
        let signerInfo: SignerInfo
        let rule: IdentityRule
        let encryptionCertificate: Certificate?

        init(
            _ signature: UnwrappedSignature, identity: CertificateIdentity, path: TrustedPath,
            rule: IdentityRule, encryptionCertificate: Certificate?
        ) {
            signer = signature.signer
            self.identity = identity
            self.path = path
            signerInfo = signature.signerInfo
            self.rule = rule
            self.encryptionCertificate = encryptionCertificate
        }
    }

    /// Creates the proof of the signer of content.
    init(
        _ signature: UnwrappedSignature, identity: CertificateIdentity, path: TrustedPath, rule: IdentityRule,
        encryptionCertificate: Certificate?
    ) {
        proof = Proof(
            signature, identity: identity, path: path, rule: rule,
            encryptionCertificate: encryptionCertificate)
        covers = .content
    }
}

/// The rules by which a signer may be a message's sender.
public enum IdentityRule: String, Sendable {
    /// The user's certificate has the sender's URI.
    case userOwnsSender = "user-owns-sender"
    /// The certificate is that of the sender's domain.
    case domainOwnsSender = "domain-owns-sender"
    /// The user's certificate has a URI that a trusted network asserts.
    case userOwnsAssertedIdentity = "user-owns-asserted-identity"
    /// The caller accepted any signer.
    case anySender = "any-sender"
}

/// A check that an opener relaxed, because its policy allows it.
public enum OpeningWarning: Sendable, Equatable {
    /// The content is not signed.
    case unsigned
    /// The body is not bound to its message.
    case unbound
    /// The target of the message was not checked: no signed field names it, or
    /// the policy does not require it.
    case targetUnchecked
    /// This number of octets before or after the parts of a multipart/signed was left out.
    case outsideSignature(octets: Int)
    /// The content is protected again, by another signature or an envelope, which was not checked.
    case protectedInside
    /// A weak algorithm; its name.
    case weakAlgorithm(String)
    /// Presence documents depart from RFC 3863; each departure.
    case pidfNonconforming(PIDFNonconformities)
    /// The presence document is about another entity than the sender, though possibly in the signer's domain.
    case entityNotSender(entity: String)
    /// Names in the signer's certificate that were skipped, because they cannot be read safely.
    case skippedNames(Certificate, [UnusableName])
    /// There is no CRL for this authority on the signer's path, so that revocations are not detected.
    case noRevocationList(of: Certificate)
    /// The signer's path was checked against an outdated CRL.
    case outdatedRevocationList(RevocationList)
}

/// A refusal, with the layers that were read before it.
public struct OpeningRefusal: Error, Sendable, Equatable {
    /// The reason.
    public let reason: SMIMEError
    /// The layers read before the refusal, outermost first; under CBC none inside the envelope.
    public let layers: [Layer]
    /// For ``SMIMEError/signerNotSender(sender:signer:)``, whether the body would be refused with any
    /// sender; false for any other reason.
    ///
    /// It is derived from content that was opened anyway. It is also false if that is unknown, as under CBC,
    /// where a refusal must not disclose more about the signed content.
    public internal(set) var failsRegardlessOfSender = false
}

public import CMS
public import MIME
public import PIDF
public import SIPMessage

public import struct FoundationEssentials.Date

/// Why a body was not protected or not opened.
///
/// Each case has at most one ``ReasonCode``; `description` is the sentence about its facts.
public enum SMIMEError: Error, Equatable, Sendable {
    /// The malformed structure.
    public enum Malformation: Equatable, Sendable {
        /// A MIME header, transfer encoding or multipart.
        case mime(MIMEError)
        /// A CMS structure.
        case cms(CMSError)
        /// A presence document.
        case presence(PIDFError)
        /// Content that is bound to its message, in another form than the one that is sent.
        case binding(BindingFault)
        /// The header fields of a message/sipfrag.
        case fragment(SIPMessageError)
        /// Fields of the content that are invalid in the header of its message.
        case fields(SIPMessageError)
        /// What is new in a NOTIFY of a dialog, such as its Subscription-State.
        case notification(SIPMessageError)
        /// A message that came inside another (RFC 3261 §23.4).
        case tunnel(TunnelFault)
        /// A multipart/signed that does not consist of content and signature (RFC 1847 §2.1).
        case multipartSigned(parts: Int)
        /// Content that is not a MIME entity, under a signature that verified.
        case signedContent(MIMEError)
        /// A CMS object whose octets a program treated as text and wrote as UTF-8.
        case convertedToUTF8
        /// A presence document in gzip without the field Content-Encoding.
        case compressedWithoutField
        /// A multipart/signed whose signature has content of its own (RFC 8551 §3.5.3.1).
        case contentTwice
        /// A signature of external content that is not in a multipart/signed.
        case signatureWithoutContent
        /// A signature around an envelope around another signature: it is ambiguous
        /// which one covers the content.
        case signatureInsideSignedEnvelope
    }

    // Opening: nothing was opened.

    /// The body is not protected at all.
    case clearText
    /// The message has no body, as messages of its kind may: nothing shows whether one was taken off on the
    /// way.
    case nothingToProtect
    /// Only a part of the body is protected; the media types of the parts that are not.
    case partlyProtected(outside: [String])
    /// The body is enveloped, but not for a certificate whose key is available.
    case notForUs(recipients: [CertificateIdentifier])
    /// The content could not be decrypted; one case for all reasons.
    case cannotDecrypt
    /// The message is not well formed.
    case malformed(Malformation)
    /// The message uses an unsupported algorithm or structure, given here.
    case unsupported(UnsupportedFeature)
    /// Keys of this kind can neither sign nor receive encrypted content; its name.
    case unsupportedKey(String)
    /// A key of this kind can only sign, so that it cannot receive encrypted content; its name.
    case signingKeyOnly(String)
    /// A key of this kind is for key agreement only, so that it cannot sign; its name.
    case encryptionKeyOnly(String)
    /// A part of the message is larger than allowed.
    case tooLarge(limit: Int)
    /// A compressed presence document is larger than allowed when it is decompressed.
    case decompressedTooLarge(limit: Int)
    /// An algorithm or key is too weak; its name.
    case weakAlgorithm(String)
    /// The cipher does not authenticate its content, which the caller requires.
    case unauthenticatedEncryption(ContentCipher)

    // Opening: the signer.

    /// Nothing proves the sender of the content.
    case unsigned
    /// The signature or the digest in it does not match the content.
    case badSignature
    /// The signature refers to another certificate than this one, which its
    /// SignerInfo identifies (RFC 5035 §5.4).
    case signingCertificateMismatch(Certificate)
    /// The signer's certificate is neither in the message nor in the source.
    case noSignerCertificate(CertificateIdentifier)
    /// No valid path leads from the signer's certificate to a trust anchor; the
    /// fault, and libcrypto's reason.
    case untrustedSigner(Certificate, PathFault, reason: String)
    /// An authority on the path may not certify certificates of this kind: its extendedKeyUsage lists other
    /// uses (RFC 5280 §4.2.1.12); the listed uses, by object identifier.
    case unfitAuthority(Certificate, uses: [String], kind: CertificateIdentity.Kind)
    /// A certificate on the path had expired.
    case expired(Certificate, at: Date)
    /// A certificate on the path was not yet valid.
    case notYetValid(Certificate, at: Date)
    /// A certificate on the path was revoked; when, and why.
    case revoked(Certificate, at: Date, reason: RevocationReason)
    /// It is unknown whether a certificate on the path is revoked; the obstacle.
    case revocationUnknown(Certificate, RevocationObstacle)
    /// The certificate must not be used for this purpose.
    case keyUsage(Certificate, UsageViolation)
    /// The signer is not the sender that the message names; the URIs of the signer's certificate.
    case signerNotSender(sender: String, signer: [String])
    /// A domain's certificate signed a message that only a user may sign (RFC 3856 §6.7).
    case domainSignerNotAllowed(signer: [String], method: String)
    /// The presence document is about another entity than the signer or sender.
    case entityNotSender(entity: String, sender: [String])

    // Opening: recipients, message and time.

    /// The body is for other recipients, whose keys are not available; their names as signed.
    case wrongRecipient(intended: [String])
    /// The message names another presentity, watcher or recipient than the signed one; which of them.
    case wrongTarget(TargetFault)
    /// Fields of the message differ from the signed ones.
    case headerTampered([HeaderComparison])
    /// The body is not bound to its message.
    case unbound
    /// The body was signed longer ago than allowed; nil if the time is unknown.
    case stale(signed: Date?, maximumAge: Double)
    /// The body was accepted before, or contradicts an accepted one.
    case replayed
    /// A later body was accepted before; whether this is a NOTIFY, since these may
    /// arrive in another order than sent.
    case superseded(isNotify: Bool)
    /// The body was signed before the store began to record accepted bodies.
    case signedBeforeLedger(Date)
    /// The body was signed later than the instant of the check.
    case future(signed: Date)

    // Protecting.

    /// The protected message would exceed a limit of opening, so that no receiver could read it.
    case exceedsOpeningLimit(OpeningLimit)
    /// There is no body to protect.
    case missingBody
    /// There is no certificate, or none with a private key, for this URI.
    case noCertificate(uri: String, Need)
    /// There is no recipient to envelope for.
    case noRecipients
    /// The recipient's certificate cannot be used; why.
    indirect case untrustedRecipient(uri: String, SMIMEError)
    /// The recipient's certificate does not name the recipient; the URIs it names.
    case recipientNotNamed(uri: String, certificate: [String])
    /// The options contradict each other: CBC without a signature.
    case unsignedWithoutAuthentication(ContentCipher)

    /// A field that the outer part of a tunnelled message needs was to be omitted; its name.
    case outerFieldNecessary(String)
    /// An unknown field was to be omitted from the outer part of a tunnelled message; as written.
    case outerFieldUnknown(String)
    /// An anonymous outer message in a dialog, in which From is known.
    case anonymousInDialog

    /// The purpose of the missing certificate.
    public enum Need: String, Sendable {
        case signing
        case enveloping
    }
}

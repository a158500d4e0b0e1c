public import CMS
public import MIME
public import PIDF
public import SIPMessage

public import struct FoundationEssentials.Date

/// Why a body was not protected or not opened.
///
/// Each case has at most one ``ReasonCode``; `description` is the sentence about its facts.
public enum SMIMEError: Error, Equatable, Sendable {
    /// What was not as it should be.
    public enum Malformation: Equatable, Sendable {
        /// A MIME header, transfer encoding or multipart.
        case mime(MIMEError)
        /// A CMS structure.
        case cms(CMSError)
        /// A presence document.
        case presence(PIDFError)
        /// Content that is bound to its message, and not as it is sent.
        case binding(BindingFault)
        /// The header fields of a message/sipfrag.
        case fragment(SIPMessageError)
        /// Fields of the content that cannot stand in the header of its message.
        case fields(SIPMessageError)
        /// A message that came inside another (RFC 3261 §23.4).
        case tunnel(TunnelFault)
        /// A multipart/signed that is not content and signature (RFC 1847 §2.1).
        case multipartSigned(parts: Int)
        /// Content that is no MIME entity, under a signature that verified.
        case signedContent(MIMEError)
        /// A CMS object whose octets a program took for text and wrote as UTF-8.
        case convertedToUTF8
        /// A presence document in gzip without the field Content-Encoding.
        case compressedWithoutField
        /// A multipart/signed whose signature has content of its own (RFC 8551 §3.5.3.1).
        case contentTwice
        /// A signature of content elsewhere that is not in a multipart/signed.
        case signatureWithoutContent
        /// A signature around an envelope around another signature: which of them speaks for the content?
        case signatureInsideSignedEnvelope
    }

    // Opening: nothing was opened.

    /// The body is not protected at all.
    case clearText
    /// Only a part of the body is protected; the media types of the parts that are not.
    case partlyProtected(outside: [String])
    /// The body is enveloped, but for none of the certificates whose keys are here.
    case notForUs(recipients: [CertificateIdentifier])
    /// The content could not be decrypted; one indistinct case, whatever the reason.
    case cannotDecrypt
    /// The message is not well formed.
    case malformed(Malformation)
    /// The message asks for an algorithm or structure that is not opened here; which one.
    case unsupported(UnsupportedFeature)
    /// Nothing is signed with, nor encrypted for, a key of this kind; its name.
    case unsupportedKey(String)
    /// A key of this kind only signs, so that nothing can be encrypted for it; its name.
    case signingKeyOnly(String)
    /// A part of the message is larger than allowed.
    case tooLarge(limit: Int)
    /// A compressed presence document is larger than allowed when it is decompressed.
    case decompressedTooLarge(limit: Int)
    /// An algorithm or key is too weak; its name.
    case weakAlgorithm(String)

    // Opening: who signed.

    /// Nothing says who sent the content.
    case unsigned
    /// The signature or the digest in it does not match the content.
    case badSignature
    /// The signature names another certificate than this one, which its SignerInfo points at (RFC 5035 §5.4).
    case signingCertificateMismatch(Certificate)
    /// The signer's certificate is neither in the message nor here.
    case noSignerCertificate(CertificateIdentifier)
    /// No valid path leads from the signer's certificate to a trust anchor; what is wrong, and libcrypto's words for it.
    case untrustedSigner(Certificate, PathFault, reason: String)
    /// An authority on the path must not vouch for certificates of this kind: its extendedKeyUsage lists other uses
    /// (RFC 5280 §4.2.1.12); what it lists, by object identifier.
    case unfitAuthority(Certificate, uses: [String], kind: CertificateIdentity.Kind)
    /// A certificate on the path was not valid any more.
    case expired(Certificate, at: Date)
    /// A certificate on the path was not valid yet.
    case notYetValid(Certificate, at: Date)
    /// A certificate on the path was revoked; when, and why.
    case revoked(Certificate, at: Date, reason: RevocationReason)
    /// Whether a certificate on the path is revoked cannot be told; what stands in the way.
    case revocationUnknown(Certificate, RevocationObstacle)
    /// The certificate must not be used for this.
    case keyUsage(Certificate, Unfitness)
    /// The signer is not who the message says it is from; the URIs of the signer's certificate.
    case signerNotSender(sender: String, signer: [String])
    /// A domain's certificate signed where only a user's may (RFC 3856 §6.7).
    case domainSignerNotAllowed(signer: [String], method: String)
    /// The presence document is about somebody else than the signer or sender.
    case entityNotSender(entity: String, sender: [String])

    // Opening: for whom, in which message, and when.

    /// The body is for others, none of whose keys are here; as they are named in what was signed.
    case wrongRecipient(intended: [String])
    /// The message is for another presentity, watcher or recipient than what was signed; which of them.
    case wrongTarget(TargetFault)
    /// Fields of the message are not those that were signed.
    case headerTampered([HeaderComparison])
    /// Nothing ties the body to its message.
    case unbound
    /// The body was signed longer ago than allowed; nil where nothing says when.
    case stale(signed: Date?, maximumAge: Double)
    /// The body was accepted before, or says something else about what was.
    case replayed
    /// Something later was accepted before; whether this is a NOTIFY, of which the last to be sent may come first.
    case superseded(isNotify: Bool)
    /// The body was signed before it was begun to remember what was accepted.
    case signedBeforeLedger(Date)
    /// The body was signed later than the instant of the check.
    case future(signed: Date)

    // Protecting.

    /// The protected message would exceed a limit of opening, so that no receiver could read it.
    case exceedsOpeningLimit(OpeningLimit)
    /// There is no body to protect.
    case noBody
    /// No certificate, or no private key with it, for this URI.
    case noCertificate(uri: String, Need)
    /// There is nobody to envelope for.
    case noRecipients
    /// The recipient's certificate cannot be relied on; why.
    indirect case untrustedRecipient(uri: String, SMIMEError)
    /// The recipient's certificate does not name the recipient; the URIs it names.
    case recipientNotNamed(uri: String, certificate: [String])
    /// The options contradict each other: CBC without a signature.
    case unsignedWithoutAuthentication(ContentCipher)

    /// Left out of the outside of a tunnelled message: a field that must stand there; its name.
    case outerFieldNecessary(String)
    /// Left out of the outside of a tunnelled message: a field that nobody knows, as written.
    case outerFieldUnknown(String)
    /// An anonymous outside in a dialog, where From is known.
    case anonymousInDialog

    /// What a certificate was looked for.
    public enum Need: String, Sendable {
        case signing
        case enveloping
    }
}

import CMS
public import FoundationEssentials
import MIME
import Octets
import PIDF
import SIPMessage

extension SMIMEError: CustomStringConvertible, LocalizedError {
    /// A sentence that says what is wrong: lower case, no full stop, untrusted values escaped.
    public var description: String {
        switch self {
        case .clearText: "the message has no protected body"
        case .nothingToProtect: "the message has no body, as is usual for it"
        case .partlyProtected(let outside):
            "only a part of the body is protected; outside: \(outside.map(printable).joined(separator: ", "))"
        case .notForUs(let recipients): Self.describingRecipients(recipients.map(\.description))
        case .cannotDecrypt: "the message cannot be decrypted"
        case .malformed(let malformation): malformation.description
        case .unsupported(let feature): feature.description
        case .unsupportedKey(let name): CMSError.unsupportedKey(name).description
        case .signingKeyOnly(let name): CMSError.signingKeyOnly(name).description
        case .encryptionKeyOnly(let name): CMSError.encryptionKeyOnly(name).description
        case .tooLarge(let limit): "a part is larger than \(limit) octets"
        case .decompressedTooLarge(let limit):
            "the compressed document is larger than \(limit) octets when it is decompressed"
        case .weakAlgorithm(let name): "\(printable(name)) is too weak"
        case .unauthenticatedEncryption(let cipher): "\(cipher.name) does not authenticate the content"
        case .unsigned: "the content is not signed: it could come from any sender"
        case .badSignature: "the signature does not match the content"
        case .signingCertificateMismatch(let certificate):
            CMSError.signingCertificateMismatch(certificate).description
        case .noSignerCertificate(let identifier):
            "the signer's certificate is neither in the message nor in the store: \(identifier.description)"
        case .untrustedSigner(let certificate, let fault, let reason):
            "\(certificate.title) \(fault.description(libcryptoReason: reason))"
        case .unfitAuthority(let authority, let uses, let kind):
            "\(authority.title) may not issue this certificate: its extendedKeyUsage "
                + "(\(ExtendedKeyUsage.names(of: uses))) lacks emailProtection"
                + (kind == .domain ? " and id-kp-sipDomain" : "")
        case .expired(let certificate, _):
            "\(certificate.title) expired on \(certificate.facts.notAfter.internetTime)"
        case .notYetValid(let certificate, _):
            "\(certificate.title) is not valid before \(certificate.facts.notBefore.internetTime)"
        case .revoked(let certificate, let instant, let reason):
            certificate.descriptionOfRevocation(at: instant, reason: reason)
        case .revocationUnknown(let certificate, let obstacle): obstacle.description(of: certificate)
        case .keyUsage(let certificate, let unfitness): "\(certificate.title) \(unfitness)"
        case .signerNotSender(let sender, let signer):
            "the signer is not the sender \(printable(sender)): its certificate names \(Self.list(signer))"
        case .domainSignerNotAllowed(let signer, let method):
            "a domain's certificate, \(Self.list(signer)), signed \(printable(method))"
        case .entityNotSender(let entity, let sender):
            "the presence document is about \(printable(entity)), not about the sender (\(Self.list(sender)))"
        case .wrongRecipient(let intended):
            "the store has no private key of a signed recipient "
                + "(\(intended.isEmpty ? "none signed" : Self.list(intended)))"
        case .wrongTarget(let fault): fault.description
        case .headerTampered(let headers):
            "the message is not the one the body was signed for: "
                + headers.map { "\(printable($0.name)) \($0.state.rawValue)" }.joined(separator: ", ")
        case .unbound: "the body is not bound to this message: it may come from another"
        case .stale(let signed, let maximumAge):
            signed.map { "the body was signed on \($0.internetTime), more than \(Int(maximumAge)) s ago" }
                ?? "the message does not say when the body was signed"
        case .replayed: "the body was accepted before, or contradicts an accepted one"
        case .superseded: "a later body of the same sender was accepted before"
        case .signedBeforeLedger(let signed):
            "the body was signed on \(signed.internetTime), before this store recorded accepted bodies"
        case .future(let signed):
            "the body was signed on \(signed.internetTime), which is in the future"
        case .exceedsOpeningLimit(let limit): limit.description
        case .missingBody: "the message has no body"
        case .noCertificate(let uri, .signing):
            "the store has no certificate with private key for \(printable(uri))"
        case .noCertificate(let uri, .enveloping) where uri.hasSuffix("@anonymous.invalid"):
            "the recipient is anonymous, and has no certificate"
        case .noCertificate(let uri, .enveloping):
            "the store has no certificate of the recipient \(printable(uri))"
        case .noRecipients: "there is no recipient to envelope for"
        case .untrustedRecipient(let uri, let error):
            "the certificate of the recipient \(printable(uri)) cannot be used: \(error)"
        case .recipientNotNamed(let uri, let certificate):
            "it names \(Self.list(certificate)), not \(printable(uri))"
        case .unsignedWithoutAuthentication(let cipher):
            "\(cipher.name) without a signature can be changed unnoticed"
        case .outerFieldNecessary(let name):
            "\(printable(name)) cannot be left out: the outer message needs it"
        case .outerFieldUnknown(let name): "'\(printable(name))' is not a header field that can be left out"
        case .anonymousInDialog:
            "a NOTIFY, a response or a message in a dialog cannot be anonymous: From "
                + "and To identify the dialog"
        }
    }

    /// The same sentence, as `localizedDescription` of Foundation shows it.
    public var errorDescription: String? { description }

    /// Describes a message that none of the available keys can open, by the names of its recipients.
    public static func describingRecipients(_ names: [String]) -> String {
        let more = names.count > 4 ? " and \(names.count - 4) more" : ""
        let list = names.prefix(4).map(printable).joined(separator: "; ")
        return "the message is encrypted for other recipients: "
            + (names.isEmpty ? "it names no certificate" : list + more)
    }

    private static func list(_ uris: [String]) -> String {
        let more = uris.count > 4 ? " and \(uris.count - 4) more" : ""
        return uris.isEmpty
            ? "no URI" : uris.prefix(4).map(printable).joined(separator: ", ") + more
    }
}

extension PathFault {
    /// Describes what is wrong with a certificate, as a predicate for a sentence about it.
    fileprivate func description(libcryptoReason reason: String) -> String {
        switch self {
        case .criticalExtensions(let identifiers) where !identifiers.isEmpty:
            "has a critical extension that is not understood: \(identifiers.joined(separator: ", "))"
        case .noAnchor, .criticalExtensions, .other: "is not trusted: \(reason)"
        case .nameConstraints:
            "is not trusted: the name constraints of a CA above it forbid its names (\(reason))"
        case .explicitCurve: "is not trusted: its key has explicit curve parameters, which are not supported"
        }
    }
}

extension SMIMEError.Malformation: CustomStringConvertible {
    /// A sentence that says what is malformed.
    public var description: String {
        switch self {
        case .mime(let error): error.description
        case .presence(let error): error.description
        case .binding(let fault): fault.description
        case .signedContent: "the signature verified, but the content is not a MIME entity"
        case .convertedToUTF8: "the body was converted to UTF-8 on the way, which damages binary content"
        case .compressedWithoutField:
            "the presence document is compressed with gzip, and no Content-Encoding says so"
        case .fragment(let error): "the signed header fields: \(error.description)"
        case .tunnel(let fault): fault.description
        case .fields(let error): "the fields of the content: \(error.description)"
        case .notification(let error): "the NOTIFY: \(error.description)"
        case .multipartSigned(let parts): "multipart/signed has \(parts) parts instead of 2"
        case .contentTwice: "the signature in the multipart/signed has content of its own"
        case .signatureWithoutContent: "the signature has no content, and is not in a multipart/signed"
        case .signatureInsideSignedEnvelope:
            "an envelope with signatures inside and outside is ambiguous"
        case .cms(let error): error.description
        }
    }
}

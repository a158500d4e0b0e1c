import CMS
import Octets
import SMIMEAgent
package import SMIMEBody

// The hint for each refusal; the message is the description of the error.

extension SMIMEError {
    /// The next step for the receiver of a message, or for the caller of a command.
    package var hint: String {
        switch self {
        case .nothingToProtect:
            "nothing shows whether a body was taken off on the way: ask the sender to give '--tunnel'"
        case .clearText: "it is readable and proves nothing: ask the sender for a protected message"
        case .partlyProtected:
            "ask the sender to protect the whole body: the other parts may be from any sender"
        case .notForUs: Self.hintForOthers
        case .cannotDecrypt:
            "ask the sender to send it again: it was changed, or encrypted for another key; under AES-CBC "
                + "the store also needs the signer's CA"
        case .malformed(let fault) where fault.isNonconformingPresence:
            "without '--strict-pidf' it is accepted with the warning pidf-nonconforming"
        case .malformed(.signedContent):
            "'smime-presence inspect' shows what it is; ask the sender for a MIME entity"
        case .malformed(.convertedToUTF8):
            "copy and send the message as binary data, or use '--transfer-encoding base64'"
        case .malformed(.contentTwice):
            "ask the sender for a detached signature, such as DetachedSignature in cryptography for Python"
        case .malformed(.signatureWithoutContent):
            "ask the sender for multipart/signed, or for a signature with its content inside"
        case .malformed(let fault) where fault.hasDoubledLineEnds: Self.doubledLineEndsHint
        case .malformed(.compressedWithoutField):
            "ask the sender for the field 'Content-Encoding: gzip', or for the document as it is"
        case .malformed(let fault) where fault.needsTooMuchMemory:
            "check where it comes from: no presence document needs that much"
        case .malformed: "ask the sender to send it again: it is damaged, or violates the standards"
        case .unsupported(let feature): feature.hint
        case .unsupportedKey:
            "ask for a certificate with another key, such as P-256, RSA, or Ed25519 and X25519"
        case .signingKeyOnly:
            "ask for the holder's certificate to encrypt for, with a P-256, RSA or X25519 key; "
                + "your own CA issues one with 'cert issue URI --usage encrypt'"
        case .encryptionKeyOnly:
            "issue or import a certificate to sign with, as 'cert issue URI --usage sign' does"
        case .tooLarge: "check that it is the right file"
        case .decompressedTooLarge: "no presence document is that long: check what was compressed"
        case .weakAlgorithm: "to open it anyway, give '--allow-weak'"
        case .unauthenticatedEncryption:
            "ask the sender for AES-GCM; without '--require-aead' it is opened if it is signed"
        case .unsigned: "to accept it anyway, give '--allow-unsigned'"
        case .badSignature: "ask the sender to send it again: it was changed after it was signed"
        case .signingCertificateMismatch:
            "ask the sender for the message again, with the certificate that it names"
        case .noSignerCertificate: "import it with 'smime-presence cert import FILE'"
        case .untrustedSigner(_, .noAnchor, _):
            "if you trust its CA, import it with 'smime-presence trust add FILE', or give it with "
                + "'--trust FILE'"
        case .untrustedSigner(_, .criticalExtensions, _):
            "ask its holder for a certificate without that extension"
        case .untrustedSigner(_, .nameConstraints, _):
            "ask its holder for a certificate of a CA that may certify these names"
        case .untrustedSigner(_, .explicitCurve, _):
            "ask its holder for a certificate for a key on a named curve, such as P-256"
        case .untrustedSigner(_, .other, _): "ask its holder for another certificate"
        case .unfitAuthority: "ask its holder for a certificate of a CA that may issue for S/MIME"
        case .expired(_, let instant):
            "it was checked as of \(instant.internetTime); '--at TIME' checks an old message as of then"
        case .notYetValid(_, let instant): "check the clock: it was checked as of \(instant.internetTime)"
        case .revoked(_, _, let reason): reason.hint
        case .revocationUnknown(_, let obstacle): obstacle.hint
        case .keyUsage: "ask its holder for another certificate for this"
        case .signerNotSender: "to accept this signer, name it with '--from URI'"
        case .domainSignerNotAllowed:
            "domains sign NOTIFY and responses; elsewhere give '--allow-domain-signer'"
        case .entityNotSender(let entity, _) where entity.hasPrefix("tel:"):
            "the signer's certificate must list it, and the sender's URI with user=phone ('cert issue "
                + "--tel'); to accept it anyway, give '--any-entity'"
        case .entityNotSender: "to accept it anyway, give '--any-entity'"
        case .wrongRecipient:
            "another receiver may have forwarded it: name the recipient's store with '--store', or "
                + "accept it with '--any-target'"
        case .wrongTarget:
            "it may have been redirected; to accept it anyway, as in an archive, give '--any-target'"
        case .headerTampered:
            "ask the sender to send it again: the header was changed, or the body is from another message"
        case .unbound:
            "ask the sender to sign it with its header fields; to accept it anyway, give '--allow-unbound' "
                + "without '--require-binding'"
        case .stale: "ask the sender for a fresh message; '--at TIME' checks an old one as of then"
        case .replayed:
            "it was sent again, or opened here before ('verify --once' counts too): ask for a fresh message"
        case .superseded: "ignore it: the later one counts"
        case .signedBeforeLedger:
            "ask the sender for a fresh message: whether this one was accepted before is unknown"
        case .future:
            "check the clock; for an archive give '--allow-future' without '--max-age' and '--once'"
        case .exceedsOpeningLimit(let limit): limit.hint
        case .missingBody: "give a message with a body; to protect the whole message, give '--tunnel'"
        case .noCertificate(let uri, .signing) where uri.hasPrefix("tel:"):
            "make one that lists it with 'smime-presence cert issue "
                + "\(ShellWord.argument("sip:\(printable(String(uri.dropFirst(4))))@DOMAIN")) --tel'"
        case .noCertificate(let uri, .signing):
            "make one with 'smime-presence cert issue \(ShellWord.argument(printable(uri)))', name another "
                + "signer with '--from URI', or give files with '--signer FILE --key FILE'"
        case .noCertificate(let uri, .enveloping) where uri.hasSuffix("@anonymous.invalid"):
            "name the one inside with '--to URI': the report of decrypt has it as tunnel.inside.from"
        case .noCertificate(_, .enveloping):
            "import it with 'smime-presence cert import FILE', give it with '--recipient FILE', or envelope "
                + "for another recipient with '--to URI'"
        case .noRecipients: "give '--to URI'"
        case .untrustedRecipient(_, let error): error.hint
        case .recipientNotNamed(let uri, _): "issue or import a certificate for \(printable(uri))"
        case .unsignedWithoutAuthentication: "leave '--unsigned' out, or use aes-256-gcm"
        case .outerFieldNecessary: "take it out of the file that '--outer-headers' names"
        case .outerFieldUnknown: "write one field name per line; extension fields begin with X-"
        case .anonymousInDialog: "give '--outer-headers minimal'"
        }
    }

    /// The next step for a file whose line ends were converted twice.
    package static let doubledLineEndsHint = "copy the file in binary mode, or remove one CR from each line"

    /// The next step for a message that none of the keys here can open.
    package static let hintForOthers =
        "no private key here opens it; name the recipient's store with '--store', or give its files with "
        + "'--recipient FILE --key FILE'"
}

extension OpeningLimit {
    /// The hint: what to leave out.
    fileprivate var hint: String {
        switch self {
        case .fields: "leave out header fields, or recipients: each is one signed field"
        case .headerOctets: "leave out header fields or recipients, or shorten their values"
        case .octets: "leave out a part of the body, or give '--transfer-encoding binary' and less '--pad'"
        case .parts, .depth: "leave out parts of the multipart body"
        case .recipients, .elements: "leave out recipients: protect the message once for each group of them"
        }
    }
}

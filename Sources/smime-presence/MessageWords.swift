import CMS
import FoundationEssentials
import MIME
import PIDF
import SIPMessage
import SMIMEBody

extension CommandFailure {
    /// Nothing was given.
    static var emptyInput: CommandFailure {
        CommandFailure(
            .refused, reason: "malformed", "the input is empty",
            hint: "give a SIP message as FILE or on standard input")
    }

    /// A CMS object without the message around it.
    static func bareCMS(_ form: InputForm) -> CommandFailure {
        CommandFailure(
            .refused, reason: "malformed", "the input is \(form.rawValue.uppercased()), not a SIP message",
            hint: form == .der
                ? "give the whole message, or '--body application/pkcs7-mime' for a CMS object alone"
                : "give the whole message; 'smime-presence inspect' shows what is in it")
    }

    /// A command that needs the header of a SIP message.
    static var notAMessage: CommandFailure {
        CommandFailure(
            .refused, reason: "malformed", "the input is a MIME entity, not a SIP message",
            hint: "exposure is about the header fields of a SIP message: give the whole message")
    }

    /// The message does not say who it is from or for in a way that a certificate could answer to.
    static func needsOption(_ option: String, because found: String?, or other: String? = nil) -> CommandFailure {
        let options = other.map { "'\(option) URI' or '\($0)'" } ?? "'\(option) URI'"
        let reason = found.map { "'\(printable($0))' does not say" } ?? "a body on its own does not say"
        let what = option == "--from" ? "whose signature it has" : "whom it is for"
        return CommandFailure(.usage, "\(reason) \(what)", hint: "give \(options)")
    }
}

extension SIPMessageError: Worded {
    var failure: CommandFailure {
        let (message, hint) = words
        switch self {
        case .headerTooLarge, .bodyTooLarge:
            return CommandFailure(.refused, reason: "too-large", message, hint: hint)
        default: return CommandFailure(.refused, reason: "malformed", message, hint: hint)
        }
    }

    private var words: (String, String) {
        let syntax = "compare the line with RFC 3261 §25.1"
        switch self {
        case .empty: return ("the input is empty", "give a SIP message")
        case .headerTooLarge(let limit): return ("the header is larger than \(limit) octets", "no SIP header is that long")
        case .bodyTooLarge(let limit): return ("the body is larger than \(limit) octets", "no presence document is that long")
        case .tooManyFields(let limit): return ("the header has more than \(limit) fields", "no SIP message has that many")
        case .headerNotTerminated: return ("no empty line ends the header", "the message may be truncated")
        case .malformedHeaderLine(let line): return ("line \(line) is not a header field", syntax)
        case .forbiddenOctet(let octet, let line):
            return ("line \(line) has the forbidden octet \(octet)", "header lines hold text; was the file converted?")
        case .malformedStartLine(let text):
            return ("this is not a SIP message: it begins with '\(printable(text))'", "a SIP message begins like 'PUBLISH sip:alice@example.com SIP/2.0'")
        case .unsupportedVersion(let version): return ("'\(printable(version))' is not SIP/2.0", "only SIP/2.0 is read")
        case .statusCodeOutOfRange(let code): return ("'\(printable(code))' is no SIP status", "a status is a number from 100 to 699")
        case .malformedRequestURI(let uri): return ("the Request-URI '\(printable(uri))' is malformed", syntax)
        case .malformedURI(let uri): return ("the URI '\(printable(uri))' is malformed", syntax)
        case .missingField(let name): return ("the header has no \(name)", "every SIP message needs it (RFC 3261 §8.1.1)")
        case .duplicateField(let name): return ("the header has \(name) twice", "only one of them can be meant; remove the other")
        case .malformedField(let name, let value): return ("\(name) '\(printable(value))' is malformed", syntax)
        case .methodMismatch(let request, let cSeq):
            return ("the method is \(printable(request)), but CSeq says \(printable(cSeq))", "they must be the same (RFC 3261 §8.1.1.5)")
        case .malformedContentLength(let value): return ("Content-Length '\(printable(value))' is not a number", syntax)
        case .bodyShorterThanContentLength(let declared, let found):
            return ("the body has \(found) octets, but Content-Length says \(declared)", "the message is truncated, or its line ends were converted")
        }
    }
}

extension MIMEError: Worded {
    var failure: CommandFailure { SMIMEError(mime: self).failure }

    fileprivate var words: String {
        switch self {
        case .headerTooLarge(let limit): "a MIME header is larger than \(limit) octets"
        case .bodyTooLarge(let limit): "a MIME body is larger than \(limit) octets"
        case .tooManyFields(let limit): "a MIME header has more than \(limit) fields"
        case .tooManyParts(let limit): "a multipart has more than \(limit) parts"
        case .nestedTooDeeply(let limit): "multiparts are nested more than \(limit) deep"
        case .malformedHeaderLine(let line): "line \(line) of a MIME header is not a field"
        case .forbiddenOctet(let octet, let line): "line \(line) of a MIME header has the forbidden octet \(octet)"
        case .invalidFieldName(let name): "'\(printable(name))' is no name of a header field"
        case .invalidFieldValue(let name): "the value of \(printable(name)) cannot stand in a header"
        case .duplicateField(let name): "a MIME header has \(printable(name)) twice"
        case .malformedField(let name, let value): "\(printable(name)) '\(printable(value))' is malformed"
        case .duplicateParameter(let name): "the parameter \(printable(name)) is there twice"
        case .unknownTransferEncoding(let name): "the transfer encoding '\(printable(name))' is unknown"
        case .malformedBase64(let offset): "base64 breaks off at octet \(offset)"
        case .malformedQuotedPrintable(let offset): "quoted-printable breaks off at octet \(offset)"
        case .missingBoundary: "a multipart has no boundary parameter"
        case .malformedBoundary(let boundary): "'\(printable(boundary))' is no multipart boundary"
        case .encodedMultipart(let encoding): "a multipart must not be encoded in \(encoding.rawValue)"
        case .missingDelimiter: "a multipart has no part"
        case .missingClosingDelimiter: "a multipart is not closed"
        case .ambiguousDelimiter(let offset): "octet \(offset) of a multipart begins like its delimiter"
        }
    }
}

extension PIDFError {
    fileprivate var words: String {
        switch self {
        case .tooLarge(let limit): "the presence document is larger than \(limit) octets"
        case .tooDeep(let limit): "the presence document is nested more than \(limit) deep"
        case .tooManyElements(let limit): "the presence document has more than \(limit) elements"
        case .tooManyAttributes(let limit): "an element has more than \(limit) attributes"
        case .unsupportedCharset(let name): "the charset '\(printable(name))' is not read"
        case .doctypeForbidden(let line): "line \(line) of the presence document has a DOCTYPE"
        case .notWellFormed(let line, let column): "the presence document is not XML at line \(line), column \(column)"
        case .wrongRoot(let namespace, let name): "the root is {\(printable(namespace))}\(printable(name)), not a presence document's"
        case .missingEntity: "the presence document names no entity"
        case .invalidEntity(let entity): "the entity '\(printable(entity))' is not a URI"
        case .missingTupleID: "a tuple has no id"
        case .invalidTupleID(let id): "the tuple id '\(printable(id))' is not an XML name"
        case .duplicateTupleID(let id): "the tuple id '\(printable(id))' is there twice"
        case .missingStatus(let tuple): "the tuple '\(printable(tuple))' has no status"
        case .invalidBasic(let value): "basic is '\(printable(value))', neither open nor closed"
        case .invalidPriority(let value): "the priority '\(printable(value))' is not a number from 0 to 1"
        case .invalidTimestamp(let value): "the timestamp '\(printable(value))' is not one of RFC 3339"
        case .unexpectedElement(_, let name, let parent): "\(printable(name)) must not stand in \(printable(parent))"
        case .unexpectedText(let parent): "text must not stand in \(printable(parent))"
        case .outOfMemory: "memory ran out while reading the presence document"
        }
    }
}

extension SMIMEError: Worded {
    fileprivate init(mime error: MIMEError) {
        switch error {
        case .headerTooLarge(let limit), .bodyTooLarge(let limit): self = .tooLarge(limit: limit)
        default: self = .malformed(.mime(error))
        }
    }

    var failure: CommandFailure {
        if case .sourceFailed(let source) = self {
            return (source.underlying as? any Worded)?.failure
                ?? CommandFailure(.surroundings, "the store failed: \(source.underlying)")
        }
        let (message, hint) = words
        let status: ExitStatus = code == nil ? .usage : .refused
        return CommandFailure(status, reason: code?.rawValue, message, hint: hint)
    }

    private var words: (String, String?) {
        switch self {
        case .clearText:
            ("the body is not protected", "it is readable and proves nothing: ask the sender for a protected message")
        case .notForUs(let recipients):
            (
                "the message is for somebody else: for none of the keys in this store",
                "it is for " + recipients.prefix(4).map(\.description).joined(separator: "; ")
            )
        case .cannotDecrypt:
            ("the message cannot be decrypted", "it was changed on the way, or made for another key")
        case .malformed(let what): (what.words, "the message may be damaged; ask the sender to send it again")
        case .unsupported(let name): ("\(name) is not supported", "ask the sender for AES-GCM, ECDSA or RSA")
        case .tooLarge(let limit): ("a part is larger than \(limit) octets", "no presence document is that long")
        case .weakAlgorithm(let name):
            ("\(name) is too weak to be relied on", "if you must open it all the same, give '--allow-weak'")
        case .unsigned:
            ("nobody signed the content: anybody could have written it", "if that is enough for you, give '--allow-unsigned'")
        case .badSignature:
            ("the signature does not match the content", "the message was changed after it was signed")
        case .noSignerCertificate(let identifier):
            ("the signer's certificate is neither in the message nor in the store: \(identifier.description)", "import it with 'smime-presence cert import FILE'")
        case .untrustedSigner(let certificate, let reason):
            ("\(certificate.title) is not trusted: \(reason)", "if you trust its authority, name it with 'smime-presence trust add FILE'")
        case .expired(let certificate, let instant):
            (
                "\(certificate.title) expired on \(certificate.facts.notAfter.internetTime)",
                "it was checked as of \(instant.internetTime); '--at TIME' checks an old message as of then"
            )
        case .notYetValid(let certificate, let instant):
            (
                "\(certificate.title) is not valid before \(certificate.facts.notBefore.internetTime)",
                "it was checked as of \(instant.internetTime): is the clock right?"
            )
        case .keyUsage(let certificate, let unfitness): ("\(certificate.title) \(unfitness.words)", "its holder needs another certificate for this")
        case .signerNotSender(let sender, let signer):
            (
                "the signer is not the sender: \(list(signer)) signed for \(printable(sender))",
                "if that is right for you, name the signer with '--from URI'"
            )
        case .domainSignerNotAllowed(let signer, let method):
            (
                "a domain's certificate, \(list(signer)), signed \(method)",
                "domains sign NOTIFY and responses; elsewhere give '--allow-domain-signer'"
            )
        case .entityNotSender(let entity, let sender):
            (
                "the presence document is about \(printable(entity)), the sender is \(list(sender))",
                "if that is right for you, give '--any-entity'"
            )
        case .noBody: ("the message has no body", "there is nothing to protect or to open")
        case .noCertificate(let uri, .signing):
            ("the store has no certificate with private key for \(uri)", "make one with 'smime-presence cert issue \(uri)', or sign as somebody else with '--from URI'")
        case .noCertificate(let uri, .enveloping):
            ("the store has no certificate of the recipient \(uri)", "import it with 'smime-presence cert import FILE', or envelope for somebody else with '--to URI'")
        case .noRecipients: ("there is nobody to envelope for", "give '--to URI'")
        case .untrustedRecipient(let uri, let error):
            ("the certificate of the recipient \(uri) cannot be used: \(error.words.0)", error.words.1)
        case .recipientNotNamed(let uri, let certificate):
            ("it names \(list(certificate)), not \(uri)", "issue or import a certificate for \(uri)")
        case .unsignedWithoutAuthentication(let cipher):
            ("\(cipher.name) without a signature can be changed unnoticed", "leave '--unsigned' out, or use aes-256-gcm")
        case .sourceFailed: ("the store failed", nil)
        }
    }

    private func list(_ uris: [String]) -> String {
        uris.isEmpty ? "a certificate without URI" : uris.map(printable).joined(separator: ", ")
    }
}

extension SMIMEError.Malformation {
    fileprivate var words: String {
        switch self {
        case .mime(let error): error.words
        case .presence(let error): error.words
        case .multipartSigned(let parts): "multipart/signed has \(parts) parts, not content and signature"
        case .signatureInsideSignedEnvelope: "two signatures, inside and outside of one envelope, leave open which one counts"
        case .cms(.malformed(let structure)): "the \(structure.rawValue) is not well formed"
        case .cms(.tooMany(let structure, let limit)): "it has more than \(limit) of \(structure.rawValue)"
        case .cms(.severalSigners(let count)): "it has \(count) signers where one is allowed"
        case .cms(.noSigner): "it has certificates, but no signature"
        case .cms(let error): "libcrypto refused it: \(error)"
        }
    }
}

extension Unfitness {
    fileprivate var words: String {
        switch self {
        case .certificationAuthority: "belongs to a certification authority, which signs certificates only"
        case .keyUsage(let usage):
            usage.contains(.digitalSignature)
                ? "must not sign: its keyUsage has neither digitalSignature nor nonRepudiation"
                : usage.contains(.keyAgreement)
                    ? "must not be enveloped for: its keyUsage lacks keyAgreement"
                    : "must not be enveloped for: its keyUsage lacks keyEncipherment"
        case .extendedKeyUsage(let usages, let kind):
            "must not be used for SIP: its extendedKeyUsage (\(usages.joined(separator: ", "))) lacks "
                + (kind == .user ? "emailProtection" : "id-kp-sipDomain")
        }
    }
}

extension Certificate {
    /// How messages speak of a certificate.
    fileprivate var title: String {
        let name = facts.uris.first ?? facts.subject
        return facts.isCertificationAuthority ? "the authority \(printable(facts.subject))" : "the certificate of \(printable(name))"
    }
}

extension ReportedWarning {
    /// Nothing proves who sent it.
    static let unsigned = ReportedWarning(code: "unsigned", message: "nobody signed it: nothing proves who sent it")

    /// One for each test authority with published keys that a path leads to.
    static func testAuthorities(_ paths: [TrustedPath]) -> [ReportedWarning] {
        let isTest = paths.contains { $0.anchor.isTestAuthorityWithPublishedKeys }
        let message = "this leans on a test authority whose private key is public: anybody can make such certificates"
        return isTest ? [ReportedWarning(code: "test-ca", message: message)] : []
    }

    /// What was put up with in opening.
    static func warnings(of body: OpenedBody) -> [ReportedWarning] {
        let opened = body.warnings.map { warning in
            switch warning {
            case .unsigned: ReportedWarning.unsigned
            case .weakAlgorithm(let name):
                ReportedWarning(code: "weak-algorithm", message: "\(name) is too weak to be relied on")
            case .entityNotSender(let entity):
                ReportedWarning(code: "entity-not-sender", message: "the document is about \(printable(entity))")
            }
        }
        return opened + testAuthorities(body.signature.map { [$0.path] } ?? [])
    }
}

extension MessageInput {
    /// What was put up with in reading.
    var warnings: [ReportedWarning] {
        (message?.warnings ?? []).map { warning in
            switch warning {
            case .surplusOctets(let count):
                ReportedWarning(
                    code: "surplus-octets", message: "\(count) octets after the body were left out")
            case .bodyWithoutContentType:
                ReportedWarning(code: "no-content-type", message: "the body has no Content-Type")
            }
        }
    }
}

/// Text from a message as it may stand on a terminal: control characters escaped, at most 200 characters.
private func printable(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars.prefix(200) {
        let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        result += isControl || (0x2028...0x202E).contains(scalar.value) ? scalar.escaped(asASCII: true) : String(scalar)
    }
    return result
}

import CMS
import CertStore
import FoundationEssentials
import MIME
import PIDF
import SIPMessage
import SMIMEBody

// The words for people: every error a command can end with, as a message and a hint.
//
// The modules throw facts; here, and nowhere else, they become sentences. Lower case, no full stop,
// the thing named; a hint says what to do next.

extension CommandFailure {
    /// A wrong command line; `help` is the command line that explains the right one.
    init(_ error: UsageError, help: String) {
        let see = "see '\(help)'"
        func suggestion(_ word: String, _ known: [String]) -> String {
            NearestWord.to(word, among: known).map { "did you mean '\($0)'?" } ?? see
        }
        switch error {
        case .unknownCommand(let word, let known):
            self.init(.usage, "unknown command '\(word)'", hint: suggestion(word, known))
        case .incompleteCommand(let noun, let verbs):
            let list = verbs.map { "'\(noun) \($0)'" }.joined(separator: ", ")
            self.init(.usage, "'\(noun)' is not a whole command", hint: "there are \(list)")
        case .optionBeforeCommand(let option):
            self.init(
                .usage, "'\(option)' stands before the command", hint: "options follow the command; \(see)")
        case .patternWithoutCount(let pattern):
            self.init(
                .usage, "'\(pattern)' is a pattern, and nothing says how many addresses to make from it",
                hint: "add '--count N'")
        case .unknownOption(let option, let known):
            self.init(.usage, "unknown option '\(option)'", hint: suggestion(option, known))
        case .missingValue(let option, let placeholder, nil):
            self.init(.usage, "option '\(option)' needs a value", hint: "write '\(option) \(placeholder)'")
        case .missingValue(let option, _, let found?):
            self.init(
                .usage, "option '\(option)' needs a value, but '\(found)' follows",
                hint: "a value that begins with '-' is written '\(option)=\(found)'")
        case .unexpectedValue(let option):
            self.init(.usage, "option '\(option)' takes no value", hint: see)
        case .repeatedOption(let option):
            self.init(.usage, "option '\(option)' is given more than once", hint: "give it once")
        case .notAChoice(let option, let value, let choices):
            let list = "\(option) takes \(choices.joined(separator: ", "))"
            let nearest = NearestWord.to(value, among: choices).map { "did you mean '\($0)'? " } ?? ""
            self.init(.usage, "'\(value)' is no value of '\(option)'", hint: nearest + list)
        case .notInRange(let option, let value, let range):
            self.init(
                .usage, "'\(value)' is no value of '\(option)'",
                hint: "\(option) takes a number from \(range.lowerBound) to \(range.upperBound)")
        case .notATime(let option, let value):
            self.init(
                .usage, "'\(value)' is no time for '\(option)'",
                hint: "write it as RFC 3339 does, such as 2026-11-23T09:30:00Z")
        case .missingOperand(let placeholder):
            self.init(.usage, "\(placeholder) is missing", hint: see)
        case .missingOption(let option, let placeholder):
            self.init(.usage, "option '\(option)' is missing", hint: "add '\(option) \(placeholder)'")
        case .unexpectedOperand(let word):
            self.init(.usage, "'\(word)' is one operand too many", hint: see)
        case .conflictingOptions(let option, let other):
            self.init(.usage, "'\(option)' and '\(other)' exclude each other", hint: "give one of them")
        case .optionNeeds(let option, let other):
            self.init(.usage, "'\(option)' has no meaning without '\(other)'", hint: see)
        case .notOfKind(let name, let value, let wanted):
            self.init(.usage, "'\(value)' given for \(name) is not \(wanted)", hint: see)
        }
    }
}

extension CommandFailure {
    /// A file or stream that could not be read or written as it should.
    init(_ error: FileError) {
        switch error {
        case .cannotRead(let name, let system):
            self.init(
                .surroundings, "cannot read \(Self.input(name)): \(Self.words(system))",
                hint: "check the name and the permissions")
        case .cannotWrite(let name, let system):
            self.init(
                .surroundings, "cannot write \(Self.output(name)): \(Self.words(system))",
                hint: name == Console.standardStream
                    ? "what was written is not all of it; make room or choose another place"
                    : "no output was left behind; make room or choose another place")
            isBrokenPipe = name == Console.standardStream && system.isBrokenPipe
        case .tooLarge(let name, let limit):
            self.init(
                .refused, reason: "too-large", "\(Self.input(name)) holds more than \(limit) octets",
                hint: "check that it is the right file")
        case .sameFile(let name, let other):
            self.init(.usage, "'\(name)' and '\(other)' are one file", hint: "choose another output file")
        case .sharedStandardOutput:
            self.init(
                .usage, "the message and its report would both go to standard output",
                hint: "write one of them to a file, with '-o FILE' or '--report FILE'")
        case .binaryOnTerminal:
            self.init(
                .usage, "standard output is a terminal, and the output is not text",
                hint: "write to a file with '-o FILE', or force it with '-o -'")
        case .secretOnTerminal:
            self.init(
                .usage, "a private key is not written to a terminal",
                hint: "write to a file with '-o FILE'")
        case .secretReadableByOthers(let name):
            self.init(
                .surroundings, "others can read \(Self.output(name)), and a private key goes there",
                hint: "write to a file with '-o FILE', which only its owner can read")
        }
    }

    private static func input(_ name: String) -> String {
        name == Console.standardStream ? "standard input" : "'\(name)'"
    }

    private static func output(_ name: String) -> String {
        name == Console.standardStream ? "standard output" : "'\(name)'"
    }

    fileprivate static func words(_ error: SystemError) -> String {
        let text = error.text
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}

extension FileError: Worded {
    var failure: CommandFailure { CommandFailure(self) }
}

extension CertStoreError: Worded {
    var failure: CommandFailure {
        switch self {
        case .noStore(let path):
            CommandFailure(
                .surroundings, "there is no store '\(path)'",
                hint:
                    "name one with '--store'; 'ca init --domain DOMAIN', 'cert import' and 'trust add' make one"
            )
        case .noDirectory(let path):
            CommandFailure(
                .surroundings, "there is no directory '\(path)' to make a store in",
                hint: "check the name of the store; if it is right, make the directory with 'mkdir'")
        case .notAStore(let path):
            CommandFailure(
                .surroundings, "'\(path)' is not a store of smime-presence",
                hint: "name the store with '--store' or SMIME_PRESENCE_STORE")
        case .newerVersion(let path, let found, let supported):
            CommandFailure(
                .surroundings, "'\(path)' has version \(found), and this program knows \(supported)",
                hint: "use the later smime-presence that made it")
        case .readableByOthers(let path, let mode):
            CommandFailure(
                .surroundings, "others may read or write '\(path)' (mode \(String(mode, radix: 8)))",
                hint: "it holds private keys: chmod 600 '\(path)'")
        case .ownedByAnother(let path):
            CommandFailure(
                .surroundings, "another user owns '\(path)'", hint: "name a store of your own with '--store'")
        case .directoryOpenToOthers(let path, let mode):
            CommandFailure(
                .surroundings,
                "others may put files beside the store in '\(path)' (mode \(String(mode, radix: 8)))",
                hint: "keep it in a directory of your own: chmod go-w '\(path)'")
        case .system(let path, let code):
            CommandFailure(
                .surroundings,
                "cannot open or make '\(path)': \(CommandFailure.words(SystemError(code: code)))",
                hint: "check the name and the permissions")
        case .database(let code, let message):
            CommandFailure(
                .surroundings, "the store failed: \(message) (\(code))",
                hint: databaseHint)
        case .storeExists(let path):
            CommandFailure(
                .surroundings, "there is a store '\(path)' already, or one is in use there",
                hint: "name another place; the store is left as it is")
        case .noPostgreSQL:
            CommandFailure(
                .usage, "this program was built without PostgreSQL",
                hint: "build it with 'swift build --traits PostgreSQL', or name a file with '--store'")
        default: keyFailure
        }
    }

    /// The words for what is wrong with keys and certificates rather than with the file.
    private var keyFailure: CommandFailure {
        switch self {
        case .passphraseRequired:
            CommandFailure(
                .surroundings, "the private keys of the store are encrypted",
                hint: "give '--passphrase-file FILE'")
        case .wrongPassphrase:
            CommandFailure(
                .surroundings, "the passphrase does not open the private keys of the store",
                hint: "check the first line of the passphrase file")
        case .notEncrypted:
            CommandFailure(
                .usage, "the store keeps its private keys without a passphrase",
                hint: "leave '--passphrase-file' out, or make a new store with it")
        case .passphraseChangedMeanwhile:
            CommandFailure(
                .surroundings, "somebody changed the passphrase of the store meanwhile; nothing was written",
                hint: "give the passphrase that it has now")
        case .authorityExists:
            CommandFailure(
                .surroundings, "the store has its CA already", hint: "make another store with '--store FILE'")
        case .noAuthority:
            CommandFailure(
                .surroundings, "the store has no CA",
                hint: "make one with 'smime-presence ca init --domain DOMAIN'")
        case .authorityAsSubscriber(let subject):
            CommandFailure(
                .refused, reason: "key-usage",
                "the certificate is an authority's (\(subject)), not a subscriber's",
                hint: "to trust it, use 'smime-presence trust add'")
        case .noURI(let subject):
            CommandFailure(
                .refused, reason: "no-certificate", "the certificate (\(subject)) names no SIP URI",
                hint: "file it under one with '--allow-other-uri URI'")
        case .keyDoesNotMatchCertificate:
            CommandFailure(
                .refused, "the private key does not belong to the certificate", hint: "give the key that does"
            )
        case .ledgerFull(let limit):
            CommandFailure(
                .surroundings,
                "the store remembers \(limit) accepted messages and timestamps, and takes no more",
                hint: "wait until the oldest are forgotten, or use a store of its own for these messages")
        case .noPrivateKey(let fingerprint):
            CommandFailure(
                .refused, reason: "no-certificate",
                "the store has no private key for \(fingerprint.prefix(16))",
                hint: "import it with 'smime-presence cert import FILE --key FILE'")
        case .unknownTrustAnchor(let identifier):
            CommandFailure(
                .refused, "the store trusts nothing with ID '\(identifier)'",
                hint: "see 'smime-presence trust list'")
        case .ambiguousTrustAnchor(let identifier):
            CommandFailure(
                .refused, "several trust anchors begin with '\(identifier)'",
                hint: "give more digits of the ID")
        case .notIssuedHere, .alreadyRevoked, .revocationListOfNobody, .ownRevocationList,
            .unknownRevocationList, .ambiguousRevocationList:
            revocationFailure
        case .cryptography(let error): error.failure
        case .noStore, .noDirectory, .storeExists, .noPostgreSQL, .notAStore, .newerVersion,
            .readableByOthers,
            .ownedByAnother, .directoryOpenToOthers, .system, .database:
            failure
        }
    }
}

extension CMSError: Worded {
    /// The words for keys and certificates outside of messages.
    var failure: CommandFailure {
        switch self {
        case .outlivesIssuer(let end):
            CommandFailure(
                .refused, "the certificate would outlive its CA, which ends at \(end.ISO8601Format())",
                hint: "give fewer days with '--days'")
        case .expired(let certificate, _):
            CommandFailure(
                .refused, reason: "expired",
                "\(certificate.title) expired on \(certificate.facts.notAfter.internetTime)",
                hint:
                    "a CA that has expired issues nothing any more: make another store with 'ca init --store FILE'"
            )
        case .openSSL(let failure):
            CommandFailure(
                .surroundings, failure.words,
                hint: "check the certificates and keys in the store")
        default:
            requestFailure
                ?? CommandFailure(
                    .surroundings, "the certificate or key could not be made or read: \(words)",
                    hint: "check the certificates and keys in the store")
        }
    }
}

extension SubscriberAddress.Refusal: Worded {
    var failure: CommandFailure {
        switch self {
        case .notSIP(let text):
            CommandFailure(
                .usage, "'\(text)' is not a SIP URI",
                hint: "write it as sip:user@domain, or sip:domain for a server")
        case .subscriberIdentity(let uri):
            CommandFailure(
                .refused, "'\(uri)' is made from an IMSI, and certificates are shown to everybody",
                hint: "use the public identity of the subscriber")
        }
    }
}

extension SelectionError: Worded {
    var failure: CommandFailure {
        switch self {
        case .noCertificate(let uri):
            CommandFailure(
                .refused, reason: "no-certificate", "the store has no certificate for \(uri)",
                hint: "see 'smime-presence cert list'")
        case .noSuchSerial(let uri, let serial):
            CommandFailure(
                .refused, reason: "no-certificate", "no certificate for \(uri) has serial number \(serial)",
                hint: "see 'smime-presence cert show \(uri)'")
        case .several(let uri, let serials):
            CommandFailure(
                .refused,
                "there are \(serials.count) certificates for \(uri): \(serials.joined(separator: ", "))",
                hint: "name one with '--serial HEX', or all with '--all'")
        case .noChain(let uri):
            CommandFailure(
                .refused, reason: "untrusted-signer",
                "nothing leads from the certificate for \(uri) to a trust anchor",
                hint: "trust its issuer with 'smime-presence trust add', or leave '--chain' out")
        case .keyNotPublished:
            CommandFailure(
                .refused, "the private key of this CA is not public, and stays in its store",
                hint: "only a CA made with 'ca init --allow-long-validity' gives its key away")
        }
    }
}

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

    /// PEM from its first line, and not to its last.
    static var malformedPEM: CommandFailure {
        CommandFailure(
            .refused, reason: "malformed", "the input begins like PEM and cannot be decoded",
            hint: "PEM is base64 between a BEGIN and an END line; was it cut off?")
    }

    /// A certificate where a message was wanted.
    static var certificateAlone: CommandFailure {
        CommandFailure(
            .refused, reason: "malformed", "the input is a certificate, not a message",
            hint: "to keep it, use 'smime-presence cert import' or 'smime-presence trust add'")
    }

    /// A command that needs the header of a SIP message.
    static var notAMessage: CommandFailure {
        CommandFailure(
            .refused, reason: "malformed", "the input is a MIME entity, not a SIP message",
            hint: "exposure is about the header fields of a SIP message: give the whole message")
    }

    /// The message does not say who it is from or for in a way that a certificate could answer to.
    static func needsOption(_ option: String, because found: String?, or other: String? = nil)
        -> CommandFailure
    {
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
        case .headerTooLarge(let limit):
            return ("the header is larger than \(limit) octets", "no SIP header is that long")
        case .bodyTooLarge(let limit):
            return ("the body is larger than \(limit) octets", "no presence document is that long")
        case .tooManyFields(let limit):
            return ("the header has more than \(limit) fields", "no SIP message has that many")
        case .headerNotTerminated: return ("no empty line ends the header", "the message may be truncated")
        case .malformedHeaderLine(let line): return ("line \(line) is not a header field", syntax)
        case .forbiddenOctet(let octet, 1):
            return (
                "this is not a SIP message: its first line has the forbidden octet \(octet)",
                "a SIP message begins like 'PUBLISH sip:alice@example.com SIP/2.0'"
            )
        case .forbiddenOctet(let octet, let line):
            return (
                "line \(line) has the forbidden octet \(octet)",
                "header lines hold text; was the file converted?"
            )
        case .malformedStartLine(let text):
            return (
                "this is not a SIP message: it begins with '\(printable(text))'",
                "a SIP message begins like 'PUBLISH sip:alice@example.com SIP/2.0'"
            )
        case .unsupportedVersion(let version):
            return ("'\(printable(version))' is not SIP/2.0", "only SIP/2.0 is read")
        case .statusCodeOutOfRange(let code):
            return ("'\(printable(code))' is no SIP status", "a status is a number from 100 to 699")
        case .malformedRequestURI(let uri):
            return ("the Request-URI '\(printable(uri))' is malformed", syntax)
        case .malformedURI(let uri): return ("the URI '\(printable(uri))' is malformed", syntax)
        case .missingField(let name):
            return ("the header has no \(name)", "every SIP message needs it (RFC 3261 §8.1.1)")
        case .duplicateField(let name):
            return ("the header has \(name) twice", "only one of them can be meant; remove the other")
        case .malformedField(let name, let value):
            return ("\(name) '\(printable(value))' is malformed", syntax)
        case .methodMismatch(let request, let cSeq):
            return (
                "the method is \(printable(request)), but CSeq says \(printable(cSeq))",
                "they must be the same (RFC 3261 §8.1.1.5)"
            )
        case .malformedContentLength(let value):
            return ("Content-Length '\(printable(value))' is not a number", syntax)
        case .notARequest:
            return ("this is not a request that is answered", "responses and ACK get no answer")
        case .fragmentWithBody(let count):
            return (
                "\(count) octets follow the fields of a fragment", "a fragment has fields and nothing else"
            )
        case .bodyShorterThanContentLength(let declared, let found):
            return (
                "the body has \(found) octets, but Content-Length says \(declared)",
                "the message is truncated, or its line ends were converted"
            )
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
        case .forbiddenOctet(let octet, let line):
            "line \(line) of a MIME header has the forbidden octet \(octet)"
        case .invalidFieldName(let name): "'\(printable(name))' is no name of a header field"
        case .invalidFieldValue(let name): "the value of \(printable(name)) cannot stand in a header"
        case .duplicateField(let name): "a MIME header has \(printable(name)) twice"
        case .malformedField(let name, let value): "\(printable(name)) '\(printable(value))' is malformed"
        case .duplicateParameter(let name): "the parameter \(printable(name)) is there twice"
        case .extendedParameter(let name):
            "the parameter \(printable(name)) is in a form of mail (RFC 2231), which readers of SIP take differently"
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
        case .notWellFormed(let line, let column):
            "the presence document is not XML at line \(line), column \(column)"
        case .wrongRoot(let namespace, let name):
            "the root is {\(printable(namespace))}\(printable(name)), not a presence document's"
        case .missingEntity: "the presence document names no entity"
        case .invalidEntity(let entity): "the entity '\(printable(entity))' is not a URI"
        case .missingTupleID: "a tuple has no id"
        case .invalidTupleID(let id): "the tuple id '\(printable(id))' is not an XML name"
        case .duplicateTupleID(let id): "the tuple id '\(printable(id))' is there twice"
        case .missingStatus(let tuple): "the tuple '\(printable(tuple))' has no status"
        case .invalidBasic(let value): "basic is '\(printable(value))', neither open nor closed"
        case .invalidPriority(let value): "the priority '\(printable(value))' is not a number from 0 to 1"
        case .invalidTimestamp(let value): "the timestamp '\(printable(value))' is not one of RFC 3339"
        case .unexpectedElement(_, let name, let parent):
            "\(printable(name)) must not stand in \(printable(parent))"
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

    var failure: CommandFailure { failure(hint: words.hint) }

    /// The words for the sender of a message, who can change what a receiver has to put up with.
    var sendingFailure: CommandFailure { failure(hint: sendingHint) }

    private func failure(hint: String) -> CommandFailure {
        if case .sourceFailed(let source) = self {
            return (source.underlying as? any Worded)?.failure
                ?? CommandFailure(
                    .surroundings, "the store failed: \(source.underlying)",
                    hint: "check the store that '--store' names")
        }
        let status: ExitStatus = code == nil ? .usage : .refused
        var failure = CommandFailure(status, reason: code?.rawValue, words.message, hint: hint)
        failure.sipStatus = sipStatus
        return failure
    }

    /// The words for a signer who is not the sender where naming the signer would open nothing.
    var unmendableFailure: CommandFailure {
        failure(
            hint:
                "From was changed on the way, or the body comes from another message: ask the sender for it again"
        )
    }

    private var sendingHint: String {
        switch self {
        case .expired, .notYetValid, .keyUsage, .revoked:
            "issue or import another certificate with 'smime-presence cert issue' or 'cert import'"
        case .weakAlgorithm, .unsupported: "use a key of another kind, such as 'cert issue --key p256' makes"
        case .malformed(.tunnel): "correct the message: no receiver takes it inside another"
        case .malformed: "correct the body, or give it the Content-Type it has"
        case .untrustedRecipient(_, let error): error.sendingHint
        default: words.hint
        }
    }

    private var words: (message: String, hint: String) {
        switch self {
        case .clearText:
            (
                "the message has no protected body",
                "it is readable and proves nothing: ask the sender for a protected message"
            )
        case .partlyProtected(let outside):
            (
                "only a part of the body is protected; outside: \(outside.map(printable).joined(separator: ", "))",
                "what stands beside a protected part may be anybody's: ask for a body that is protected whole"
            )
        case .notForUs(let recipients):
            Self.wordsForOthers(recipients.map(\.description))
        case .cannotDecrypt:
            ("the message cannot be decrypted", "it was changed on the way, or made for another key")
        case .malformed(let what):
            (what.words, "the message may be damaged, or its sender does not keep to the standards")
        case .unsupported(let name): ("\(name) is not supported", "ask the sender for AES-GCM, ECDSA or RSA")
        case .tooLarge(let limit):
            ("a part is larger than \(limit) octets", "check that it is the right file")
        case .weakAlgorithm(let name):
            ("\(name) is too weak to be relied on", "if you must open it all the same, give '--allow-weak'")
        case .unsigned:
            (
                "nobody signed the content: anybody could have written it",
                "if that is enough for you, give '--allow-unsigned'"
            )
        case .badSignature:
            ("the signature does not match the content", "the message was changed after it was signed")
        case .noSignerCertificate(let identifier):
            (
                "the signer's certificate is neither in the message nor in the store: \(identifier.description)",
                "import it with 'smime-presence cert import FILE'"
            )
        case .untrustedSigner(let certificate, let reason):
            (
                "\(certificate.title) is not trusted: \(reason)",
                "if you trust its authority, name it with 'smime-presence trust add FILE'"
            )
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
        case .revoked(let certificate, let instant, let reason):
            certificate.wordsForRevoked(at: instant, reason: reason)
        case .revocationUnknown(let certificate, let obstacle):
            (obstacle.words(of: certificate), obstacle.hint)
        case .keyUsage(let certificate, let unfitness):
            ("\(certificate.title) \(unfitness.words)", "its holder needs another certificate for this")
        case .signerNotSender(let sender, let signer):
            (
                "the signer is not the sender: \(list(signer)) signed for \(printable(sender))",
                "if that is right for you, name the signer with '--from URI'"
            )
        case .domainSignerNotAllowed(let signer, let method):
            (
                "a domain's certificate, \(list(signer)), signed \(printable(method))",
                "domains sign NOTIFY and responses; elsewhere give '--allow-domain-signer'"
            )
        case .entityNotSender(let entity, let sender):
            (
                "the presence document is about \(printable(entity)), the sender is \(list(sender))",
                "if that is right for you, give '--any-entity'"
            )
        case .wrongRecipient(let intended):
            (
                "the body was signed for \(intended.isEmpty ? "nobody" : list(intended)), and this store has no key of theirs",
                "somebody passed it on to you; name the recipient's store with '--store'"
            )
        case .headerTampered(let headers):
            (
                "the message is not the one the body was signed for: "
                    + headers.map { "\($0.name) \($0.state.rawValue)" }.joined(separator: ", "),
                "the header was changed on the way, or the body comes from another message"
            )
        case .unbound:
            (
                "nothing ties the body to this message: it may come from another",
                "ask the sender to sign it with its header fields; if it will do for you, give '--allow-unbound'"
            )
        case .stale(let signed, let maximumAge):
            (
                signed.map { "the body was signed on \($0.internetTime), more than \(Int(maximumAge)) s ago" }
                    ?? "nothing says when the body was signed",
                "ask the sender for a fresh message; '--at TIME' checks an old one as of then"
            )
        case .replayed:
            (
                "this was accepted before, or contradicts what was accepted",
                "somebody sent it again; ask the sender for a fresh message"
            )
        case .superseded:
            (
                "something later from the same sender was accepted before",
                "nothing is to be done: the later one counts"
            )
        case .signedBeforeLedger(let signed):
            (
                "the body was signed on \(signed.internetTime), before this store began to remember what it accepts",
                "whether it was accepted before cannot be told: ask the sender for a fresh message"
            )
        case .future(let signed):
            ("the body was signed on \(signed.internetTime), which is yet to come", "is the clock right?")
        case .noBody: ("the message has no body", "there is nothing to protect or to open")
        case .noCertificate(let uri, .signing):
            (
                "the store has no certificate with private key for \(printable(uri))",
                "make one with 'smime-presence cert issue \(printable(uri))', or sign as somebody else with '--from URI'"
            )
        case .noCertificate(let uri, .enveloping) where uri.hasSuffix("@anonymous.invalid"):
            (
                "the message is for somebody anonymous, who has no certificate",
                "name the one inside with '--to URI': the report of decrypt has it as tunnel.inside.from"
            )
        case .noCertificate(let uri, .enveloping):
            (
                "the store has no certificate of the recipient \(printable(uri))",
                "import it with 'smime-presence cert import FILE', or envelope for somebody else with '--to URI'"
            )
        case .noRecipients: ("there is nobody to envelope for", "give '--to URI'")
        case .untrustedRecipient(let uri, let error):
            (
                "the certificate of the recipient \(printable(uri)) cannot be used: \(error.words.message)",
                error.words.hint
            )
        case .recipientNotNamed(let uri, let certificate):
            (
                "it names \(list(certificate)), not \(printable(uri))",
                "issue or import a certificate for \(printable(uri))"
            )
        case .unsignedWithoutAuthentication(let cipher):
            (
                "\(cipher.name) without a signature can be changed unnoticed",
                "leave '--unsigned' out, or use aes-256-gcm"
            )
        case .outerFieldNecessary(let name): Self.wordsForNecessary(name)
        case .outerFieldUnknown(let name): Self.wordsForUnknown(name)
        case .anonymousInDialog: Self.wordsForAnonymousInDialog
        case .sourceFailed: ("the store failed", "check the store that '--store' names")
        }
    }

    private static func wordsForOthers(_ names: [String]) -> (message: String, hint: String) {
        let more = names.count > 4 ? " and \(names.count - 4) more" : ""
        let list = names.prefix(4).map(printable).joined(separator: "; ")
        return (
            "the message is for somebody else: \(names.isEmpty ? "for nobody by certificate" : list + more)",
            "this store has no private key for it; name the recipient's store with '--store'"
        )
    }

    /// The words for a message to others, whom a store may know by more than issuer and serial number.
    static func messageForOthers(_ names: [String]) -> CommandFailure {
        let (message, hint) = wordsForOthers(names)
        return CommandFailure(.refused, reason: ReasonCode.notForUs.rawValue, message, hint: hint)
    }

    private func list(_ uris: [String]) -> String {
        let more = uris.count > 4 ? " and \(uris.count - 4) more" : ""
        return uris.isEmpty
            ? "a certificate without URI" : uris.prefix(4).map(printable).joined(separator: ", ") + more
    }
}

extension SMIMEError.Malformation {
    fileprivate var words: String {
        switch self {
        case .mime(let error): error.words
        case .presence(let error): error.words
        case .binding(let fault): fault.words
        case .fragment(let error): "the signed header fields: \(error.failure.message)"
        case .tunnel(let fault): fault.words
        case .fields(let error): "the fields of the content: \(error.failure.message)"
        case .multipartSigned(let parts): "multipart/signed has \(parts) parts, not content and signature"
        case .signatureInsideSignedEnvelope:
            "two signatures, inside and outside of one envelope, leave open which one counts"
        case .cms(let error): error.words
        }
    }
}

extension BindingFault {
    fileprivate var words: String {
        switch self {
        case .parts: "content bound to its message must be the document and one message/sipfrag, and no more"
        case .encoding: "the message/sipfrag has a transfer encoding"
        case .date: "the message/sipfrag has no Date that is a day of the calendar"
        case .recipient: "an Intended-Recipient is no SIP URI"
        case .tooManyRecipients: "it has too many Intended-Recipients"
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
    var title: String {
        let name = facts.uris.first ?? facts.subject
        return facts.isCertificationAuthority
            ? "the authority \(printable(facts.subject))" : "the certificate of \(printable(name))"
    }
}

extension ReportedWarning {
    /// What is to be protected is S/MIME already.
    static let alreadyProtected = ReportedWarning(
        code: "already-protected",
        message: "the body was protected already: whoever opens this finds that protection inside")

    /// What was signed stays true in any message.
    static let signedWithoutBinding = ReportedWarning(
        code: "unbound",
        message: "--no-binding: whoever gets the body can put it into another message from the same sender")

    /// The sender may speak of others.
    static let entityUnchecked = ReportedWarning(
        code: "entity-unchecked",
        message: "--any-entity: it was not checked that the document is about its sender")

    /// Nothing proves who sent it.
    static let unsigned = ReportedWarning(
        code: "unsigned", message: "nobody signed it: nothing proves who sent it")

    /// One for each test authority with published keys that a path leads to.
    static func testAuthorities(_ paths: [TrustedPath]) -> [ReportedWarning] {
        let isTest = paths.contains { $0.anchor.isTestAuthorityWithPublishedKeys }
        let message =
            "this leans on a test authority whose private key is public: anybody can make such certificates"
        return isTest ? [ReportedWarning(code: "test-ca", message: message)] : []
    }

    /// What was put up with in opening.
    static func warnings(of body: OpenedBody) -> [ReportedWarning] {
        let opened = body.warnings.map { warning in
            switch warning {
            case .unsigned: ReportedWarning.unsigned
            case .unbound:
                ReportedWarning(
                    code: "unbound",
                    message: "nothing ties the body to this message: it may come from another")
            case .outsideSignature(let count):
                ReportedWarning(
                    code: "outside-signature",
                    message: "\(count) octets before or behind the signed part were left out")
            case .protectedInside:
                ReportedWarning(
                    code: "protected-inside",
                    message: "what is inside is protected again, for whoever can open it")
            case .weakAlgorithm(let name):
                ReportedWarning(code: "weak-algorithm", message: "\(name) is too weak to be relied on")
            case .entityNotSender(let entity):
                ReportedWarning(
                    code: "entity-not-sender", message: "the document is about \(printable(entity))")
            case .noRevocationList(let authority): ReportedWarning.noRevocationList(of: authority)
            case .outdatedRevocationList(let list): ReportedWarning.stale(list)
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
func printable(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars.prefix(200) {
        let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        result +=
            isControl || (0x2028...0x202E).contains(scalar.value)
            ? scalar.escaped(asASCII: true) : String(scalar)
    }
    return result
}

import CMS
import CertStore
import FoundationEssentials
import MIME
import Octets
import PIDF
import SIPMessage
import SMIMEAgent
import SMIMEBody

// Every error a command can end with, as a message and a hint.
//
// Errors that have a description in their module only get their hint here. Lower case, no full stop, the thing named;
// a hint says what to do next.

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
        case .notInBulk(let option, let other):
            self.init(
                .usage, "'\(option)' works for one subscriber at a time, and not with '\(other)'",
                hint: "issue each of them with 'smime-presence cert issue URI \(option)'")
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
                .refused, reason: .tooLarge, "\(Self.input(name)) holds more than \(limit) octets",
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
        case .targetOfOthers(let name, let fault):
            self.init(
                .surroundings, "not written to '\(name)': \(fault)",
                hint: "choose a file in a directory of your own")
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
                .refused, reason: .keyUsage,
                "the certificate is an authority's (\(subject)), not a subscriber's",
                hint: "to trust it, use 'smime-presence trust add'")
        case .noURI(let subject):
            CommandFailure(
                .refused, reason: .noCertificate, "the certificate (\(subject)) names no SIP URI",
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
                .refused, reason: .noCertificate,
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
                .refused, reason: .expired,
                "\(certificate.title) expired on \(certificate.facts.notAfter.internetTime)",
                hint:
                    "a CA that has expired issues nothing any more: make another store with 'ca init --store FILE'"
            )
        case .openSSL(let failure):
            CommandFailure(
                .surroundings, failure.description,
                hint: "check the certificates and keys in the store")
        default:
            requestFailure
                ?? CommandFailure(
                    .surroundings, "the certificate or key could not be made or read: \(self)",
                    hint: "check the certificates and keys in the store")
        }
    }
}

extension SelectionError: Worded {
    var failure: CommandFailure {
        switch self {
        case .noCertificate(let uri):
            CommandFailure(
                .refused, reason: .noCertificate, "the store has no certificate for \(uri)",
                hint: "see 'smime-presence cert list'")
        case .noSuchSerial(let uri, let serial):
            CommandFailure(
                .refused, reason: .noCertificate, "no certificate for \(uri) has serial number \(serial)",
                hint: "see 'smime-presence cert show \(uri)'")
        case .several(let uri, let serials):
            CommandFailure(
                .refused,
                "there are \(serials.count) certificates for \(uri): \(serials.joined(separator: ", "))",
                hint: "name one with '--serial HEX', or all with '--all'")
        case .noChain(let uri):
            CommandFailure(
                .refused, reason: .untrustedSigner,
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
        switch self {
        case .headerTooLarge, .bodyTooLarge:
            return CommandFailure(.refused, reason: .tooLarge, description, hint: hint)
        default: return CommandFailure(.refused, reason: .malformed, description, hint: hint)
        }
    }

    private var hint: String {
        let syntax = "compare the line with RFC 3261 §25.1"
        return switch self {
        case .empty: "give a SIP message"
        case .headerTooLarge: "check that the input is a SIP message: no SIP header is that long"
        case .bodyTooLarge: "check that it is the right file: no presence document is that long"
        case .tooManyFields: "check that the input is a SIP message: none has that many"
        case .headerNotTerminated: "check whether the message was truncated"
        case .malformedHeaderLine, .malformedRequestURI, .malformedURI, .malformedField,
            .malformedContentLength:
            syntax
        case .forbiddenOctet(_, 1), .malformedStartLine:
            "a SIP message begins like 'PUBLISH sip:alice@example.com SIP/2.0'"
        case .forbiddenOctet: "check whether the file was converted: header lines are text"
        case .doubledLineEnds: SMIMEError.doubledLineEndsHint
        case .unsupportedVersion: "give a message of SIP/2.0"
        case .statusCodeOutOfRange: "a status is a number from 100 to 699"
        case .missingField: "every SIP message needs it (RFC 3261 §8.1.1)"
        case .duplicateField: "remove one of them"
        case .methodMismatch: "they must be the same (RFC 3261 §8.1.1.5)"
        case .methodCase: "write it in upper case: methods are case-sensitive (RFC 3261 §7.1)"
        case .notARequest: "give a request other than ACK"
        case .fragmentWithBody: "remove what follows the header fields"
        case .bodyShorterThanContentLength: "check whether it was truncated or its line ends were converted"
        }
    }
}

extension MIMEError: Worded {
    var failure: CommandFailure { SMIMEError(mime: self).failure }
}

extension SMIMEError: Worded {
    fileprivate init(mime error: MIMEError) {
        switch error {
        case .headerTooLarge(let limit), .bodyTooLarge(let limit): self = .tooLarge(limit: limit)
        default: self = .malformed(.mime(error))
        }
    }

    var failure: CommandFailure { failure(hint: hint) }

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
        var failure = CommandFailure(status, reason: code, description, hint: hint)
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
        case .unsupported(.codingOfContent):
            "send the document as it is, or in one gzip member or zlib stream"
        case .unsupported(.codingOfBody): "send the body without Content-Encoding"
        case .unsupported(.contentType), .unsupported(.signedProtocol), .unsupported(.signatureType),
            .unsupported(.certificatesWithoutContent):
            hint
        case .malformed(.presence(.nonconforming)), .malformed(.mime(.doubledLineEnds)): hint
        case .malformed(.compressedWithoutField):
            "add the field 'Content-Encoding: gzip', or send the document as it is"
        case .weakAlgorithm, .unsupported, .unsupportedKey:
            "use a key of another kind, such as 'cert issue --key p256' makes"
        case .malformed(.tunnel): "correct the message: no receiver takes it inside another"
        case .malformed: "correct the body, or give it the Content-Type it has"
        case .untrustedRecipient(_, let error): error.sendingHint
        default: hint
        }
    }
}

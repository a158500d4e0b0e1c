import CMS
import CertStore
import FoundationEssentials

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
                hint: "no output was left behind; make room or choose another place")
        case .tooLarge(let name, let limit):
            self.init(
                .refused, reason: "too-large", "\(Self.input(name)) holds more than \(limit) octets",
                hint: "check that it is the right file")
        case .sameFile(let name, let other):
            self.init(.usage, "'\(name)' and '\(other)' are one file", hint: "choose another output file")
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
                hint: "make one with 'smime-presence ca init', or name another with '--store'")
        case .notAStore(let path):
            CommandFailure(
                .surroundings, "'\(path)' is not a store of smime-presence",
                hint: "name the store with '--store' or SMIME_PRESENCE_STORE")
        case .newerVersion(let path, let found, let supported):
            CommandFailure(
                .surroundings, "'\(path)' has version \(found), and this program knows \(supported)",
                hint: "use the later smime-presence that made it")
        case .open(let path, let mode):
            CommandFailure(
                .surroundings, "others may read or write '\(path)' (mode \(String(mode, radix: 8)))",
                hint: "it holds private keys: chmod 600 '\(path)'")
        case .system(let path, let code):
            CommandFailure(
                .surroundings,
                "cannot open or make '\(path)': \(CommandFailure.words(SystemError(code: code)))",
                hint: "check the name and the permissions")
        case .database(let code, let message):
            CommandFailure(
                .surroundings, "the store failed: \(message) (SQLite \(code))",
                hint: "check the disk and whether another program holds the store")
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
        case .cryptography(let error): error.failure
        case .noStore, .notAStore, .newerVersion, .open, .system, .database: failure
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
        default: CommandFailure(.surroundings, "the certificate or key could not be made or read: \(self)")
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

extension CertificateFile.Failure: Worded {
    var failure: CommandFailure {
        switch self {
        case .notACertificate(let name):
            CommandFailure(
                .refused, reason: "malformed", "'\(name)' holds no certificate",
                hint: "give PEM, DER or PKCS#12")
        case .passwordRequired(let name):
            CommandFailure(.surroundings, "'\(name)' is encrypted", hint: "give '--password-file FILE'")
        case .wrongPassword(let name):
            CommandFailure(
                .surroundings, "the password does not open '\(name)'",
                hint: "check the first line of the password file")
        case .notAKey(let name):
            CommandFailure(
                .refused, reason: "malformed", "'\(name)' holds no private key",
                hint: "give PEM or DER of the key")
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

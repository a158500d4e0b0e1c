import CertStore
import CertificateAdministration
import CommandFiles
import CommandOptions
import FoundationEssentials
import Octets

/// The arguments of commands about the certificates of one or several addresses.
struct AddressOptions {
    var uris: [String] = []
    var listFile: String?
    var days: Int?
    var isConfirmed = false

    static func operand<Root>(_ path: WritableKeyPath<Root, AddressOptions>) -> Operand<Root> {
        .repeated(
            "URI", into: path.appending(path: \.uris),
            help: "the SIP URI it is filed under; any number, also patterns such as 'sip:*@example.test'")
    }

    static func list<Root>(_ path: WritableKeyPath<Root, AddressOptions>) -> Option<Root> {
        .value(
            "--from", as: "FILE", into: path.appending(path: \.listFile),
            help: "the URIs in FILE, one per line; '-' is standard input")
    }

    static func expiringWithin<Root>(_ path: WritableKeyPath<Root, AddressOptions>) -> Option<Root> {
        .integer(
            "--expires-within", as: "DAYS", in: 0...100_000, into: path.appending(path: \.days),
            help: "only valid certificates that expire within DAYS days, without superseded ones")
    }

    static func yes<Root>(_ path: WritableKeyPath<Root, AddressOptions>) -> Option<Root> {
        .flag(
            "--yes", into: path.appending(path: \.isConfirmed),
            help: "do not ask, although it is about several addresses")
    }

    /// Whether it is about more than one address, however many there are.
    var isSeveral: Bool { listFile != nil || days != nil || AddressQuery.isSeveral(uris) }

    /// The address, if it is about one.
    var uri: String { uris.first ?? "" }

    func validate(serial: String? = nil) throws(UsageError) {
        if uris.isEmpty, !isSeveral { throw .missingOperand("URI") }
        if isSeveral, serial != nil {
            throw .other(
                "'--serial' selects a certificate of one URI", hint: "name the URI that it is filed under")
        }
    }

    /// The certificates that are meant, in the store.
    func resolve(in database: CertStore, on console: Console) throws -> [SelectedAddress] {
        var listed: AddressList?
        do {
            listed = try listFile.map {
                try AddressList(console.read($0, limit: AddressList.limit), name: $0, isForIssuing: false)
            }
        } catch let error as AddressList.Failure {
            let failure = error.failure
            let hint = failure.hint.replacing("nothing was issued", with: "nothing was done")
            throw CommandFailure(failure.status, reason: failure.reason, failure.message, hint: hint)
        }
        let query = AddressQuery(uris, listed: listed, expiringWithin: days)
        let selected = try query.resolve(in: database, at: console.now())
        if selected.isEmpty, let days {
            console.say("no certificate expires within \(counted(days, "day"))")
        }
        return selected
    }
}

extension AddressOptions {
    /// The same, of the whole store if no address is named.
    func selected(in database: CertStore, on console: Console) throws -> [SelectedAddress] {
        guard uris.isEmpty, !isSeveral else { return try resolve(in: database, on: console) }
        return try AddressQuery().resolve(in: database, at: console.now())
    }
}

/// What is done with the certificates of several addresses, for messages.
struct SeveralWords {
    /// "renewed".
    let done: String
    /// Why addresses that only a pattern names are left out.
    let skipped: String
}

extension Console {
    /// Asks whether planned work is to be done, unless `--yes` was given or there is nothing to do.
    func confirm(
        _ verb: String, _ plan: [AddressOutcome], options: AddressOptions
    ) throws(ConfirmationError) {
        let certificates = plan.reduce(0) { $0 + $1.certificates.count }
        guard !options.isConfirmed, certificates > 0 else { return }
        let addresses = plan.count { !$0.certificates.isEmpty }
        try confirm(
            "\(verb) \(counted(certificates, "certificate")) of "
                + counted(addresses, "address", "addresses"))
    }

    /// Reports addresses for which nothing was done, writes the JSON document, and fails if one failed.
    func finish(
        _ outcomes: [AddressOutcome], _ words: SeveralWords, as format: ListFormat,
        reports: @autoclosure () throws -> [CertificateReport], files: [String]? = nil
    ) throws {
        let skipped = outcomes.count(where: \.isSkipped)
        if skipped > 0 { say("skipped \(counted(skipped, "address", "addresses")): \(words.skipped)") }
        var failures: [ChangeDocument.Failure] = []
        for outcome in outcomes where !outcome.isSkipped {
            guard case .failure(let error) = outcome.result else { continue }
            let failure = error.failure
            sayError("\(outcome.uri) was not \(words.done): \(failure.message)")
            failures.append(.init(uri: outcome.uri, message: failure.message, hint: failure.hint))
        }
        if format == .json {
            var document = ChangeDocument(try reports())
            document.failures = failures
            document.skipped = skipped
            document.files = files
            try print(document)
        }
        guard let first = outcomes.first(where: { !$0.isSkipped && $0.certificates.isEmpty }),
            case .failure(let error) = first.result
        else { return }
        throw CommandFailure(
            .refused, reason: error.failure.reason,
            "\(failures.count) of \(counted(outcomes.count, "address", "addresses")) not \(words.done)",
            hint: error.failure.hint)
    }
}

extension CertStore {
    /// Reports on certificates as they are in the store now.
    func reports(of stored: [StoredCertificate], at instant: Date) throws -> [CertificateReport] {
        try stored.map { try CertificateReport($0, in: self, at: instant) }
    }
}

extension ListFormat {
    /// The option for commands that change something: words go to standard error in either format.
    static func ofChanges<Root>(_ path: WritableKeyPath<Root, ListFormat>) -> Option<Root> {
        .choice(
            "--format", as: "FORMAT", into: path,
            help: "json also writes the result to standard output (default: text)")
    }
}

package import CertStore
package import CertificateAdministration
import CommandFailures
package import CommandFiles
package import CommandOptions
import Octets

/// The arguments of commands about the certificates of one or several addresses.
package struct AddressOptions {
    package var uris: [String] = []
    package var listFile: String?
    package var days: Int?
    package var isConfirmed = false

    /// No addresses.
    package init() {}

    package static func operand<Root>(_ path: WritableKeyPath<Root, AddressOptions>) -> Operand<Root> {
        .repeated(
            "URI", into: path.appending(path: \.uris),
            help: "the SIP URI it is filed under; several and patterns ('sip:*@example.test') are allowed")
    }

    package static func list<Root>(_ path: WritableKeyPath<Root, AddressOptions>) -> Option<Root> {
        .value(
            "--from", as: "FILE", into: path.appending(path: \.listFile),
            help: "the URIs in FILE, one per line; '-' is standard input")
    }

    package static func expiringWithin<Root>(_ path: WritableKeyPath<Root, AddressOptions>) -> Option<Root> {
        .integer(
            "--expires-within", as: "DAYS", in: 0...100_000, into: path.appending(path: \.days),
            help: "only valid certificates that expire within DAYS days and are not superseded")
    }

    package static func yes<Root>(_ path: WritableKeyPath<Root, AddressOptions>) -> Option<Root> {
        .flag(
            "--yes", into: path.appending(path: \.isConfirmed),
            help: "do not ask for confirmation if there are several addresses"
        )
        .loosening()
    }

    /// Whether the command is about several addresses, however many match.
    package var isSeveral: Bool { listFile != nil || days != nil || AddressQuery.isSeveral(uris) }

    /// The address, if the command is about one.
    package var uri: String { uris.first ?? "" }

    package func validate(serial: String? = nil) throws(UsageError) {
        if uris.isEmpty, !isSeveral { throw .missingOperand("URI") }
        if isSeveral, serial != nil {
            throw .other(
                "'--serial' selects a certificate of one URI", hint: "name the URI that it is filed under")
        }
    }

    /// Returns the selected addresses with their certificates in the store.
    package func resolve(in database: CertStore, on console: Console) throws -> [SelectedAddress] {
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
    /// Returns the same, or those of the whole store if no address is named.
    package func selected(in database: CertStore, on console: Console) throws -> [SelectedAddress] {
        guard uris.isEmpty, !isSeveral else { return try resolve(in: database, on: console) }
        return try AddressQuery().resolve(in: database, at: console.now())
    }
}

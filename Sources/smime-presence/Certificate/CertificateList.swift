import CertStore
import CertificateAdministration
import CommandFiles
import CommandOptions
import Octets

struct CertificateList: Command {
    static let name = "cert list"
    static let summary = "list the certificates of the store"
    static let details = [
        """
        Writes one line per certificate, sorted by URI: its URIs, state, expiry date, kind of key, use, \
        whether the store has the private key, and the serial number. A certificate that expires within \
        \(CertificateTable.soon) days is marked. A certificate is revoked if the store's CA has revoked it, \
        or the CRL of another CA in the store lists it. A valid certificate is superseded if a newer one \
        has the same URIs and use, both of the store's CA, as after 'cert renew'; it still opens old \
        messages, and --expires-within leaves it out.
        """,
        """
        Lines are written while the store is read, so the first one comes at once. --format json writes one \
        JSON object.
        """,
    ]
    static var operands: [Operand<CertificateList>] {
        [
            .repeated(
                "URI", into: \.uris,
                help: "only certificates filed under URI; several and patterns are allowed, as for '--uri'")
        ]
    }
    static var options: [Option<CertificateList>] {
        [
            .value(
                "--uri", as: "PATTERN", into: \.pattern,
                help: "only certificates filed under a URI like PATTERN; '*' stands for any characters"),
            .choice(
                "--state", as: "STATE", into: \.state, help: "only certificates in this state now"),
            .integer(
                "--expires-within", as: "DAYS", in: 0...100_000, into: \.days,
                help: "only valid certificates that expire within DAYS days"),
            .flag(
                "--include-superseded", into: \.includesSuperseded,
                help: "with --expires-within, include superseded certificates"),
            .choice("--format", as: "FORMAT", into: \.format, help: "output format (default: text)"),
            StoreOptions.location(\.store),
        ]
    }
    static let examples = [
        Example("smime-presence cert list --format json", "List the whole store as JSON."),
        Example(
            "smime-presence cert list 'sip:*@example.test' --expires-within 30",
            "List the certificates to renew soon."),
    ]

    var uris: [String] = []
    var pattern: String?
    var state: CertificateState?
    var days: Int?
    var includesSuperseded = false
    var format = ListFormat.text
    var store = StoreOptions()

    func validate() throws(UsageError) {
        if days != nil, let state, state != .valid {
            throw .conflictingOptions("--expires-within", "--state")
        }
        if includesSuperseded, days == nil {
            throw .optionNeeds("--include-superseded", other: "--expires-within")
        }
    }

    func run(on console: Console) throws(CommandFailure) {
        let now = console.now()
        try describingErrors {
            var listing = CertificateListing()
            listing.format = format
            try listing.limit(toOperands: uris, or: pattern)
            listing.filter.state = state
            if let days {
                listing.filter.limit(toEndingWithin: days, of: now, includingSuperseded: includesSuperseded)
            }
            try listing.write(from: store.open(on: console), at: now, on: console)
        }
    }
}

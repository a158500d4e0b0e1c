import CertStore
import CertificateAdministration
import CommandOptions
import Octets

struct CertificateList: Command {
    static let name = "cert list"
    static let summary = "list the certificates of the store"
    static let details = [
        "One line a certificate, sorted by URI: the URIs it is filed under, its state, the day it ends, the kind of "
            + "its key, what the key is for, whether the store has the private key, and the serial number. What ends "
            + "within \(CertificateTable.soon) days is marked. Revoked is what the store's CA has revoked, and what the "
            + "CRL of another CA in the store names. A valid certificate is superseded if there is a newer one of the "
            + "same CA for the same URIs and use, as after 'cert renew': it opens old messages, and --expires-within "
            + "leaves it out.",
        "The list is written while it is read: the first line comes at once, however many there are. With --format "
            + "json it is one JSON object.",
    ]
    static var options: [Option<CertificateList>] {
        [
            .value(
                "--uri", as: "PATTERN", into: \.pattern,
                help: "only what is filed under a URI like PATTERN, in which '*' stands for any characters"),
            .choice(
                "--state", as: "STATE", into: \.state, help: "only what is in this state at this moment"),
            .integer(
                "--expires-within", as: "DAYS", in: 0...100_000, into: \.days,
                help: "only what is valid, and not any more in DAYS days"),
            .flag(
                "--include-superseded", into: \.includesSuperseded,
                help: "with --expires-within, also what a newer certificate has taken the place of"),
            .choice("--format", as: "FORMAT", into: \.format, help: "text is the default"),
            StoreOptions.location(\.store),
        ]
    }
    static let examples = [
        Example("smime-presence cert list --format json", "The whole store, for a script."),
        Example(
            "smime-presence cert list --uri 'sip:*@example.test' --expires-within 30",
            "Whose certificates are to be renewed soon."),
    ]

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
        let database = try store.open(on: console)
        let now = console.now()
        var filter = CertificateFilter()
        filter.limit(toURIsLike: pattern)
        filter.state = state
        if let days { filter.limit(toEndingWithin: days, of: now, includingSuperseded: includesSuperseded) }
        try worded {
            var output = StreamedOutput(console)
            switch format {
            case .text:
                let table = CertificateTable(longestURI: try database.longestURI(), now: now)
                try database.forEachEntry(filter, at: now) { try output.write(table.line($0)) }
            case .json:
                var list = StreamedListDocument("certificates")
                try output.write(list.beginning)
                try database.forEachEntry(filter, at: now) {
                    try output.write(list.element(CertificateReport($0, at: now)))
                }
                try output.write(list.end)
            }
            try output.finish()
        }
    }
}

/// The forms of a list.
enum ListFormat: String, CaseIterable {
    case text, json
}

/// Standard output for what is written while it is made: in large pieces, but the first one at once.
struct StreamedOutput {
    private let console: Console
    private var pending = ""
    private var isFirst = true

    init(_ console: Console) { self.console = console }

    mutating func write(_ text: String) throws(CommandFailure) {
        pending += text
        if isFirst || pending.utf8.count >= 1 << 16 { try finish() }
        isFirst = false
    }

    mutating func finish() throws(CommandFailure) {
        guard !pending.isEmpty else { return }
        try console.print(pending)
        pending.removeAll(keepingCapacity: true)
    }
}

extension Console {
    /// Writes a value to standard output as JSON.
    func print(_ document: some JSONEncodable) throws(CommandFailure) {
        try print(String(decoding: JSONWriter.document(document), as: UTF8.self))
    }
}

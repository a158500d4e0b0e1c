import CMS
import CertStore
import CertificateAdministration
import CommandFiles
import CommandOptions

struct CertificateRemove: Command {
    static let name = "cert remove"
    static let summary = "remove a certificate and its private key from the store"
    static let details = [
        """
        Messages encrypted to this certificate can no longer be decrypted. If several certificates are filed \
        under URI, name one with --serial, or all with --all.
        """,
        """
        With several URIs, patterns, --from or --expires-within, the command asks for confirmation on a \
        terminal, and elsewhere requires --yes. An address that fails is reported, and the others are \
        removed (status 1).
        """,
    ]
    static var operands: [Operand<CertificateRemove>] {
        [AddressOptions.operand(\.addresses)]
    }
    static var options: [Option<CertificateRemove>] {
        [
            CertificateChoice.serial(\.choice), CertificateChoice.all(\.choice),
            AddressOptions.list(\.addresses), AddressOptions.expiringWithin(\.addresses),
            AddressOptions.yes(\.addresses), ListFormat.ofChanges(\.format),
            StoreOptions.location(\.store),
        ]
    }
    static let examples = [
        Example("smime-presence cert remove sip:bob@example.test", "Remove the only certificate of bob."),
        Example(
            "smime-presence cert remove 'sip:*@example.test' --all --yes",
            "Remove all certificates of many subscribers."),
    ]

    var addresses = AddressOptions()
    var choice = CertificateChoice()
    var format = ListFormat.text
    var store = StoreOptions()

    func validate() throws(UsageError) {
        try choice.validate()
        try addresses.validate(serial: choice.serial)
    }

    func run(on console: Console) throws(CommandFailure) {
        let database = try store.open(on: console)
        try describingErrors {
            if addresses.isSeveral { return try removeSeveral(in: database, on: console) }
            let selected = try database.certificates(of: addresses.uri, choice.selection)
            let reports = format == .json ? try database.reports(of: selected, at: console.now()) : []
            for stored in selected {
                let isGone = try database.remove(stored.certificate)
                console.say("removed \(stored.title)")
                if !isGone, stored.hasPrivateKey { console.warnOfRemainingCopies() }
            }
            if format == .json { try console.print(ChangeDocument(reports)) }
        }
    }

    private func removeSeveral(in database: CertStore, on console: Console) throws {
        let selected = try addresses.resolve(in: database, on: console)
        let plan = try database.planRemoval(of: selected, choice.selection)
        try console.confirm("remove", plan, options: addresses)
        let removed = plan.flatMap(\.certificates)
        let reports = format == .json ? try database.reports(of: removed, at: console.now()) : []
        if !removed.isEmpty {
            let isGone = try database.remove(removed.map(\.certificate))
            for stored in removed { console.say("removed \(stored.title)") }
            if !isGone, removed.contains(where: \.hasPrivateKey) { console.warnOfRemainingCopies() }
        }
        try console.finish(plan, SeveralWords(done: "removed", skipped: ""), as: format, reports: reports)
    }
}

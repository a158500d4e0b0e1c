import CMS
import CertStore
import CertificateAdministration
import CommandFiles
import CommandOptions
import Octets

struct CertificateRenew: Command {
    static let name = "cert renew"
    static let summary = "renew a certificate, with a new key or the same key"
    static let details = [
        """
        The store's CA issues a new certificate for the same URIs and the same use. Of several certificates \
        filed under URI, renews the newest; --serial names another. If the newest is one of a pair for \
        signing and encrypting, renews both or neither.
        """,
        """
        With several URIs, patterns, --from or --expires-within, each address is renewed as a whole or not \
        at all; one that cannot be renewed is reported, and the others are renewed (status 1). Addresses \
        that only a pattern or --expires-within names are skipped if another CA issued their certificates.
        """,
        """
        The key is a new one of the same kind; --reuse-key keeps the old key. The old certificate and its \
        key stay in the store and still open old messages; the new one is used to send.
        """,
    ]
    static var operands: [Operand<CertificateRenew>] {
        [AddressOptions.operand(\.addresses)]
    }
    static var options: [Option<CertificateRenew>] {
        [
            .flag(
                "--reuse-key", into: \.reusesKey,
                help: "keep the key, even if its private key is not in the store"),
            ValidityOptions.days(\.validity), AddressOptions.list(\.addresses),
            AddressOptions.expiringWithin(\.addresses),
            .value("--serial", as: "HEX", into: \.serial, help: "the certificate with this serial number"),
            ValidityOptions.long(\.validity), ListFormat.ofChanges(\.format),
            StoreOptions.location(\.store), StoreOptions.passphrase(\.store),
        ]
    }
    static let examples = [
        Example("smime-presence cert renew sip:alice@example.test", "Renew for a year, with a new key."),
        Example(
            "smime-presence cert renew sip:alice@example.test --reuse-key --days 90",
            "Renew for 90 days, with the same key."),
        Example(
            "smime-presence cert renew --expires-within 30",
            "Renew everything that expires within 30 days."),
    ]

    var addresses = AddressOptions()
    var reusesKey = false
    var serial: String?
    var validity = ValidityOptions()
    var format = ListFormat.text
    var store = StoreOptions()

    func validate() throws(UsageError) {
        try validity.validate()
        try addresses.validate(serial: serial)
    }

    func run(on console: Console) throws(CommandFailure) {
        let terms = validity.terms(at: console.now(), passphrase: try store.passphrase(on: console))
        let database = try store.open(on: console)
        if addresses.isSeveral {
            return try describingErrors { try renewSeveral(in: database, on: terms, console: console) }
        }
        let uri = addresses.uri
        try describingErrors {
            let renewed = try Renewal(of: uri, serialNumber: serial, reusingKey: reusesKey)
                .perform(in: database, on: terms)
            let address = try SubscriberAddress(uri)
            for certificate in renewed { console.sayIssued(certificate, as: address) }
            if renewed.count > 1 { console.say("renewed both: one to sign with, one to encrypt for") }
            guard format == .json else { return }
            let stored = try database.stored(renewed, of: address.uri)
            try console.print(ChangeDocument(database.reports(of: stored, at: console.now())))
        }
    }

    private func renewSeveral(in database: CertStore, on terms: IssuingTerms, console: Console) throws {
        let selected = try addresses.resolve(in: database, on: console)
        var done = 0
        defer { console.endProgress() }
        let outcomes = try database.renew(selected, reusingKey: reusesKey, on: terms) { _ in
            done += 1
            console.showProgress("renewing: \(done) of \(counted(selected.count, "address", "addresses"))")
        }
        console.endProgress()
        let renewed = outcomes.flatMap(\.certificates)
        for one in renewed {
            console.sayIssued(one.certificate, as: try SubscriberAddress(one.uris.first ?? ""))
        }
        if !selected.isEmpty { console.say("renewed \(counted(renewed.count, "certificate"))") }
        try console.finish(
            outcomes, SeveralWords(done: "renewed", skipped: "another CA issued their certificates"),
            as: format, reports: database.reports(of: renewed, at: console.now()))
    }
}

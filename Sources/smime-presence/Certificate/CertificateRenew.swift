import CertificateAdministration
import CommandOptions

struct CertificateRenew: Command {
    static let name = "cert renew"
    static let summary = "issue a certificate anew, with a new key or the one it has"
    static let details = [
        "The store's CA issues a new certificate that names the same URIs for the same use. Of several filed under "
            + "URI, the one that became valid last is renewed, unless --serial names another. Where that is for signing "
            + "alone, and another for encrypting alone, or the other way round, both are renewed, or none.",
        "The key is a new one of the same kind; with --reuse-key it is the same key. The old certificate and its key "
            + "stay in the store: what was encrypted for it can still be opened, while the new one is used to send.",
    ]
    static var operands: [Operand<CertificateRenew>] {
        [.required("URI", into: \.uri, help: "the SIP URI it is filed under")]
    }
    static var options: [Option<CertificateRenew>] {
        [
            .flag(
                "--reuse-key", into: \.reusesKey,
                help: "keep the key, also one whose private half is elsewhere"),
            ValidityOptions.days(\.validity),
            .value("--serial", as: "HEX", into: \.serial, help: "the one with this serial number"),
            ValidityOptions.long(\.validity),
            StoreOptions.location(\.store), StoreOptions.passphrase(\.store),
        ]
    }
    static let examples = [
        Example("smime-presence cert renew sip:alice@example.test", "A new key and certificate for a year."),
        Example(
            "smime-presence cert renew sip:alice@example.test --reuse-key --days 90",
            "The key stays, for 90 days more."),
    ]

    var uri = ""
    var reusesKey = false
    var serial: String?
    var validity = ValidityOptions()
    var store = StoreOptions()

    func validate() throws(UsageError) { try validity.validate() }

    func run(on console: Console) throws(CommandFailure) {
        let terms = validity.terms(at: console.now(), passphrase: try store.passphrase(on: console))
        let database = try store.open(on: console)
        try worded {
            let renewed = try Renewal(of: uri, serialNumber: serial, reusingKey: reusesKey)
                .perform(in: database, on: terms)
            let address = try SubscriberAddress(uri)
            for certificate in renewed { console.sayIssued(certificate, as: address) }
            if renewed.count > 1 { console.say("renewed both: one to sign with, one to encrypt for") }
        }
    }
}

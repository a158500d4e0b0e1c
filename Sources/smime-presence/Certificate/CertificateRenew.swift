import CertificateAdministration
import CommandFiles
import CommandOptions

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
        The key is a new one of the same kind; --reuse-key keeps the old key. The old certificate and its \
        key stay in the store and still open old messages; the new one is used to send.
        """,
    ]
    static var operands: [Operand<CertificateRenew>] {
        [.required("URI", into: \.uri, help: "the SIP URI it is filed under")]
    }
    static var options: [Option<CertificateRenew>] {
        [
            .flag(
                "--reuse-key", into: \.reusesKey,
                help: "keep the key, even if its private key is not in the store"),
            ValidityOptions.days(\.validity),
            .value("--serial", as: "HEX", into: \.serial, help: "the certificate with this serial number"),
            ValidityOptions.long(\.validity),
            StoreOptions.location(\.store), StoreOptions.passphrase(\.store),
        ]
    }
    static let examples = [
        Example("smime-presence cert renew sip:alice@example.test", "Renew for a year, with a new key."),
        Example(
            "smime-presence cert renew sip:alice@example.test --reuse-key --days 90",
            "Renew for 90 days, with the same key."),
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
        try describingErrors {
            let renewed = try Renewal(of: uri, serialNumber: serial, reusingKey: reusesKey)
                .perform(in: database, on: terms)
            let address = try SubscriberAddress(uri)
            for certificate in renewed { console.sayIssued(certificate, as: address) }
            if renewed.count > 1 { console.say("renewed both: one to sign with, one to encrypt for") }
        }
    }
}

import CMS
import CertificateAdministration
import CommandFiles
import CommandOptions
import FoundationEssentials

struct CAInitialize: Command {
    static let name = "ca init"
    static let summary = "make the test CA of a store"
    static let details = [
        """
        Makes a certificate authority (CA) for DOMAIN, valid for ten years or --days, with its private key \
        in the store. The store trusts its own CA; other stores trust it after 'trust add'. A store has one \
        CA; 'ca renew' gives it a new certificate, 'ca rotate' a new key. With --passphrase-file, a new \
        store encrypts its private keys.
        """,
        """
        --allow-long-validity makes a CA that may be shipped with its private key: its name says 'TEST \
        ONLY', and every verdict that relies on it says 'test-ca'.
        """,
    ]
    static var options: [Option<CAInitialize>] {
        [
            .value("--domain", as: "DOMAIN", into: \.domain, help: "SIP domain of the CA (required)"),
            .choice("--key", as: "KIND", into: \.key, help: "kind of key (default: p256)"),
            ValidityOptions.authorityDays(\.validity.days), ValidityOptions.long(\.validity),
            StoreOptions.location(\.store), StoreOptions.passphrase(\.store),
            StoreOptions.askPassphrase(\.store), AuthorityOption.format(\.format),
        ]
    }
    static let examples = [
        Example(
            "smime-presence ca init --domain example.test --store lab.db",
            "Make a CA for the domain example.test."
        )
    ]

    var domain: String?
    var key = KeyChoice.p256
    var validity = ValidityOptions()
    var store = StoreOptions()
    var format = ListFormat.text

    func validate() throws(UsageError) {
        guard let domain else { throw .missingOption("--domain", placeholder: "DOMAIN") }
        let address = try? SubscriberAddress("sip:\(domain)")
        guard let address, address.domain == domain.lowercased(), !address.isAtIPAddress else {
            throw .notOfKind(name: "--domain", value: domain, wanted: "a domain name")
        }
    }

    func run(on console: Console) throws(CommandFailure) {
        let domain = (domain ?? "").lowercased()
        let passphrase = try store.passphrase(on: console)
        let database = try store.openOrCreate(on: console)
        try describingErrors {
            let certificate = try database.makeAuthority(
                forDomain: domain, key: key.algorithm, days: validity.days, isLong: validity.isLong,
                at: console.now(), passphrase: passphrase)
            let end = certificate.facts.notAfter.internetTime
            try console.report(
                on: database, as: format, lines: ["made the CA of \(domain), valid until \(end)"])
        }
    }
}

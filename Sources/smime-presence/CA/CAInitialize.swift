import CMS
import CertificateAdministration
import CommandOptions
import FoundationEssentials

struct CAInitialize: Command {
    static let name = "ca init"
    static let summary = "make the test CA of a store"
    static let details = [
        "Makes a certification authority for DOMAIN, valid for ten years, with its private key in the store. "
            + "Its own store trusts it; others do when 'trust add' names its certificate. A store has one CA. "
            + "With --passphrase-file a new store keeps its private keys encrypted.",
        "With --allow-long-validity the CA is for shipping with its private key: it says 'TEST ONLY' in its "
            + "name, and every verdict that leans on it says 'test-ca'.",
    ]
    static var options: [Option<CAInitialize>] {
        [
            .value("--domain", as: "DOMAIN", into: \.domain, help: "the SIP domain it is for"),
            .choice("--key", as: "KIND", into: \.key, help: "the kind of its key (default: p256)"),
            ValidityOptions.long(\.validity),
            StoreOptions.location(\.store), StoreOptions.passphrase(\.store),
        ]
    }
    static let examples = [
        Example(
            "smime-presence ca init --domain example.test --store lab.db", "A CA for the domain example.test."
        )
    ]

    var domain: String?
    var key = KeyChoice.p256
    var validity = ValidityOptions()
    var store = StoreOptions()

    func validate() throws(UsageError) {
        guard let domain else { throw .missingOption("--domain", placeholder: "DOMAIN") }
        guard (try? SubscriberAddress("sip:\(domain)"))?.domain == domain.lowercased() else {
            throw .notOfKind(name: "--domain", value: domain, wanted: "a domain name")
        }
    }

    func run(on console: Console) throws(CommandFailure) {
        let domain = (domain ?? "").lowercased()
        let passphrase = try store.passphrase(on: console)
        let database = try store.openOrCreate(on: console)
        try worded {
            let certificate = try database.makeAuthority(
                forDomain: domain, key: key.algorithm, isLong: validity.isLong, at: console.now(),
                passphrase: passphrase)
            let end = certificate.facts.notAfter.ISO8601Format()
            console.say("made the CA of \(domain), valid until \(end)")
        }
    }
}

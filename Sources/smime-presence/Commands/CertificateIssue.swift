import CMS
import CertStore
import FoundationEssentials

struct CertificateIssue: Command {
    static let name = "cert issue"
    static let summary = "make a key and a certificate for an address or a domain"
    static let details = [
        "Makes a private key and has the store's CA issue a certificate for it. For an address-of-record "
            + "(sip:alice@example.test) the certificate names the sip:, pres: and im: URI of the user; for a "
            + "bare domain (sip:example.test) it is the presence server's. Both are filed in the store.",
        "A certificate is valid for a year at most. An address made from an IMSI is refused: certificates are "
            + "shown to everybody.",
    ]
    static var operands: [Operand<CertificateIssue>] {
        [.required("URI", into: \.uri, help: "sip:user@domain, or sip:domain for the presence server")]
    }
    static var options: [Option<CertificateIssue>] {
        [
            .integer(
                "--days", as: "N", in: 1...100_000, into: \.days,
                help: "valid for N days (default: 365, the most)"),
            .choice("--key", as: "KIND", into: \.key, help: "the kind of key (default: p256)"),
            LongValidity.option(into: \.allowsLongValidity),
            StoreOptions.location(\.store), StoreOptions.passphrase(\.store),
        ]
    }
    static let examples = [
        Example("smime-presence cert issue sip:dave@example.test", "A subscriber, for a year."),
        Example(
            "smime-presence cert issue sip:example.test --key rsa2048 --days 30",
            "The presence server, for 30 days."),
    ]

    var uri = ""
    var days: Int?
    var key = KeyChoice.p256
    var allowsLongValidity = false
    var store = StoreOptions()

    func validate() throws(UsageError) {
        if let days, days > Self.year, !allowsLongValidity {
            throw .notInRange(option: "--days", value: String(days), range: 1...Self.year)
        }
    }

    func run(on console: Console) throws(CommandFailure) {
        let passphrase = try store.passphrase(on: console)
        try worded {
            let address = try SubscriberAddress(uri)
            let profile = try address.profile()
            let database = try store.open(on: console)
            let authority = try database.authority(passphrase: passphrase)
            let key = try PrivateKey.generate(key.algorithm)
            let certificate = try authority.issue(profile, for: key, validity: validity(on: console))
            try database.add(
                certificate, uris: SubscriberAddress.addresses(in: certificate), key: key,
                passphrase: passphrase)
            let facts = certificate.facts
            console.say(
                "issued \(address.uri), serial \(facts.serialNumber), until \(facts.notAfter.ISO8601Format())"
            )
        }
    }

    private func validity(on console: Console) throws(CommandFailure) -> CertificateValidity {
        guard days != nil || !allowsLongValidity else { return LongValidity.whole }
        let validity = CertificateValidity(from: console.now(), days: days ?? Self.year)
        guard validity.notAfter <= LongValidity.whole.notAfter else {
            throw CommandFailure(
                .usage, "\(days ?? 0) days end after 2049-12-31",
                hint: "leave '--days' out for the longest validity")
        }
        return validity
    }

    /// RFC 6072 §10.6 recommends no more.
    private static let year = 365
}

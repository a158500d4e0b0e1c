import CMS
import CertStore
import FoundationEssentials

struct CertificateRevoke: Command {
    /// The reasons a CA gives; removeFromCRL is none, and aACompromise is about attribute authorities.
    enum Reason: String, CaseIterable {
        case unspecified, keyCompromise, cACompromise, affiliationChanged, superseded, cessationOfOperation
        case certificateHold, privilegeWithdrawn

        var reason: RevocationReason {
            switch self {
            case .unspecified: .unspecified
            case .keyCompromise: .keyCompromise
            case .cACompromise: .cACompromise
            case .affiliationChanged: .affiliationChanged
            case .superseded: .superseded
            case .cessationOfOperation: .cessationOfOperation
            case .certificateHold: .certificateHold
            case .privilegeWithdrawn: .privilegeWithdrawn
            }
        }
    }

    static let name = "cert revoke"
    static let summary = "revoke a certificate that the store's CA issued"
    static let details = [
        "This store refuses the certificate at once; for others, make a list with 'ca crl' and hand it out. Only "
            + "the CA that issued a certificate can revoke it, which takes its private key. The certificate stays in "
            + "the store, for 'cert remove' to take out, and its key opens old messages until then.",
        "Of several certificates filed under URI, one is named by its serial number, or --all says that all are "
            + "meant; those that are revoked already are left out.",
    ]
    static var operands: [Operand<CertificateRevoke>] {
        [.required("URI", into: \.uri, help: "the SIP URI it is filed under")]
    }
    static var options: [Option<CertificateRevoke>] {
        [
            .choice(
                "--reason", as: "REASON", into: \.reason, help: "as RFC 5280 names it (default: unspecified)"),
            .value("--serial", as: "HEX", into: \.serial, help: "the one with this serial number"),
            .flag("--all", into: \.isAll, help: "all that are filed under URI"),
            StoreOptions.location(\.store), StoreOptions.passphrase(\.store),
        ]
    }
    static let examples = [
        Example(
            "smime-presence cert revoke sip:bob@example.test --reason keyCompromise",
            "Bob has lost his phone.")
    ]

    var uri = ""
    var reason = Reason.unspecified
    var serial: String?
    var isAll = false
    var store = StoreOptions()

    func validate() throws(UsageError) {
        if isAll, serial != nil { throw .conflictingOptions("--serial", "--all") }
    }

    func run(on console: Console) throws(CommandFailure) {
        let passphrase = try store.passphrase(on: console)
        let database = try store.open(on: console)
        let found = try database.certificates(of: uri)
        try worded {
            let revoked = Dictionary(
                try database.revocations().map { ($0.serialNumber, $0.reason) }, uniquingKeysWith: { $1 })
            // One on hold can be revoked for good.
            let open = found.filter {
                let known = revoked[$0.certificate.facts.serialNumber]
                return known == nil || known == .certificateHold && reason != .certificateHold
            }
            // Where all are revoked, the store says so of the first.
            let meant = try (serial != nil || open.isEmpty ? found : open)
                .meant(uri: uri, serial: serial, all: isAll || open.isEmpty)
            try database.revoke(
                meant.map(\.certificate), reason: reason.reason, at: console.now(), passphrase: passphrase)
            for certificate in meant.map(\.certificate) {
                console.say(
                    "revoked \(uri), serial \(certificate.facts.serialNumber), reason \(reason.rawValue)")
            }
            console.say("for others, make a list with 'smime-presence ca crl'")
        }
    }
}

import CMS
import CertStore
import CommandOptions
import FoundationEssentials
import Octets

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
            + "meant; those that are revoked already are left out. With --certificate the file says which one is "
            + "meant, whether it is in the store or was taken out.",
    ]
    static var operands: [Operand<CertificateRevoke>] {
        [.optional("URI", into: \.uri, help: "the SIP URI it is filed under")]
    }
    static var options: [Option<CertificateRevoke>] {
        [
            .choice(
                "--reason", as: "REASON", into: \.reason, help: "as RFC 5280 names it (default: unspecified)"),
            CertificateChoice.serial(\.choice), CertificateChoice.all(\.choice),
            .value(
                "--certificate", as: "FILE", into: \.certificateFile,
                help: "the first certificate in FILE, PEM or DER; '-' is standard input"),
            StoreOptions.location(\.store), StoreOptions.passphrase(\.store),
        ]
    }
    static let examples = [
        Example(
            "smime-presence cert revoke sip:bob@example.test --reason keyCompromise",
            "Bob has lost his phone."),
        Example(
            "smime-presence cert revoke --certificate certificates/user_cert_bob@example.test.pem",
            "A certificate that is not in the store any more."),
    ]

    var uri: String?
    var reason = Reason.unspecified
    var choice = CertificateChoice()
    var certificateFile: String?
    var store = StoreOptions()

    func validate() throws(UsageError) {
        try choice.validate()
        guard certificateFile != nil else {
            if uri == nil { throw .missingOperand("URI") }
            return
        }
        for (name, isGiven) in [
            ("URI", uri != nil), ("--serial", choice.serial != nil), ("--all", choice.isAll),
        ] where isGiven {
            throw .conflictingOptions(name, "--certificate")
        }
    }

    func run(on console: Console) throws(CommandFailure) {
        let passphrase = try store.passphrase(on: console)
        let named = try certificateFile.map { (name) throws(CommandFailure) in
            try certificate(in: name, on: console)
        }
        let database = try store.open(on: console)
        try worded {
            let meant = try named.map { [$0] } ?? filed(in: database)
            try database.revoke(meant, reason: reason.reason, at: console.now(), passphrase: passphrase)
            for facts in meant.map(\.facts) {
                let title = uri ?? (facts.uris.isEmpty ? facts.subject : facts.uris.joined(separator: " "))
                console.say(
                    "revoked \(printable(title)), serial \(facts.serialNumber), reason \(reason.rawValue)")
            }
            if reason.reason == .keyCompromise { try warnOfSameKeys(as: meant, in: database, on: console) }
            console.say("for others, make a list with 'smime-presence ca crl'")
        }
    }

    /// Others have the key, and with it what is enveloped for its other certificates.
    private func warnOfSameKeys(
        as revoked: [Certificate], in database: CertStore, on console: Console
    ) throws {
        let left = try revoked.flatMap { try database.unrevoked(withKeyOf: $0) }
        for serial in Set(left.map(\.facts.serialNumber)).sorted() {
            console.say(
                "warning: serial \(serial) has the same key and is not revoked: revoke it too, with '--serial \(serial)'"
            )
        }
    }

    private func certificate(in name: String, on console: Console) throws(CommandFailure) -> Certificate {
        try worded {
            let octets = try console.read(name, limit: CertificateFile.limit)
            guard let first = try CertificateFile.certificates(octets, name: name).certificates.first else {
                throw CertificateFile.Failure.noCertificate(name)
            }
            return first
        }
    }

    /// Those that are meant by the URI.
    private func filed(in database: CertStore) throws -> [Certificate] {
        let uri = uri ?? ""
        let found = try database.certificates(of: uri)
        // One on hold can be revoked for good.
        let open = try found.filter {
            let known = try database.revocation(ofSerialNumber: $0.certificate.facts.serialNumber)
            return known == nil || known?.reason == .certificateHold && reason != .certificateHold
        }
        // Where all are revoked, the store says so of the first.
        let isNoneLeft = open.isEmpty && choice.serial == nil
        let candidates = choice.serial != nil || open.isEmpty ? found : open
        let meant = try isNoneLeft ? candidates : choice.meant(among: candidates, of: uri)
        return meant.map(\.certificate)
    }
}

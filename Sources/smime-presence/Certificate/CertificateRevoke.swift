import CMS
import CertStore
import CertificateAdministration
import CommandFiles
import CommandOptions
import Octets

struct CertificateRevoke: Command {
    static let name = "cert revoke"
    static let summary = "revoke a certificate that the store's CA issued"
    static let details = [
        """
        This store refuses the certificate at once; for other stores, make a CRL with 'ca crl'. Only the CA \
        that issued a certificate can revoke it, which requires the CA's private key. The certificate stays \
        in the store until 'cert remove'; its key still opens old messages.
        """,
        """
        If several certificates are filed under URI, name one with --serial, or all with --all; revoked ones \
        are skipped. With several URIs, patterns, --from or --expires-within, the command asks for \
        confirmation on a terminal, and elsewhere requires --yes. An address that fails is reported, and the \
        others are revoked (status 1). --certificate names the certificate by a file, whether or not it is \
        still in the store.
        """,
    ]
    static var operands: [Operand<CertificateRevoke>] {
        [AddressOptions.operand(\.addresses)]
    }
    static var options: [Option<CertificateRevoke>] {
        [
            .choice(
                "--reason", as: "REASON", into: \.reason, help: "reason as in RFC 5280 (default: unspecified)"
            ),
            CertificateChoice.serial(\.choice), CertificateChoice.all(\.choice),
            AddressOptions.list(\.addresses), AddressOptions.expiringWithin(\.addresses),
            AddressOptions.yes(\.addresses),
            .value(
                "--certificate", as: "FILE", into: \.certificateFile,
                help: "revoke the first certificate in FILE (PEM or DER); '-' is standard input"),
            ListFormat.ofChanges(\.format), StoreOptions.location(\.store),
            StoreOptions.passphrase(\.store),
        ]
    }
    static let examples = [
        Example(
            "smime-presence cert revoke sip:bob@example.test --reason keyCompromise",
            "Revoke after Bob has lost his phone."),
        Example(
            "smime-presence cert revoke --certificate certificates/user_cert_bob@example.test.pem",
            "Revoke a certificate that is no longer in the store."),
    ]

    var addresses = AddressOptions()
    var reason = GivenReason.unspecified
    var choice = CertificateChoice()
    var certificateFile: String?
    var format = ListFormat.text
    var store = StoreOptions()

    func validate() throws(UsageError) {
        try choice.validate()
        guard certificateFile != nil else { return try addresses.validate(serial: choice.serial) }
        for (name, isGiven) in [
            ("URI", !addresses.uris.isEmpty), ("--serial", choice.serial != nil), ("--all", choice.isAll),
            ("--from", addresses.listFile != nil), ("--expires-within", addresses.days != nil),
        ] where isGiven {
            throw .conflictingOptions(name, "--certificate")
        }
    }

    func run(on console: Console) throws(CommandFailure) {
        let passphrase = try store.passphrase(on: console)
        let named = try certificateFile.map { (name) throws(CommandFailure) in
            try describingErrors { try Self.certificate(in: name, on: console) }
        }
        let database = try store.open(on: console)
        try describingErrors {
            if named == nil, addresses.isSeveral {
                return try revokeSeveral(in: database, passphrase: passphrase, on: console)
            }
            let uri = addresses.uris.first
            let selected =
                try named.map { [$0] }
                ?? database.certificatesToRevoke(of: uri ?? "", choice.selection, for: reason.reason)
            try database.revoke(selected, reason: reason.reason, at: console.now(), passphrase: passphrase)
            try say(selected.map { ($0, uri) }, in: database, on: console)
            if format == .json {
                let reports = try selected.map {
                    try CertificateReport(revoked: $0, in: database, at: console.now())
                }
                try console.print(ChangeDocument(reports))
            }
        }
    }

    private func revokeSeveral(
        in database: CertStore, passphrase: SecretOctets?, on console: Console
    ) throws {
        let selected = try addresses.resolve(in: database, on: console)
        let plan = try database.planRevocation(of: selected, choice.selection, for: reason.reason)
        try console.confirm("revoke", plan, options: addresses)
        try database.revoke(plan, reason: reason.reason, at: console.now(), passphrase: passphrase)
        let revoked = plan.flatMap { one in one.certificates.map { ($0.certificate, one.uri) } }
        if !revoked.isEmpty { try say(revoked, in: database, on: console) }
        try console.finish(
            plan,
            SeveralWords(
                done: "revoked",
                skipped: "another CA issued their certificates, or they are revoked already"),
            as: format, reports: database.reports(of: plan.flatMap(\.certificates), at: console.now()))
    }

    /// Reports the revoked certificates, each under the URI that selected it.
    private func say(
        _ revoked: [(certificate: Certificate, uri: String?)], in database: CertStore, on console: Console
    ) throws {
        for (facts, uri) in revoked.map({ ($0.certificate.facts, $0.uri) }) {
            let title = uri ?? (facts.uris.isEmpty ? facts.subject : facts.uris.joined(separator: " "))
            console.say(
                "revoked \(printable(title)), serial \(facts.serialNumber), reason \(reason.rawValue)")
        }
        if reason == .keyCompromise {
            for serial in try database.unrevokedSerialNumbers(withKeyOf: revoked.map(\.certificate)) {
                console.say(
                    "warning: serial \(serial) has the same key and is not revoked: revoke it too, with "
                        + "'--serial \(serial)'")
            }
        }
        console.say("for other stores, make a CRL with 'smime-presence ca crl'")
    }

    private static func certificate(in name: String, on console: Console) throws -> Certificate {
        let octets = try console.read(name, limit: CertificateFile.limit)
        guard let first = try CertificateFile.certificates(octets, name: name).certificates.first else {
            throw CertificateFile.Failure.noCertificate(name)
        }
        return first
    }
}

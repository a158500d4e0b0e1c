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
        are left out. --certificate names the certificate by a file, whether or not it is still in the \
        store.
        """,
    ]
    static var operands: [Operand<CertificateRevoke>] {
        [.optional("URI", into: \.uri, help: "the SIP URI it is filed under")]
    }
    static var options: [Option<CertificateRevoke>] {
        [
            .choice(
                "--reason", as: "REASON", into: \.reason, help: "reason as in RFC 5280 (default: unspecified)"
            ),
            CertificateChoice.serial(\.choice), CertificateChoice.all(\.choice),
            .value(
                "--certificate", as: "FILE", into: \.certificateFile,
                help: "revoke the first certificate in FILE (PEM or DER); '-' is standard input"),
            StoreOptions.location(\.store), StoreOptions.passphrase(\.store),
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

    var uri: String?
    var reason = GivenReason.unspecified
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
            try describingErrors { try Self.certificate(in: name, on: console) }
        }
        let database = try store.open(on: console)
        try describingErrors {
            let selected =
                try named.map { [$0] }
                ?? database.certificatesToRevoke(of: uri ?? "", choice.selection, for: reason.reason)
            try database.revoke(selected, reason: reason.reason, at: console.now(), passphrase: passphrase)
            for facts in selected.map(\.facts) {
                let title = uri ?? (facts.uris.isEmpty ? facts.subject : facts.uris.joined(separator: " "))
                console.say(
                    "revoked \(printable(title)), serial \(facts.serialNumber), reason \(reason.rawValue)")
            }
            if reason == .keyCompromise {
                for serial in try database.unrevokedSerialNumbers(withKeyOf: selected) {
                    console.say(
                        "warning: serial \(serial) has the same key and is not revoked: revoke it too, with "
                            + "'--serial \(serial)'")
                }
            }
            console.say("for other stores, make a CRL with 'smime-presence ca crl'")
        }
    }

    private static func certificate(in name: String, on console: Console) throws -> Certificate {
        let octets = try console.read(name, limit: CertificateFile.limit)
        guard let first = try CertificateFile.certificates(octets, name: name).certificates.first else {
            throw CertificateFile.Failure.noCertificate(name)
        }
        return first
    }
}

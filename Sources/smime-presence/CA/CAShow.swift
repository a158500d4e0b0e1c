import CMS
import CertStore
import CertificateAdministration
import CommandFiles
import CommandOptions

struct CAShow: Command {
    static let name = "ca show"
    static let summary = "write the certificate of the store's CA"
    static let details = [
        """
        Writes the CA's certificate, for 'trust add' in other stores. The private key of a CA stays in its \
        store; --key writes it only for a CA that was made with --allow-long-validity. The name of such a CA \
        says that its keys are public.
        """,
        """
        --format json writes one object about every key of the CA instead: its certificate, whether it is \
        current, retired or compromised, whether the CA may sign with it in this store, and the number of \
        its last CRL.
        """,
    ]
    static var options: [Option<CAShow>] {
        [
            .flag("--der", into: \.isDER, help: "write DER instead of PEM"),
            .flag("--key", into: \.isKey, help: "write the private key (PEM) instead, if it may be public"),
            AuthorityOption.id(\.id),
            .value("-o", "--output", as: "FILE", into: \.output, help: "write to FILE"),
            AuthorityOption.format(\.format),
            StoreOptions.location(\.store), StoreOptions.passphrase(\.store),
        ]
    }
    static let examples = [
        Example("smime-presence ca show > ca.pem", "Write the CA's certificate for another store.")
    ]

    var isDER = false
    var isKey = false
    var id: String?
    var output: String?
    var store = StoreOptions()
    var format = ListFormat.text

    func validate() throws(UsageError) {
        if isDER, isKey { throw .conflictingOptions("--der", "--key") }
        if format == .json {
            let others = [("--der", isDER), ("--key", isKey), ("--ca", id != nil), ("-o", output != nil)]
            if let other = others.first(where: \.1) {
                throw .conflictingOptions("--format json", other.0)
            }
        }
        if id != nil, isKey { throw .conflictingOptions("--ca", "--key") }
    }

    func run(on console: Console) throws(CommandFailure) {
        let passphrase = try store.passphrase(on: console)
        let database = try store.open(on: console, writing: [output])
        try describingErrors {
            if format == .json { return try console.print(AuthorityDocument(of: database)) }
            if isKey {
                let key = try database.publishedAuthorityKey(passphrase: passphrase)
                return try console.deliver([Output(key.pem(), to: output)])
            }
            let own = try id.map { try database.ownAuthority(identifiedBy: $0) }
            let certificate = try own?.certificate ?? database.authorityCertificate()
            let output =
                isDER
                ? Output(certificate.der, .binary, to: output)
                : Output(try certificate.pem(), .text, to: output)
            try console.deliver([output])
        }
    }
}

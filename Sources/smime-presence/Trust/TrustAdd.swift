import CMS
import CertStore
import CertificateAdministration
import CommandFiles
import CommandOptions

struct TrustAdd: Command {
    static let name = "trust add"
    static let summary = "add trust anchors"
    static let details = [
        """
        FILE holds one or more certificates (PEM or DER): those of CAs, or of a single user. A store trusts \
        its trust anchors and the CA it made itself, nothing else.
        """
    ]
    static var operands: [Operand<TrustAdd>] {
        [.required("FILE", into: \.file, help: "the certificates; '-' is standard input")]
    }
    static var options: [Option<TrustAdd>] {
        [
            .value(
                "--crl", as: "FILE", into: \.listFile,
                help: "also import the CRLs of these CAs (PEM or DER)"),
            ListFormat.ofChanges(\.format), StoreOptions.location(\.store),
            StoreOptions.passphrase(\.store),
        ]
    }
    static let examples = [
        Example(
            "smime-presence ca show | smime-presence trust add - --store other.db",
            "Trust the CA of another store."),
        Example(
            "smime-presence trust add testca.pem --crl testca.crl --store other.db",
            "Trust a CA, and import its CRL."),
    ]

    var file = ""
    var listFile: String?
    var format = ListFormat.text
    var store = StoreOptions()

    func validate() throws(UsageError) {
        if file == Console.standardStream, listFile == file { throw .conflictingOptions("-", "--crl -") }
    }

    func run(on console: Console) throws(CommandFailure) {
        try describingErrors {
            let octets = try console.read(file, limit: CertificateFile.limit)
            let (read, unusable) = try CertificateFile.certificates(octets, name: file)
            let lists = try listFile.map {
                try RevocationListFile.lists(console.read($0, limit: RevocationListFile.limit), name: $0)
            }
            for list in lists ?? [] where !read.contains(where: list.isIssued) {
                throw CertStoreError.unknownRevocationListIssuer(issuer: list.issuer)
            }
            let database = try store.openOrCreate(on: console)
            let additions = try database.trust(read, lists: lists ?? [])
            for certificate in read { console.sayTrusted(certificate) }
            for notice in ImportNotice.skipped(unusable, in: file) { console.say(notice) }
            try console.say(additions, of: lists ?? [], in: database)
            guard format == .json else { return }
            let anchors = try database.trustAnchors().filter { read.contains($0.certificate) }
            try console.print(
                TrustDocument(
                    anchors: anchors.map { CertificateReport($0) },
                    lists: lists.map { RevocationListReport.reports(of: $0, additions, at: console.now()) }))
        }
    }
}

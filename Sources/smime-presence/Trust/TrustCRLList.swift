import CertStore
import CertificateAdministration
import CommandFiles
import CommandOptions

struct TrustCRLList: Command {
    static let name = "trust crl list"
    static let summary = "list the CRLs in the store"
    static let details = [
        """
        Writes one line per CRL: its ID, CA, number, whether it is a delta, date of issue, next update \
        ('none' if it has none), and the number of revoked certificates. The store makes the CRL of its own \
        CA itself.
        """
    ]
    static var options: [Option<TrustCRLList>] {
        [
            .choice("--format", as: "FORMAT", into: \.format, help: "output format (default: text)"),
            StoreOptions.location(\.store),
        ]
    }
    static let examples = [Example("smime-presence trust crl list", "List every CRL, with its dates.")]

    var format = ListFormat.text
    var store = StoreOptions()

    func run(on console: Console) throws(CommandFailure) {
        let database = try store.open(on: console)
        let now = console.now()
        let reports = try describingErrors {
            try database.revocationLists().map { RevocationListReport($0, at: now) }
        }
        switch format {
        case .json: try console.print(ListDocument("revocationLists", reports))
        case .text: try console.print(reports.map { $0.line + "\n" }.joined())
        }
    }
}

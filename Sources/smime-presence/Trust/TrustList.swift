import CertStore
import CertificateAdministration
import CommandFiles
import CommandOptions

struct TrustList: Command {
    static let name = "trust list"
    static let summary = "list the trust anchors"
    static let details = [
        """
        Writes one line per trust anchor: its ID, subject, expiry date and remarks.
        """
    ]
    static var options: [Option<TrustList>] {
        [
            .choice("--format", as: "FORMAT", into: \.format, help: "output format (default: text)"),
            StoreOptions.location(\.store),
        ]
    }
    static let examples = [Example("smime-presence trust list", "List the trust anchors.")]

    var format = ListFormat.text
    var store = StoreOptions()

    func run(on console: Console) throws(CommandFailure) {
        let database = try store.open(on: console)
        let reports = try describingErrors { try database.trustAnchors().map { CertificateReport($0) } }
        switch format {
        case .json: try console.print(ListDocument("anchors", reports))
        case .text: try console.print(reports.map { $0.anchorLine + "\n" }.joined())
        }
    }
}

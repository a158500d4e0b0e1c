import CertStore
import CertificateAdministration
import CommandOptions

struct TrustList: Command {
    static let name = "trust list"
    static let summary = "list what the store trusts"
    static let details = [
        "One line a trust anchor: its ID, subject, end of validity and what is special about it."
    ]
    static var options: [Option<TrustList>] {
        [
            .choice("--format", as: "FORMAT", into: \.format, help: "text is the default"),
            StoreOptions.location(\.store),
        ]
    }
    static let examples = [Example("smime-presence trust list", "Everything that the store trusts.")]

    var format = ListFormat.text
    var store = StoreOptions()

    func run(on console: Console) throws(CommandFailure) {
        let database = try store.open(on: console)
        let reports = try worded { try database.trustAnchors().map { CertificateReport($0) } }
        switch format {
        case .json: try console.print(ListDocument("anchors", reports))
        case .text: try console.print(reports.map { $0.anchorLine + "\n" }.joined())
        }
    }
}

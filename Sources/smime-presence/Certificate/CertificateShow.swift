import CertStore
import CertificateAdministration
import CommandFiles
import CommandOptions

struct CertificateShow: Command {
    static let name = "cert show"
    static let summary = "show what the store holds for a URI"
    static let details = [
        """
        Shows every certificate filed under URI, the newest first, with its state, and with date and reason \
        if it is revoked, and the ciphers that its holder's programs open, if 'cert learn' has kept them.
        """
    ]
    static var operands: [Operand<CertificateShow>] {
        [.required("URI", into: \.uri, help: "the SIP URI it is filed under")]
    }
    static var options: [Option<CertificateShow>] {
        [
            .choice("--format", as: "FORMAT", into: \.format, help: "output format (default: text)"),
            StoreOptions.location(\.store),
        ]
    }
    static let examples = [
        Example("smime-presence cert show sip:alice@example.test", "Show the certificates of alice.")
    ]

    var uri = ""
    var format = ListFormat.text
    var store = StoreOptions()

    func run(on console: Console) throws(CommandFailure) {
        let database = try store.open(on: console)
        let reports = try describingErrors {
            let now = console.now()
            return try database.certificates(of: uri).map { try CertificateReport($0, in: database, at: now) }
        }
        switch format {
        case .json: try console.print(ListDocument("certificates", reports))
        case .text: try console.print(reports.map(\.page).joined(separator: "\n"))
        }
    }
}

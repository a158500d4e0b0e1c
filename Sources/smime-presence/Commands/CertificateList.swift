import CertStore

struct CertificateList: Command {
    static let name = "cert list"
    static let summary = "list the certificates of the store"
    static let details = [
        "One line a certificate: the URIs it is filed under, serial number, kind of key, end of validity, and "
            + "whether the store has its private key."
    ]
    static var options: [Option<CertificateList>] {
        [
            .choice("--format", as: "FORMAT", into: \.format, help: "text is the default"),
            StoreOptions.location(\.store),
        ]
    }
    static let examples = [
        Example("smime-presence cert list --format json", "The whole store, for a script.")
    ]

    var format = ListFormat.text
    var store = StoreOptions()

    func run(on console: Console) throws(CommandFailure) {
        let database = try store.open(on: console)
        let reports = try worded { try database.certificates().map { CertificateReport($0) } }
        switch format {
        case .json: try console.print(ListFormat.json("certificates", reports))
        case .text:
            let sorted = reports.map(\.line).sorted()
            try console.print(sorted.map { $0 + "\n" }.joined())
        }
    }
}

import CertStore
import CommandOptions

struct CertificateShow: Command {
    static let name = "cert show"
    static let summary = "show what the store holds for a URI"
    static let details = ["Every certificate filed under URI, the one that became valid last first."]
    static var operands: [Operand<CertificateShow>] {
        [.required("URI", into: \.uri, help: "the SIP URI it is filed under")]
    }
    static var options: [Option<CertificateShow>] {
        [
            .choice("--format", as: "FORMAT", into: \.format, help: "text is the default"),
            StoreOptions.location(\.store),
        ]
    }
    static let examples = [
        Example("smime-presence cert show sip:alice@example.test", "The certificate of alice.")
    ]

    var uri = ""
    var format = ListFormat.text
    var store = StoreOptions()

    func run(on console: Console) throws(CommandFailure) {
        let found = try store.open(on: console).certificates(of: uri)
        let reports = found.map { CertificateReport($0) }
        switch format {
        case .json: try console.print(ListFormat.json("certificates", reports))
        case .text: try console.print(reports.map(\.page).joined(separator: "\n"))
        }
    }
}

extension CertStore {
    /// The certificates that a URI of the command line names.
    ///
    /// - Throws: a refusal with `no-certificate` where there is none.
    func certificates(of text: String) throws(CommandFailure) -> [StoredCertificate] {
        try worded {
            let address = try SubscriberAddress(text)
            let found = try certificates(forURI: address.uri)
            guard !found.isEmpty else { throw SelectionError.noCertificate(uri: address.uri) }
            return found
        }
    }
}

/// Why a command could not settle on one certificate of the store.
enum SelectionError: Error, Equatable {
    /// Nothing is filed under the URI.
    case noCertificate(uri: String)
    /// Nothing filed under the URI has the serial number.
    case noSuchSerial(uri: String, serial: String)
    /// Several are, and none was named; their serial numbers and ends.
    case several(uri: String, serials: [String])
    /// No path leads from the certificate to a trust anchor of the store.
    case noChain(uri: String)
    /// The private key of a CA that was not made for publishing.
    case keyNotPublished
}

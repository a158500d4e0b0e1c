import CMS
import CertStore
import CommandOptions
import FoundationEssentials
import Octets

struct TrustCRLList: Command {
    static let name = "trust crl list"
    static let summary = "list the CRLs in the store"
    static let details = [
        "One line a CRL: its ID, the CA, its number, whether it is a delta, when it was issued, its next update ('none' "
            + "if it has none), and how many certificates it revokes. The store makes the CRL of its own CA itself."
    ]
    static var options: [Option<TrustCRLList>] {
        [
            .choice("--format", as: "FORMAT", into: \.format, help: "text is the default"),
            StoreOptions.location(\.store),
        ]
    }
    static let examples = [Example("smime-presence trust crl list", "Every CRL, with its dates.")]

    var format = ListFormat.text
    var store = StoreOptions()

    func run(on console: Console) throws(CommandFailure) {
        let database = try store.open(on: console)
        let now = console.now()
        let reports = try worded { try database.revocationLists().map { Report($0, at: now) } }
        switch format {
        case .json:
            let document = Document(revocationLists: reports)
            try console.print(String(decoding: JSONWriter.document(document), as: UTF8.self))
        case .text: try console.print(reports.map { $0.line + "\n" }.joined())
        }
    }

    private struct Document: JSONEncodable {
        var version = 1
        let revocationLists: [Report]

        func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("revocationLists", revocationLists)
                $0.member("version", version)
            }
        }
    }

    private struct Report: JSONEncodable {
        let id: String
        let issuer: String
        let number: String?
        let thisUpdate: String
        let isDelta: Bool
        let nextUpdate: String?
        let revoked: Int
        let isStale: Bool
        let fingerprint: String

        init(_ list: RevocationList, at instant: Date) {
            id = String(list.fingerprint.prefix(16))
            issuer = list.issuer
            number = list.number
            thisUpdate = list.thisUpdate.ISO8601Format()
            isDelta = list.isDelta
            nextUpdate = list.nextUpdate?.ISO8601Format()
            revoked = list.count
            isStale = list.nextUpdate.map { $0 <= instant } ?? true
            fingerprint = list.fingerprint
        }

        var line: String {
            let number = (number.map { "number \($0)  " } ?? "") + (isDelta ? "delta  " : "")
            let until = nextUpdate ?? "none"
            let mark = isStale ? "  stale" : ""
            return
                "\(id)  \(printable(issuer))  \(number)from \(thisUpdate)  until \(until)  revoked \(revoked)\(mark)"
        }

        func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("fingerprint", fingerprint)
                $0.member("id", id)
                $0.member("isDelta", isDelta)
                $0.member("isStale", isStale)
                $0.member("issuer", issuer)
                $0.memberIfPresent("nextUpdate", nextUpdate)
                $0.memberIfPresent("number", number)
                $0.member("revoked", revoked)
                $0.member("thisUpdate", thisUpdate)
            }
        }
    }
}

public import CMS
public import CertStore
public import FoundationEssentials
public import Octets

/// The facts about one CRL of the store for a list.
public struct RevocationListReport: JSONEncodable, Sendable {
    private let list: RevocationList
    private let isStale: Bool
    /// The result of importing it: "added", "present", "superseded" or
    /// "merged".
    private let outcome: String?

    /// Creates a report on a CRL as of an instant, with the result of importing it.
    public init(_ list: RevocationList, _ addition: RevocationListAddition? = nil, at instant: Date) {
        self.list = list
        outcome =
            switch addition {
            case .added: "added"
            case .alreadyPresent: "present"
            case .superseded: "superseded"
            case .merged: "merged"
            case nil: nil
            }
        isStale = list.nextUpdate.map { $0 <= instant } ?? true
    }

    /// Returns a report on each CRL with the result of importing it.
    public static func reports(
        of lists: [RevocationList], _ additions: [RevocationListAddition], at instant: Date
    ) -> [RevocationListReport] {
        zip(lists, additions).map { RevocationListReport($0, $1, at: instant) }
    }

    private var id: String { String(list.fingerprint.prefix(16)) }
    private var nextUpdate: String? { list.nextUpdate?.internetTime }

    /// One line for people.
    public var line: String {
        let number = (list.number.map { "number \($0)  " } ?? "") + (list.isDelta ? "delta  " : "")
        let until = nextUpdate ?? "none"
        let mark = isStale ? "  stale" : ""
        return
            "\(id)  \(printable(list.issuer))  \(number)from \(list.thisUpdate.internetTime)  "
            + "until \(until)  revoked \(list.count)\(mark)"
    }

    /// Writes its members.
    public func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("fingerprint", list.fingerprint)
            $0.member("id", id)
            $0.member("isDelta", list.isDelta)
            $0.member("isStale", isStale)
            $0.member("issuer", list.issuer)
            $0.memberIfPresent("nextUpdate", nextUpdate)
            $0.memberIfPresent("number", list.number)
            $0.memberIfPresent("outcome", outcome)
            $0.member("revoked", list.count)
            $0.member("thisUpdate", list.thisUpdate.internetTime)
        }
    }
}

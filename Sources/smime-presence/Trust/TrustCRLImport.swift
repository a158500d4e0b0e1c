import CMS
import CertStore
import CommandOptions
import FoundationEssentials
import Octets

struct TrustCRLImport: Command {
    static let name = "trust crl import"
    static let summary = "import CRLs of CAs into the store"
    static let details = [
        "FILE holds one or more certificate revocation lists (CRLs), PEM or DER. A CRL is imported if a CA in the store "
            + "signed it. It stays until a later one of the same CA and kind replaces it: neither its number nor its "
            + "date may be lower, and one must be higher; otherwise both stay. Certificates that any CRL in the store "
            + "revokes are refused. Everything else that the CA issued is refused too once the CRL is past its next "
            + "update: import the next one in time. A delta CRL adds to a complete one, and does not make it current. A "
            + "CRL without a next update counts for what it revokes, and is out of date for the rest."
    ]
    static var operands: [Operand<TrustCRLImport>] {
        [.required("FILE", into: \.file, help: "the CRLs; '-' is standard input")]
    }
    static var options: [Option<TrustCRLImport>] { [StoreOptions.location(\.store)] }
    static let examples = [
        Example(
            "smime-presence trust crl import crl.pem --store watcher.db",
            "The CRL of the CA that a watcher trusts.")
    ]

    var file = ""
    var store = StoreOptions()

    func run(on console: Console) throws(CommandFailure) {
        try worded {
            let octets = try console.read(file, limit: RevocationListFile.limit)
            let lists = try RevocationListFile.lists(octets, name: file)
            let database = try store.open(on: console)
            console.say(try database.add(lists), of: lists)
            try console.warnOfNamesakes(of: lists, in: database)
            try console.warnOfDeltasAlone(among: lists, in: database)
        }
    }
}

extension Console {
    /// Reports what was done with each CRL.
    func say(_ additions: [RevocationListAddition], of lists: [RevocationList]) {
        for (list, addition) in zip(lists, additions) {
            switch addition {
            case .added(_, let beside):
                say("imported \(list.title): \(list.count) revoked, \(list.nextUpdateText)")
                for other in beside { warnOfContradiction(between: list, and: other) }
            case .alreadyPresent: say("\(list.title) is already in the store")
            case .superseded(let later):
                say("skipped \(list.title): the store has a later one of the same CA, \(later.dateText)")
                // What is wrong with the earlier one does not matter.
                continue
            }
            guard !list.isDelta else { continue }
            if list.thisUpdate > now() {
                say("warning: it is from the future; until then, certificates of its CA are refused")
            } else if list.nextUpdate.map({ $0 <= now() }) ?? true {
                say(
                    "warning: it is out of date; until a later one is imported, certificates of its CA are refused"
                )
            }
        }
    }

    /// Says which delta CRLs are of no use for certificates that they do not revoke.
    func warnOfDeltasAlone(among lists: [RevocationList], in database: CertStore) throws(CertStoreError) {
        guard lists.contains(where: \.isDelta) else { return }
        let complete = Set(try database.revocationLists().filter { !$0.isDelta }.map(\.issuer))
        for list in lists where list.isDelta && !complete.contains(list.issuer) {
            say(
                "warning: \(list.title), is only a delta: until a complete CRL of the CA is imported too, its "
                    + "certificates are refused")
        }
    }

    private func warnOfContradiction(between list: RevocationList, and other: RevocationList) {
        say(
            "warning: cannot tell which is later, this CRL or that \(other.dateText): both stay, and what either "
                + "revokes is refused; 'trust crl remove \(other.fingerprint.prefix(16))' removes the other")
    }
}

extension RevocationList {
    /// How messages name the list.
    var title: String {
        "the \(isDelta ? "delta CRL" : "CRL") of \(printable(issuer)), \(dateText)"
    }

    fileprivate var dateText: String {
        (number.map { "number \($0), " } ?? "") + "issued \(thisUpdate.ISO8601Format())"
    }

    fileprivate var nextUpdateText: String {
        nextUpdate.map { "next update \($0.ISO8601Format())" } ?? "no next update"
    }
}

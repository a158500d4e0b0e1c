import CMS
import CertStore
import FoundationEssentials
import Octets

struct TrustCRLImport: Command {
    static let name = "trust crl import"
    static let summary = "take revocation lists of CAs into the store"
    static let details = [
        "FILE holds one or more revocation lists (CRLs), PEM or DER. A list is taken in if a CA in the store signed "
            + "it, and stays until a later one of the same CA comes. From then on what the CA revoked is refused, "
            + "and everything that it issued once the list is past its next update: run this again in time."
    ]
    static var operands: [Operand<TrustCRLImport>] {
        [.required("FILE", into: \.file, help: "the lists; '-' is standard input")]
    }
    static var options: [Option<TrustCRLImport>] { [StoreOptions.location(\.store)] }
    static let examples = [
        Example(
            "smime-presence trust crl import crl.pem --store watcher.db",
            "The list of the CA that a watcher trusts.")
    ]

    var file = ""
    var store = StoreOptions()

    func run(on console: Console) throws(CommandFailure) {
        try worded {
            let octets = try console.read(file, limit: RevocationListFile.limit)
            let lists = try RevocationListFile.lists(octets, name: file)
            let database = try store.open(on: console)
            console.say(try database.add(lists), of: lists)
        }
    }
}

extension Console {
    /// Says what became of each list.
    func say(_ additions: [RevocationListAddition], of lists: [RevocationList]) {
        for (list, addition) in zip(lists, additions) {
            let about = "the list of \(printable(list.issuer)) of \(list.thisUpdate.ISO8601Format())"
            switch addition {
            case .added:
                say("took in \(about): \(list.count) revoked, next update \(list.nextUpdate.ISO8601Format())")
            case .alreadyThere: say("\(about) is there already")
            case .superseded(let later):
                say(
                    "\(about) was not taken in: the store has a later one of the same CA, of "
                        + "\(later.thisUpdate.ISO8601Format()), which stays")
                // What is wrong with the earlier one does not matter.
                continue
            }
            if list.nextUpdate <= now() {
                say(
                    "warning: it is past its next update; until a later one comes, its CA's certificates are refused"
                )
            } else if list.thisUpdate > now() {
                say("warning: it is from after now; until its time comes, its CA's certificates are refused")
            }
        }
    }
}

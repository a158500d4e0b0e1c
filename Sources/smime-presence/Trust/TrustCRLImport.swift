import CertStore
import CertificateAdministration
import CommandOptions

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
            try console.say(database.add(lists), of: lists, in: database)
        }
    }
}

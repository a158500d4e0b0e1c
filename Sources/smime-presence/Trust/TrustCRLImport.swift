import CMS
import CertStore
import CertificateAdministration
import CommandFiles
import CommandOptions

struct TrustCRLImport: Command {
    static let name = "trust crl import"
    static let summary = "import CRLs of CAs into the store"
    static let details = [
        """
        FILE holds one or more certificate revocation lists (CRLs), PEM or DER. A CRL is imported if a CA in \
        the store signed it. It replaces an earlier CRL of the same CA and kind if its number or its date is \
        higher and neither is lower; otherwise both stay.
        """,
        """
        Certificates that any CRL in the store revokes are refused. After the next update of a CRL, every \
        certificate of its CA is refused: import the next CRL in time. A delta CRL adds to a complete CRL, \
        and does not make it current. A CRL without a next update revokes certificates, but is never \
        current.
        """,
        """
        A CRL of the store's own CA is merged: the certificates on it are revoked here, and the next CRL \
        has a higher number. In a restored or copied store, use 'ca crl --merge' instead.
        """,
    ]
    static var operands: [Operand<TrustCRLImport>] {
        [.required("FILE", into: \.file, help: "the CRLs; '-' is standard input")]
    }
    static var options: [Option<TrustCRLImport>] {
        [
            ListFormat.ofChanges(\.format), StoreOptions.location(\.store),
            StoreOptions.passphrase(\.store),
        ]
    }
    static let examples = [
        Example(
            "smime-presence trust crl import crl.pem --store watcher.db",
            "Import the CRL of the CA that a watcher trusts.")
    ]

    var file = ""
    var format = ListFormat.text
    var store = StoreOptions()

    func run(on console: Console) throws(CommandFailure) {
        try describingErrors {
            let octets = try console.read(file, limit: RevocationListFile.limit)
            let lists = try RevocationListFile.lists(octets, name: file)
            let database = try store.open(on: console)
            let own = try database.ownAuthorities().map(\.certificate)
            // The passphrase is needed only if the own CA then signs a CRL.
            let isOwn = lists.contains { own.contains(where: $0.hasIssuerName) }
            let passphrase = isOwn ? try store.passphrase(on: console, of: database) : nil
            let additions = try database.add(lists, passphrase: passphrase)
            try console.say(additions, of: lists, in: database)
            guard format == .json else { return }
            let reports = RevocationListReport.reports(of: lists, additions, at: console.now())
            try console.print(TrustDocument(lists: reports))
        }
    }
}

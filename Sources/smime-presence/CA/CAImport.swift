import CMS
import CertStore
import CertificateAdministration
import CommandFiles
import CommandOptions
import FoundationEssentials
import Octets

struct CAImport: Command {
    static let name = "ca import"
    static let summary = "import a CA that 'ca export --key' wrote"
    static let details = [
        """
        FILE was written by 'ca export --key'. The store gets the CA's certificates as trust anchors, its \
        private keys, its revocations and the certificates it has issued, but not the private keys of \
        subscribers. A store that has another CA refuses it. A CA that was exported from the store can be \
        imported again. With --passphrase-file, a new store encrypts its private keys.
        """,
        """
        The CA signs nothing until 'ca crl --merge LAST.crl' merges the last CRL it made, or 'ca crl \
        --no-crl-was-lost' states that it made none since 'ca export'.
        """,
    ]
    static var operands: [Operand<CAImport>] {
        [.required("FILE", into: \.file, help: "the CA; '-' is standard input")]
    }
    static var options: [Option<CAImport>] {
        [
            .value(
                "--password-file", as: "FILE", into: \.passwordFile,
                help: "the first line of this file decrypts the private keys"),
            AuthorityOption.format(\.format),
            StoreOptions.location(\.store), StoreOptions.passphrase(\.store),
            StoreOptions.askPassphrase(\.store),
        ]
    }
    static let examples = [
        Example(
            "smime-presence ca import ca.pem --password-file passphrase.txt --store new.db",
            "Move the CA of another store to a new store.")
    ]

    var file = ""
    var passwordFile: String?
    var format = ListFormat.text
    var store = StoreOptions()

    func run(on console: Console) throws(CommandFailure) {
        let passphrase = try store.passphrase(on: console)
        let password = try passwordFile.map { (name) throws(CommandFailure) in
            try console.passwordLine(of: name)
        }
        try describingErrors {
            let octets = try console.readSecret(file, limit: AuthorityFile.limit)
            let authority = try AuthorityFile(octets, name: file, password: password)
            if authority.hasOpenKey { console.say(ImportNotice.openKey(file: file)) }
            let database = try store.openOrCreate(on: console)
            try authority.bring(into: database, passphrase: passphrase)
            for key in authority.keys where key.privateKey != nil {
                for certificate in key.certificates.suffix(1) { console.sayTrusted(certificate) }
            }
            if authority.others > 0 {
                console.say(
                    "warning: skipped \(counted(authority.others, "certificate")) that the CA did not issue")
            }
            let subject = printable(authority.current?.facts.subject ?? "")
            let issued = counted(authority.issued.count, "issued certificate")
            try console.report(
                on: database, as: format,
                lines: [
                    "imported the CA \(subject) with \(issued)",
                    "it signs nothing until 'smime-presence ca crl --merge LAST.crl', or 'ca crl "
                        + "--no-crl-was-lost' if it made no CRL since it was exported",
                ], issued: authority.issued.count)
        }
    }
}

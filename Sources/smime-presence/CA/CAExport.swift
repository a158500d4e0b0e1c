import CMS
import CertStore
import CertificateAdministration
import CommandFiles
import CommandOptions
import Octets

struct CAExport: Command {
    static let name = "ca export"
    static let summary = "write the CA's certificates to a file, or move the CA to another store"
    static let details = [
        """
        Writes the certificates of the CA that are trust anchors, in PEM, the current one first. After 'ca \
        rotate' there are several; other stores import them with 'trust add'.
        """,
        """
        --key moves the CA to another store, where 'ca import' reads the file. It is one PEM file with the \
        certificates, a CRL with all revocations, the certificates the CA has issued, and the private keys, \
        encrypted under the first line of --password-file; 'openssl x509', 'crl' and 'pkey' read them. After \
        this the CA signs nothing in this store, so that two stores never issue CRLs with the same number. \
        If the file is lost, the same command writes it again.
        """,
    ]
    static var options: [Option<CAExport>] {
        [
            .flag(
                "--key", into: \.isKey, help: "move the CA with its private keys; requires --password-file"),
            .value(
                "--password-file", as: "FILE", into: \.passwordFile,
                help: "the first line of FILE encrypts the private keys"),
            AuthorityOption.format(\.format),
            .value("-o", "--output", as: "FILE", into: \.output, help: "write to FILE"),
            StoreOptions.location(\.store), StoreOptions.passphrase(\.store),
        ]
    }
    static let examples = [
        Example("smime-presence ca export -o anchors.pem", "Write the CA's certificates for other stores."),
        Example(
            "smime-presence ca export --key --password-file passphrase.txt -o ca.pem",
            "Move the CA to another store."),
    ]

    var isKey = false
    var passwordFile: String?
    var format = ListFormat.text
    var output: String?
    var store = StoreOptions()

    func validate() throws(UsageError) {
        if isKey, passwordFile == nil { throw .optionNeeds("--key", other: "--password-file") }
        if passwordFile != nil, !isKey { throw .optionNeeds("--password-file", other: "--key") }
        try AuthorityOption.check(format, output: output)
    }

    func run(on console: Console) throws(CommandFailure) {
        let passphrase = isKey ? try store.passphrase(on: console) : nil
        let password = try passwordFile.map { (name) throws(CommandFailure) in
            try console.secretLine(of: name)
        }
        let database = try store.open(on: console, writing: [output])
        try describingErrors {
            try console.refuseSameFile(input: passwordFile, outputs: [output])
            guard let password else {
                try console.deliver([Output(database.authorityAnchors(), .text, to: output)])
                return try console.report(on: database, as: format, lines: [])
            }
            var staged = StagedOutputs()
            defer { staged.discard() }
            var issued = 0
            try database.exportAuthority(
                lasting: Double(LongValidity.month) * 86_400, passphrase: passphrase, clock: console.now
            ) { authority in
                issued = authority.issued.count
                let file = try AuthorityFile.pem(authority, password: password)
                staged = try console.stage([Output(file, to: output)])
            }
            try console.write(staged)
            try staged.commit()
            try console.report(
                on: database, as: format,
                lines: [
                    "wrote the CA with its private keys, its revocations and "
                        + counted(issued, "issued certificate"),
                    "it no longer signs in this store; import it with 'smime-presence ca import FILE'",
                ], issued: issued)
        }
    }
}

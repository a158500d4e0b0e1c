import CMS
import CertStore
import CertificateAdministration
import CommandFiles
import CommandOptions
import Octets

struct CertificateImport: Command {
    static let name = "cert import"
    static let summary = "import certificates, with or without private keys"
    static let details = [
        """
        FILE is PEM, DER, PKCS#12 or an S/MIME certs-only message, which may be the body of a SIP message \
        such as a 493 response. The format is recognized from the content. A certificate is filed under the \
        SIP URIs that it names; --allow-other-uri adds others. Importing a certificate does not make it \
        trusted: it must chain to a trust anchor. CA certificates in FILE help to build that chain.
        """,
        """
        All subscribers in FILE are imported, each with its private key if FILE has it. Unusable \
        certificates and private keys are skipped with a warning. A PKCS#12 file with an empty password \
        needs no --password-file.
        """,
        """
        FILE may also be a certificate directory of reSIProcate. user_cert_ADDRESS.pem and \
        domain_cert_DOMAIN.pem are filed under the URI in their name, if the certificate names it too, with \
        the keys in user_key_ADDRESS.pem and domain_key_DOMAIN.pem. --trust-roots adds root_cert_*.pem to \
        the trust anchors; otherwise they are skipped.
        """,
        """
        If there is no store, a new one is made; with --passphrase-file it encrypts its private keys.
        """,
    ]
    static var operands: [Operand<CertificateImport>] {
        [.required("FILE", into: \.file, help: "the certificates or the directory; '-' is standard input")]
    }
    static var options: [Option<CertificateImport>] {
        [
            .value("--key", as: "FILE", into: \.keyFile, help: "the private key (PEM or DER)"),
            .value(
                "--password-file", as: "FILE", into: \.passwordFile,
                help: "the first line of FILE decrypts the PKCS#12 file or the private keys"),
            .values(
                "--allow-other-uri", as: "URI", into: \.otherURIs,
                help: "also file the certificate under this URI"),
            .flag(
                "--trust-roots", into: \.trustsRoots,
                help: "add the root certificates of a directory to the trust anchors"
            ).loosening(),
            StoreOptions.location(\.store), StoreOptions.passphrase(\.store),
            StoreOptions.askPassphrase(\.store), ListFormat.ofChanges(\.format),
        ]
    }
    static let examples = [
        Example(
            "smime-presence cert export sip:bob@example.test | smime-presence cert import - --store other.db",
            "Copy a certificate to another store, without its private key."),
        Example(
            "smime-presence cert import certificates --trust-roots --store other.db",
            "Import a certificate directory of reSIProcate, and trust its root certificates."),
    ]

    var file = ""
    var keyFile: String?
    var passwordFile: String?
    var otherURIs: [String] = []
    var trustsRoots = false
    var format = ListFormat.text
    var store = StoreOptions()

    func run(on console: Console) throws(CommandFailure) {
        let passphrase = try store.passphrase(on: console)
        let password = try passwordFile.map { (name) throws(CommandFailure) in
            try console.passwordLine(of: name)
        }
        try describingErrors {
            let others = try otherURIs.map { try SubscriberAddress($0).uri }
            guard !FileAccess.isDirectory(console.path(of: file)) else {
                return try importDirectory(
                    alsoUnder: others, password: password, passphrase: passphrase, on: console)
            }
            if trustsRoots {
                throw Self.misused(
                    .other(
                        "'--trust-roots' requires a directory",
                        hint: "name a certificate directory, or leave '--trust-roots' out"))
            }
            let octets = try console.readSecret(file, limit: CertificateFile.limit)
            let keys = try keyFile.map {
                FileImport.KeyFile(try console.readSecret($0, limit: CertificateFile.limit), name: $0)
            }
            let filings = try FileImport(
                octets, name: file, keys: keys, password: password, notice: console.say
            ).filings(alsoUnder: others, notice: console.say)
            let database = try store.openOrCreate(on: console)
            try console.file(filings, in: database, passphrase: passphrase)
            try report(filings, in: database, on: console)
        }
    }

    /// Imports all certificates and keys of a certificate directory, or none; then the roots.
    private func importDirectory(
        alsoUnder others: [String], password: SecretOctets?, passphrase: SecretOctets?, on console: Console
    ) throws {
        if keyFile != nil {
            throw Self.misused(
                .notOfKind(name: "FILE", value: file, wanted: "a file, as '--key' needs"))
        }
        let names: [String]
        do throws(SystemError) {
            names = try FileAccess.names(
                in: console.path(of: file), limit: CertificateDirectory.maximumFiles)
        } catch {
            throw FileError.cannotRead(file, error)
        }
        let directory = try DirectoryImport(
            of: names, in: file, alsoUnder: others, password: password,
            reader: DirectoryReader(directory: file, console: console), notice: console.say)
        let database = try store.openOrCreate(on: console)
        try console.file(directory.filings, in: database, passphrase: passphrase)
        if trustsRoots {
            for root in directory.roots {
                try database.trust(root)
                console.sayTrusted(root)
            }
        } else if !directory.roots.isEmpty {
            console.say(
                "skipped \(counted(directory.roots.count, "root certificate")): '--trust-roots' trusts them"
            )
        }
        for name in directory.keysAlone {
            console.say("warning: skipped \(printable(name)): it has no certificate")
        }
        try report(directory.filings, in: database, on: console)
    }

    private func report(_ filings: [CertificateFiling], in database: CertStore, on console: Console) throws {
        guard format == .json else { return }
        let stored = try filings.flatMap { try database.stored([$0.certificate], of: $0.uris.first ?? "") }
        try console.print(ChangeDocument(database.reports(of: stored, at: console.now())))
    }
}

/// Reads the files of a certificate directory; refuses a pipe, which could block.
private struct DirectoryReader: CertificateDirectoryReader {
    let directory: String
    let console: Console

    func octets(of fileName: String) throws -> [UInt8] {
        try console.read(regular(fileName), limit: CertificateFile.limit)
    }

    func keyOctets(of fileName: String) throws -> SecretOctets {
        try console.readSecret(regular(fileName), limit: CertificateFile.limit)
    }

    private func regular(_ fileName: String) throws(CertificateFile.Failure) -> String {
        let name = "\(directory)/\(fileName)"
        guard FileAccess.isRegularFile(console.path(of: name)) else { throw .notACertificate(name) }
        return name
    }
}

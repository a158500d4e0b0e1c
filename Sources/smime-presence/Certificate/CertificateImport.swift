import CMS
import CertStore
import CertificateAdministration
import CommandOptions
import Octets

struct CertificateImport: Command {
    static let name = "cert import"
    static let summary = "take certificates, and perhaps their private keys, into the store"
    static let details = [
        "FILE is PEM, DER, PKCS#12 or an S/MIME certs-only message, which may be the body of a SIP message such as "
            + "a 493 answer; what it is is found out from its octets. A certificate is filed under the SIP URIs it "
            + "names, and under others only where --allow-other-uri says so. It is not trusted for being in the "
            + "store: its issuer must be a trust anchor. Certificates of authorities that come with it help to find "
            + "the way there.",
        "All subscribers in a file are imported, each with its own private key if the file has it. A "
            + "certificate or private key that cannot be used is skipped with a warning. A PKCS#12 file with an empty password needs no "
            + "--password-file.",
        "FILE may also be a certificate directory of reSIProcate: user_cert_ADDRESS.pem and domain_cert_DOMAIN.pem "
            + "are filed under what their names say, if the certificates say the same, with the keys in "
            + "user_key_ADDRESS.pem and domain_key_DOMAIN.pem. root_cert_*.pem are trusted with --trust-roots, and "
            + "skipped without it.",
        "A new store is made where there is none; with --passphrase-file it keeps its private keys encrypted.",
    ]
    static var operands: [Operand<CertificateImport>] {
        [.required("FILE", into: \.file, help: "the certificate or the directory; '-' is standard input")]
    }
    static var options: [Option<CertificateImport>] {
        [
            .value("--key", as: "FILE", into: \.keyFile, help: "its private key, PEM or DER"),
            .value(
                "--password-file", as: "FILE", into: \.passwordFile,
                help: "the first line of FILE opens the PKCS#12 file or the encrypted keys"),
            .values(
                "--allow-other-uri", as: "URI", into: \.otherURIs, help: "file it under this URI as well"),
            .flag(
                "--trust-roots", into: \.trustsRoots, help: "trust the root certificates of a directory"),
            StoreOptions.location(\.store), StoreOptions.passphrase(\.store),
        ]
    }
    static let examples = [
        Example(
            "smime-presence cert export sip:bob@example.test | smime-presence cert import - --store other.db",
            "A certificate from one store to another, without its key."),
        Example(
            "smime-presence cert import certificates --trust-roots --store other.db",
            "A certificate directory of reSIProcate, with its root certificates."),
    ]

    var file = ""
    var keyFile: String?
    var passwordFile: String?
    var otherURIs: [String] = []
    var trustsRoots = false
    var store = StoreOptions()

    func run(on console: Console) throws(CommandFailure) {
        let passphrase = try store.passphrase(on: console)
        let password = try passwordFile.map { (name) throws(CommandFailure) in
            try console.passwordLine(of: name)
        }
        try worded {
            let others = try otherURIs.map { try SubscriberAddress($0).uri }
            guard !FileAccess.isDirectory(console.path(of: file)) else {
                return try importDirectory(
                    alsoUnder: others, password: password, passphrase: passphrase, on: console)
            }
            if trustsRoots {
                throw Self.misused(.optionNeeds("--trust-roots", other: "a directory"))
            }
            let octets = try console.readSecret(file, limit: CertificateFile.limit)
            let keys = try keyFile.map {
                FileImport.KeyFile(try console.readSecret($0, limit: CertificateFile.limit), name: $0)
            }
            let filings = try FileImport(
                octets, name: file, keys: keys, password: password, notice: console.say
            ).filings(alsoUnder: others, notice: console.say)
            try console.file(filings, in: store.openOrCreate(on: console), passphrase: passphrase)
        }
    }

    /// Takes all certificates and keys of a certificate directory, or nothing of it; then the roots.
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
                "\(counted(directory.roots.count, "root certificate")) passed over: '--trust-roots' trusts such"
            )
        }
        for name in directory.keysAlone {
            console.say("warning: \(printable(name)) has no certificate beside it and was passed over")
        }
    }
}

/// Reads the files of a certificate directory; a pipe among them would be waited for.
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

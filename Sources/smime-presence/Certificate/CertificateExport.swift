import CMS
import CertStore
import CommandOptions
import FoundationEssentials
import SMIMEBody

struct CertificateExport: Command {
    static let name = "cert export"
    static let summary = "write a certificate, its chain or its private key"
    static let details = [
        "Of several certificates filed under URI, the one that became valid last is written, of those that are not "
            + "revoked if there are such, or the one that --serial names: those for signing and for encrypting alone are written one after the other. A private key is "
            + "written to a file that only its owner can read, or to a pipe, and never to a terminal; with "
            + "--password-file it is encrypted.",
        "--certs-only writes an S/MIME message with the certificate in it, for the body of a 493 answer or for mail "
            + "programs; with --der or --pem the CMS object alone. With --chain the certificates above it go along.",
        "--directory writes the certificates of the URIs, or of the whole store, as reSIProcate keeps them: "
            + "user_cert_ADDRESS.pem, domain_cert_DOMAIN.pem, with --key also user_key_ADDRESS.pem and "
            + "domain_key_DOMAIN.pem, and root_cert_ID.pem for each trust anchor. There is room for one certificate an "
            + "address: one that is not revoked before one that is, one for both uses before others, else the newest; of a "
            + "pair, which one is left out is said.",
    ]
    static var operands: [Operand<CertificateExport>] {
        [.repeated("URI", into: \.uris, help: "the SIP URI it is filed under; several with --directory")]
    }
    static var options: [Option<CertificateExport>] {
        [
            .flag("--pem", into: \.isPEM, help: "the certificate in PEM (default)"),
            .flag("--der", into: \.isDER, help: "the certificate in DER"),
            .flag(
                "--chain", into: \.isChain,
                help: "PEM of the certificate and those above it, up to the trust anchor"),
            .flag("--key", into: \.isKey, help: "PEM of the private key"),
            .flag(
                "--pkcs12", into: \.isPKCS12,
                help: "certificate, private key and chain; needs --password-file"),
            .flag(
                "--legacy-encryption", into: \.isLegacy,
                help: "PKCS#12 with 3DES and SHA-1, which are weak, for programs that read nothing else"),
            .flag("--certs-only", into: \.isCertificatesOnly, help: "an S/MIME certs-only message"),
            CertificateChoice.serial(\.choice),
            .value(
                "--directory", as: "DIR", into: \.directory,
                help: "write a certificate directory of reSIProcate, made if it is not there"),
            .value(
                "--password-file", as: "FILE", into: \.passwordFile,
                help: "the first line of FILE encrypts the private keys or the PKCS#12 file"),
            .value("-o", "--output", as: "FILE", into: \.output, help: "write to FILE"),
            StoreOptions.location(\.store), StoreOptions.passphrase(\.store),
        ]
    }
    static let examples = [
        Example(
            "smime-presence cert export sip:alice@example.test > alice.pem", "A certificate to give away."),
        Example(
            "smime-presence cert export sip:alice@example.test --key -o alice.key",
            "Its private key, to keep."),
        Example(
            "smime-presence cert export --directory sipCerts sip:alice@example.test --key",
            "What reSIProcate needs to speak as alice."),
    ]

    var uris: [String] = []
    var isPEM = false
    var isDER = false
    var isChain = false
    var isKey = false
    var isPKCS12 = false
    var isLegacy = false
    var isCertificatesOnly = false
    var choice = CertificateChoice()
    var directory: String?
    var passwordFile: String?
    var output: String?
    var store = StoreOptions()

    func validate() throws(UsageError) {
        let forms = [
            ("--pem", isPEM), ("--der", isDER), ("--chain", isChain), ("--key", isKey),
            ("--pkcs12", isPKCS12), ("--certs-only", isCertificatesOnly), ("--directory", directory != nil),
        ].filter(\.1).map(\.0)
        let together = [["--chain", "--der"], ["--chain", "--pem"], ["--der"], ["--pem"], ["--chain"]]
        let rest = forms.filter { $0 != "--certs-only" }
        let isAllowed =
            isCertificatesOnly && together.contains { Set($0) == Set(rest) }
            || directory != nil && Set(forms) == ["--key", "--directory"]
        if forms.count > 1, !isAllowed { throw .conflictingOptions(forms[0], forms[1]) }
        if isPKCS12, passwordFile == nil { throw .optionNeeds("--pkcs12", other: "--password-file") }
        if passwordFile != nil, !isPKCS12, !isKey { throw .optionNeeds("--password-file", other: "--key") }
        if isLegacy, !isPKCS12 { throw .optionNeeds("--legacy-encryption", other: "--pkcs12") }
        if directory != nil, choice.serial != nil { throw .conflictingOptions("--directory", "--serial") }
        if directory != nil, output != nil { throw .conflictingOptions("--directory", "--output") }
        guard directory == nil else { return }
        if uris.isEmpty { throw .missingOperand("URI") }
        if uris.count > 1 { throw .unexpectedOperand(uris[1]) }
    }

    func run(on console: Console) throws(CommandFailure) {
        let passphrase = try store.passphrase(on: console)
        let password = try passwordFile.map { (name) throws(CommandFailure) in
            try console.secretLine(of: name)
        }
        let secrets = ExportSecrets(passphrase: passphrase, password: password)
        let database = try store.open(on: console, writing: [output])
        if let directory {
            return try worded {
                try export(database, to: directory, secrets: secrets, on: console)
            }
        }
        let uri = uris.first ?? ""
        let found = try database.certificates(of: uri)
        let meant =
            choice.serial == nil ? found : try worded { try choice.meant(among: found, of: uri) }
        let revoked = try worded {
            try database.revokedFingerprints(among: meant.map(\.certificate), at: console.now())
        }
        // One that is revoked, or whose key is of no use, only if there is no other.
        let unrevoked = meant.filter { !revoked.contains($0.certificate.fingerprint) }
        let open = unrevoked.first { $0.certificate.hasUsableKey } ?? unrevoked.first
        guard let certificate = (open ?? meant.first)?.certificate else { return }
        if meant.count > 1 {
            let which = open == unrevoked.first ? " that is not revoked" : " that can be used"
            console.say(
                "wrote the newest\(open == nil || open == meant.first ? "" : which) "
                    + "of \(meant.count) certificates, serial \(certificate.facts.serialNumber); "
                    + "--serial names another")
        }
        try worded {
            try console.deliver([contents(of: certificate, in: database, at: console.now(), secrets: secrets)]
            )
            console.warnOfRevoked([certificate].filter { revoked.contains($0.fingerprint) })
        }
    }
}

/// What opens the private keys of the store, and what they are encrypted with outside of it.
struct ExportSecrets {
    let passphrase: SecretOctets?
    let password: SecretOctets?
}

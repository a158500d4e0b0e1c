import CMS
import CertificateAdministration
import CommandOptions

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
        let database = try store.open(on: console, writing: [output])
        try worded {
            if let directory {
                let keys = isKey ? ExportedKeys.written(passphrase: passphrase, password: password) : .none
                let export = try DirectoryExport(of: uris, from: database, keys: keys, at: console.now())
                return try console.write(export, to: directory)
            }
            let uri = uris.first ?? ""
            let found = try database.certificates(of: uri, choice.serial == nil ? .all : choice.selection)
            guard let newest = try NewestCertificate(among: found, in: database, at: console.now()) else {
                return
            }
            if newest.count > 1 { console.say("wrote \(newest); --serial names another") }
            let content = try form(password: password).content(
                of: newest.certificate, filedUnder: uri, in: database, at: console.now(),
                passphrase: passphrase)
            try console.deliver([Output(content, to: output)])
            if newest.isRevoked { console.warnOfRevoked([newest.certificate]) }
        }
    }

    /// What the options ask for.
    private func form(password: SecretOctets?) throws(CommandFailure) -> ExportForm {
        if isCertificatesOnly {
            return .certificatesOnly(isDER ? .der : isPEM ? .pem : .entity, withChain: isChain)
        }
        if isDER { return .der }
        if isChain { return .chain }
        if isKey { return .key(password: password) }
        guard isPKCS12 else { return .pem }
        guard let password else {
            throw Self.misused(.optionNeeds("--pkcs12", other: "--password-file"))
        }
        return .pkcs12(password: password, encryption: isLegacy ? .legacy : .current)
    }
}

extension Output {
    /// What was exported, to be written as its kind demands.
    init(_ content: ExportedContent, to file: String?) {
        switch content {
        case .text(let octets): self.init(octets, .text, to: file)
        case .binary(let octets): self.init(octets, .binary, to: file)
        case .secret(let octets): self.init(octets, to: file)
        }
    }
}

extension Console {
    /// Writes a certificate directory: all of its files or none.
    fileprivate func write(_ export: DirectoryExport, to directory: String) throws(FileError) {
        for certificate in export.unreadableKeys {
            say(
                "warning: skipped the private key of \(certificate.shortTitle): it cannot be read; see 'store check'"
            )
        }
        do throws(SystemError) {
            try FileAccess.makeDirectory(path(of: directory))
        } catch {
            throw .cannotWrite(directory, error)
        }
        if export.hasKeys, !FileAccess.isOwnDirectory(path(of: directory)) {
            throw .directoryOpenToOthers(directory)
        }
        let outputs = export.files.map { Output($0.content, to: "\(directory)/\($0.name)") }
        // The caller did not name these files, as with -o: what stands in their place may be another user's doing.
        for name in outputs.compactMap(\.file) where !FileAccess.isFreeOrRegular(path(of: name)) {
            throw .inTheWay(name)
        }
        try deliver(outputs)
        say("wrote \(outputs.count) files to '\(directory)'")
        if !export.leftOut.isEmpty {
            say(
                "warning: the directory has room for one certificate an address; those for the other use are written "
                    + "by "
                    + Self.firstFour(
                        export.leftOut.map { "'cert export \($0.uri) --serial \($0.serialNumber)'" }))
        }
        warnOfRevoked(export.revoked)
        for name in export.keysNotWritten.map({ "\(directory)/\($0)" })
        where FileAccess.status(of: path(of: name)) != nil {
            say("warning: '\(name)' was there before and stays: it may be the key of another certificate")
        }
    }
}

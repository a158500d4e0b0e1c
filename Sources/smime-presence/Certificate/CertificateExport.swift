import CMS
import CertificateAdministration
import CommandFiles
import CommandOptions
import Octets

struct CertificateExport: Command {
    static let name = "cert export"
    static let summary = "write a certificate, its chain or its private key"
    static let details = [
        """
        Of several certificates filed under URI, writes the newest that is not revoked, else the newest; \
        --serial names another. Export separate certificates for signing and encrypting one at a time. A \
        private key is written to a file that only its owner can read, or to a pipe, never to a terminal; \
        --password-file encrypts it.
        """,
        """
        --certs-only writes an S/MIME certs-only message, for the body of a 493 response or for mail \
        programs; with --der or --pem only the CMS object. --chain adds the certificates of the CAs.
        """,
        """
        --directory writes the certificates of the URIs, or of the whole store, in the layout of \
        reSIProcate: user_cert_ADDRESS.pem and domain_cert_DOMAIN.pem, with --key also user_key_ADDRESS.pem \
        and domain_key_DOMAIN.pem, and root_cert_ID.pem for each trust anchor. It has room for one \
        certificate per address. A certificate that is not revoked is preferred, then one for both uses, \
        then the newest. A warning names the certificate of a pair that is left out.
        """,
    ]
    static var operands: [Operand<CertificateExport>] {
        [.repeated("URI", into: \.uris, help: "the SIP URI it is filed under; any number with --directory")]
    }
    static var options: [Option<CertificateExport>] {
        [
            .flag("--pem", into: \.isPEM, help: "the certificate in PEM (default)"),
            .flag("--der", into: \.isDER, help: "the certificate in DER"),
            .flag(
                "--chain", into: \.isChain,
                help: "the certificate and its CA certificates up to the trust anchor, in PEM"),
            .flag("--key", into: \.isKey, help: "the private key in PEM"),
            .flag(
                "--pkcs12", into: \.isPKCS12,
                help: "certificate, private key and chain; requires --password-file"),
            .flag(
                "--legacy-encryption", into: \.isLegacy,
                help:
                    "PKCS#12 with 3DES and SHA-1, which are weak; only for programs that read nothing else"),
            .flag("--certs-only", into: \.isCertificatesOnly, help: "an S/MIME certs-only message"),
            CertificateChoice.serial(\.choice),
            .value(
                "--directory", as: "DIR", into: \.directory,
                help: "write a certificate directory of reSIProcate; made if absent"),
            .value(
                "--password-file", as: "FILE", into: \.passwordFile,
                help: "the first line of FILE encrypts the private keys or the PKCS#12 file"),
            .value("-o", "--output", as: "FILE", into: \.output, help: "write to FILE"),
            StoreOptions.location(\.store), StoreOptions.passphrase(\.store),
        ]
    }
    static let examples = [
        Example(
            "smime-presence cert export sip:alice@example.test > alice.pem", "Write a certificate for others."
        ),
        Example(
            "smime-presence cert export sip:alice@example.test --key -o alice.key",
            "Write its private key."),
        Example(
            "smime-presence cert export --directory sipCerts sip:alice@example.test --key",
            "Write the files that reSIProcate needs to act as alice."),
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
        try describingErrors {
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
            let content = try form(password: password).content(
                of: newest.certificate, filedUnder: uri, in: database, at: console.now(),
                passphrase: passphrase)
            try console.deliver([Output(content, to: output)])
            if newest.count > 1 { console.say("wrote \(newest); --serial names another") }
            if newest.isRevoked { console.warnOfRevoked([newest.certificate]) }
        }
    }

    /// The form that the options select.
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
    /// An output for exported content, by its kind.
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
                "warning: skipped the unreadable private key of \(certificate.shortTitle); see 'store check'"
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
        // The caller did not name these files: another user may have put something in their place.
        for name in outputs.compactMap(\.file) where !FileAccess.isFreeOrRegular(path(of: name)) {
            throw .inTheWay(name)
        }
        try deliver(outputs)
        say("wrote \(counted(outputs.count, "file")) to '\(directory)'")
        if !export.leftOut.isEmpty {
            say(
                "warning: the directory has room for one certificate per address; write the others with "
                    + Self.firstFour(
                        export.leftOut.map { "'cert export \($0.uri) --serial \($0.serialNumber)'" }))
        }
        warnOfRevoked(export.revoked)
        for name in export.keysNotWritten.map({ "\(directory)/\($0)" })
        where FileAccess.status(of: path(of: name)) != nil {
            say("warning: '\(name)' existed before and stays: it may be the key of another certificate")
        }
    }
}

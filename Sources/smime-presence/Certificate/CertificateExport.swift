import CMS
import CertStore
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
        --serial names another. If that is one of a pair for signing and encrypting, writes both, the one to \
        sign with first; DER holds one certificate, the newest. A private key is written to a file that only \
        its owner can read, or to a pipe, never to a terminal; --password-file encrypts it.
        """,
        """
        --certs-only writes an S/MIME certs-only message, for the body of a 493 response or for mail \
        programs; with --der or --pem only the CMS object. --chain adds the certificates of the CAs.
        """,
        """
        --directory writes the certificates of the URIs, or of the whole store, in the layout of \
        reSIProcate: user_cert_ADDRESS.pem and domain_cert_DOMAIN.pem, with --key also user_key_ADDRESS.pem \
        and domain_key_DOMAIN.pem, and root_cert_ID.pem for each trust anchor. A certificate that is not \
        revoked is preferred, then one for both uses, then the newest. reSIProcate reads one certificate per \
        address: the other one of a pair is written to a file whose name begins with sign_ or encrypt_, \
        which 'cert import' also reads.
        """,
        """
        --pkcs12 --directory writes user_ADDRESS.p12 or domain_DOMAIN.p12 for each address, on all cores; \
        the URI is the friendly name. --password-file gives one password for all files. --password-directory \
        has a file user_ADDRESS.password for each; if it does not exist, it is made with a random password. \
        An address that fails is reported, and the others are written (status 1).
        """,
    ]
    static var operands: [Operand<CertificateExport>] {
        [
            .repeated(
                "URI", into: \.addresses.uris,
                help: "the SIP URI it is filed under; several and patterns with --directory")
        ]
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
                "--with-certificate", into: \.isWithCertificate,
                help: "with --key, certificate and private key in one PEM file, as baresip reads them"),
            .flag(
                "--pkcs12", into: \.isPKCS12,
                help: "certificate, private key and chain; requires a password"),
            .flag(
                "--legacy-encryption", into: \.isLegacy,
                help:
                    "PKCS#12 with 3DES and SHA-1, which are weak; only for programs that read nothing else"
            ).loosening(),
            .flag("--certs-only", into: \.isCertificatesOnly, help: "an S/MIME certs-only message"),
            CertificateChoice.serial(\.choice),
            .value(
                "--directory", as: "DIR", into: \.directory,
                help: "write a certificate directory of reSIProcate, or PKCS#12 files; made if absent"),
            AddressOptions.list(\.addresses), AddressOptions.expiringWithin(\.addresses),
            .value(
                "--password-file", as: "FILE", into: \.passwordFile,
                help: "the first line of FILE encrypts the private keys or the PKCS#12 file"),
            .value(
                "--password-directory", as: "DIR", into: \.passwordDirectory,
                help: "with --pkcs12 --directory, a password file in DIR for each address; made if absent"),
            .value("-o", "--output", as: "FILE", into: \.output, help: "write to FILE"),
            ListFormat.ofChanges(\.format),
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
        Example(
            "smime-presence cert export --pkcs12 --directory phones 'sip:*@example.test' "
                + "--password-directory passwords",
            "Write a PKCS#12 file and a password file for each subscriber."),
    ]

    var addresses = AddressOptions()
    var isPEM = false
    var isDER = false
    var isChain = false
    var isKey = false
    var isWithCertificate = false
    var isPKCS12 = false
    var isLegacy = false
    var isCertificatesOnly = false
    var choice = CertificateChoice()
    var directory: String?
    var passwordFile: String?
    var passwordDirectory: String?
    var output: String?
    var format = ListFormat.text
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
            || directory != nil && [["--key", "--directory"], ["--pkcs12", "--directory"]].contains(forms)
        if forms.count > 1, !isAllowed { throw .conflictingOptions(forms[0], forms[1]) }
        if isPKCS12, passwordFile == nil, passwordDirectory == nil {
            throw .optionNeeds("--pkcs12", other: "--password-file")
        }
        try validateDirectory()
        if passwordFile != nil, !isPKCS12, !isKey { throw .optionNeeds("--password-file", other: "--key") }
        if isLegacy, !isPKCS12 { throw .optionNeeds("--legacy-encryption", other: "--pkcs12") }
        if directory != nil, choice.serial != nil { throw .conflictingOptions("--directory", "--serial") }
        if directory != nil, output != nil { throw .conflictingOptions("--directory", "--output") }
        guard directory == nil else { return }
        if addresses.uris.isEmpty { throw .missingOperand("URI") }
        if addresses.uris.count > 1 { throw .unexpectedOperand(addresses.uris[1]) }
    }

    private func validateDirectory() throws(UsageError) {
        if isWithCertificate, !isKey { throw .optionNeeds("--with-certificate", other: "--key") }
        if passwordDirectory != nil {
            if passwordFile != nil { throw .conflictingOptions("--password-file", "--password-directory") }
            if !isPKCS12 { throw .optionNeeds("--password-directory", other: "--pkcs12") }
            if directory == nil { throw .optionNeeds("--password-directory", other: "--directory") }
        }
        if addresses.days != nil, !isPKCS12 { throw .optionNeeds("--expires-within", other: "--pkcs12") }
        guard directory == nil else {
            if isWithCertificate { throw .conflictingOptions("--with-certificate", "--directory") }
            return
        }
        if addresses.listFile != nil { throw .optionNeeds("--from", other: "--directory") }
        if addresses.days != nil { throw .optionNeeds("--expires-within", other: "--directory") }
        if format == .json, output == nil || output == Console.standardStream {
            throw .optionNeeds("--format json", other: "--output FILE")
        }
    }

    func run(on console: Console) throws(CommandFailure) {
        let passphrase = try store.passphrase(on: console)
        let password = try passwordFile.map { (name) throws(CommandFailure) in
            try console.secretLine(of: name)
        }
        let database = try store.open(on: console, writing: [output])
        try describingErrors {
            try console.refuseSameFile(input: passwordFile, outputs: [output])
            if let directory {
                try refusePasswords(in: directory, on: console)
                if isPKCS12 {
                    return try ContainerWriting(
                        directory: directory, password: password, passwordDirectory: passwordDirectory,
                        encryption: isLegacy ? .legacy : .current, passphrase: passphrase, format: format
                    ).write(addresses.selected(in: database, on: console), from: database, on: console)
                }
                return try writeDirectory(
                    directory, from: database, passphrase: passphrase, password: password, on: console)
            }
            let uri = addresses.uri
            let found = try database.certificates(of: uri, choice.serial == nil ? .all : choice.selection)
            guard let newest = try NewestCertificate(among: found, in: database, at: console.now()) else {
                return
            }
            let form = try form(password: password)
            let chosen = newest.certificates(asPair: form.holdsPair, withKeys: form.hasKey)
            let content = try form.content(
                of: chosen, filedUnder: uri, in: database, at: console.now(), passphrase: passphrase)
            try console.deliver([Output(content, to: output)])
            if newest.count > 1 {
                let other = newest.count > chosen.count ? "; --serial names another" : ""
                console.say("wrote \(newest.description(of: chosen))\(other)")
            }
            if newest.isRevoked { console.warnOfRevoked([newest.certificate]) }
            guard format == .json else { return }
            let stored = found.filter { chosen.contains($0.certificate) }
            var document = ChangeDocument(try database.reports(of: stored, at: console.now()))
            document.files = [output].compactMap(\.self)
            try console.print(document)
        }
    }

    /// Refuses passwords in the directory of the keys: a written file could replace one, and both would lie
    /// together.
    private func refusePasswords(in directory: String, on console: Console) throws(CommandFailure) {
        let parent = passwordFile.map { file in
            file.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(file[...$0]) } ?? "."
        }
        for other in [parent, passwordDirectory].compactMap(\.self)
        where FileAccess.areSame(console.path(of: other), console.path(of: directory)) {
            throw Self.misused(
                .other(
                    "the passwords and the keys would be in one directory, '\(printable(directory))'",
                    hint: "give the passwords a directory of their own"))
        }
    }

    private func writeDirectory(
        _ directory: String, from database: CertStore, passphrase: SecretOctets?, password: SecretOctets?,
        on console: Console
    ) throws {
        let keys = isKey ? ExportedKeys.written(passphrase: passphrase, password: password) : .none
        // Patterns are replaced by the URIs that match; other arguments are used unchanged.
        let uris =
            addresses.isSeveral ? try addresses.resolve(in: database, on: console).map(\.uri) : addresses.uris
        if uris.isEmpty, addresses.isSeveral { return }
        let export = try DirectoryExport(of: uris, from: database, keys: keys, at: console.now())
        try console.write(export, to: directory)
        guard format == .json else { return }
        var document = ChangeDocument([])
        document.files = export.files.map { "\(directory)/\($0.name)" }
        try console.print(document)
    }

    /// The form that the options select.
    private func form(password: SecretOctets?) throws(CommandFailure) -> ExportForm {
        if isCertificatesOnly {
            return .certificatesOnly(isDER ? .der : isPEM ? .pem : .entity, withChain: isChain)
        }
        if isDER { return .der }
        if isChain { return .chain }
        if isKey {
            return isWithCertificate ? .keyWithCertificate(password: password) : .key(password: password)
        }
        guard isPKCS12 else { return .pem }
        guard let password else {
            throw Self.misused(.optionNeeds("--pkcs12", other: "--password-file"))
        }
        return .pkcs12(password: password, encryption: isLegacy ? .legacy : .current)
    }
}

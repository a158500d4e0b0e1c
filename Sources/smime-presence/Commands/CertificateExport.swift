import CMS
import CertStore
import FoundationEssentials

struct CertificateExport: Command {
    static let name = "cert export"
    static let summary = "write a certificate, its chain or its private key"
    static let details = [
        "Of several certificates filed under URI, the one that became valid last is written. A private key is "
            + "written to a file that only its owner can read, or to a pipe, and never to a terminal; with "
            + "--password-file it is encrypted."
    ]
    static var operands: [Operand<CertificateExport>] {
        [.required("URI", into: \.uri, help: "the SIP URI it is filed under")]
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
            .value(
                "--password-file", as: "FILE", into: \.passwordFile,
                help: "the first line of FILE encrypts the private key or the PKCS#12 file"),
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
    ]

    var uri = ""
    var isPEM = false
    var isDER = false
    var isChain = false
    var isKey = false
    var isPKCS12 = false
    var passwordFile: String?
    var output: String?
    var store = StoreOptions()

    func validate() throws(UsageError) {
        let forms = [
            ("--pem", isPEM), ("--der", isDER), ("--chain", isChain), ("--key", isKey),
            ("--pkcs12", isPKCS12),
        ].filter(\.1)
        if forms.count > 1 { throw .conflictingOptions(forms[0].0, forms[1].0) }
        if isPKCS12, passwordFile == nil { throw .optionNeeds("--pkcs12", other: "--password-file") }
        if passwordFile != nil, !isPKCS12, !isKey { throw .optionNeeds("--password-file", other: "--key") }
    }

    func run(on console: Console) throws(CommandFailure) {
        let passphrase = try store.passphrase(on: console)
        let password = try passwordFile.map { (name) throws(CommandFailure) in
            try console.secretLine(of: name)
        }
        let database = try store.open(on: console, writing: [output])
        let found = try database.certificates(of: uri)
        guard let certificate = found.first?.certificate else { return }
        if found.count > 1 {
            console.say("of \(found.count) certificates, serial \(certificate.facts.serialNumber)")
        }
        try worded {
            try console.deliver([
                contents(
                    of: certificate, in: database, at: console.now(), passphrase: passphrase,
                    password: password)
            ])
        }
    }

    private func contents(
        of certificate: Certificate, in database: CertStore, at instant: Date, passphrase: SecretOctets?,
        password: SecretOctets?
    ) throws -> Output {
        if isDER { return Output(certificate.der, .binary, to: output) }
        if isChain {
            let chain = try chain(of: certificate, in: database, at: instant)
            return Output(try chain.flatMap { try $0.pem() }, .text, to: output)
        }
        guard isKey || isPKCS12 else { return Output(try certificate.pem(), .text, to: output) }
        let key = try database.privateKey(of: certificate, passphrase: passphrase)
        guard isPKCS12 else { return Output(try key.pem(passphrase: password), to: output) }
        let chain = (try? chain(of: certificate, in: database, at: instant)) ?? [certificate]
        let file = PKCS12(certificate: certificate, key: key, chain: Array(chain.dropFirst()))
        guard let password else {
            throw CommandFailure(
                UsageError.optionNeeds("--pkcs12", other: "--password-file"),
                help: "smime-presence \(Self.name) --help")
        }
        return Output(try file.der(password: password), to: output)
    }

    /// The certificate and those above it; for one that is not valid now, as of the nearest time it was.
    private func chain(
        of certificate: Certificate, in database: CertStore, at instant: Date
    ) throws -> [Certificate] {
        let anchors = try TrustAnchors(database.trustAnchors().map(\.certificate))
        let instant = min(max(instant, certificate.facts.notBefore), certificate.facts.notAfter)
        let authorities = try database.authorities()
        do throws(CMSError) {
            return try anchors.verify(certificate, intermediates: authorities, at: instant).certificates
        } catch {
            throw SelectionError.noChain(uri: uri)
        }
    }
}

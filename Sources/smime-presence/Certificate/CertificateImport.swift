import CMS
import CertStore
import CommandOptions

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
            guard !FileAccess.isDirectory(console.path(of: file)) else {
                return try importDirectory(password: password, passphrase: passphrase, on: console)
            }
            if trustsRoots {
                throw CommandFailure(
                    UsageError.optionNeeds("--trust-roots", other: "a directory"), help: Self.helpLine)
            }
            let filings = try filings(password: password, on: console)
            let database = try store.openOrCreate(on: console)
            try filings.add(to: database, passphrase: passphrase, on: console)
        }
    }

    static let helpLine = "smime-presence cert import --help"

    /// What a file has to be filed: all of its subscribers, each with the key that is its own.
    private func filings(password: SecretOctets?, on console: Console) throws -> [CertificateFiling] {
        let others = try otherURIs.map { try SubscriberAddress($0).uri }
        let octets = try console.readSecret(file, limit: CertificateFile.limit)
        let read = try CertificateFile(octets, name: file, password: password)
        let keyOctets = try keyFile.map { try console.readSecret($0, limit: CertificateFile.limit) }
        if keyOctets.map(CertificateFile.hasKeyWithoutPassword) ?? read.hasOpenKey {
            console.warnIfOpenToOthers(keyFile ?? file, holding: "a private key")
        }
        let keys = try keyOctets.map { (octets) throws(CertificateFile.Failure) in
            try CertificateFile.keys(octets, name: keyFile ?? file, password: password)
        }
        let (subscribers, unnamed) = Self.named(read.subscribers)
        guard others.isEmpty || subscribers.count == 1 else {
            throw CertificateFile.Failure.severalHolders(file, count: subscribers.count)
        }
        // Before the refusal of a certificate without a URI: its names may be why it has none.
        for certificate in subscribers
        where others.isEmpty && SubscriberAddress.addresses(in: certificate).isEmpty {
            console.warnOfNames(of: certificate)
        }
        let pairing = KeyPairing(of: keys?.usable ?? read.keys, with: subscribers)
        // One certificate and only keys of others, or the keys that '--key' names: not what was meant.
        if pairing.isUseless, subscribers.count == 1 || keyFile != nil,
            let first = (keys?.usable ?? read.keys).first
        {
            throw CertificateFile.Failure.strayKey(keyFile ?? file, first)
        }
        let filings = try subscribers.map { certificate in
            let own = pairing.key(of: certificate)
            return try CertificateFiling(certificate, others: others, key: own, chain: read.authorities)
        }
        console.warnOfUnusable(read.unusable + unnamed.map(UnusableEntry.unnamed), in: file)
        console.warnOfUnusable(
            (keys?.unusable ?? []).map { .privateKey($0) } + pairing.unusable, in: keyFile ?? file)
        return filings
    }

    /// The subscribers who are named by a SIP URI, and the certificates that are none's; all of them count as
    /// subscribers if none is named.
    private static func named(
        _ all: [Certificate]
    ) -> (subscribers: [Certificate], unnamed: [Certificate]) {
        let named = all.filter { !SubscriberAddress.addresses(in: $0).isEmpty }
        guard !named.isEmpty else { return (all, []) }
        return (named, all.filter { SubscriberAddress.addresses(in: $0).isEmpty })
    }
}

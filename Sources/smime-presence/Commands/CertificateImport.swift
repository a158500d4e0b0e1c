import CMS
import CertStore

struct CertificateImport: Command {
    static let name = "cert import"
    static let summary = "take a certificate, and perhaps its private key, into the store"
    static let details = [
        "FILE is PEM, DER or PKCS#12; what it is is found out from its octets. The certificate is filed under "
            + "the SIP URIs it names, and under others only where --allow-other-uri says so. It is not trusted "
            + "for being in the store: its issuer must be a trust anchor. Certificates of authorities that come "
            + "with it help to find the way there.",
        "A new store is made where there is none; with --passphrase-file it keeps its private keys encrypted.",
    ]
    static var operands: [Operand<CertificateImport>] {
        [.required("FILE", into: \.file, help: "the certificate; '-' is standard input")]
    }
    static var options: [Option<CertificateImport>] {
        [
            .value("--key", as: "FILE", into: \.keyFile, help: "its private key, PEM or DER"),
            .value(
                "--password-file", as: "FILE", into: \.passwordFile,
                help: "the first line of FILE opens the PKCS#12 file or the encrypted key"),
            .values(
                "--allow-other-uri", as: "URI", into: \.otherURIs, help: "file it under this URI as well"),
            StoreOptions.location(\.store), StoreOptions.passphrase(\.store),
        ]
    }
    static let examples = [
        Example(
            "smime-presence cert export sip:bob@example.test | smime-presence cert import - --store other.db",
            "A certificate from one store to another, without its key.")
    ]

    var file = ""
    var keyFile: String?
    var passwordFile: String?
    var otherURIs: [String] = []
    var store = StoreOptions()

    func run(on console: Console) throws(CommandFailure) {
        let passphrase = try store.passphrase(on: console)
        try worded {
            let others = try otherURIs.map { try SubscriberAddress($0).uri }
            let password = try passwordFile.map { try console.secretLine(of: $0) }
            let read = try CertificateFile(
                console.readSecret(file, limit: CertificateFile.limit), name: file, password: password)
            let key = try keyFile.map {
                try CertificateFile.key(
                    console.readSecret($0, limit: CertificateFile.limit), name: $0, password: password)
            }
            let uris = Array(Set(SubscriberAddress.addresses(in: read.certificate) + others)).sorted()
            try Self.check(read.certificate, uris: uris)
            let database = try store.openOrCreate(on: console)
            try database.add(
                read.certificate, uris: uris, key: key ?? read.key, chain: read.others, passphrase: passphrase
            )
            console.say(
                "imported \(uris.joined(separator: " ")), serial \(read.certificate.facts.serialNumber)")
        }
    }

    /// Refuses what the store would refuse, before a store is made for it.
    private static func check(_ certificate: Certificate, uris: [String]) throws(CertStoreError) {
        let facts = certificate.facts
        guard !facts.isCertificationAuthority else { throw .authorityAsSubscriber(subject: facts.subject) }
        guard !uris.isEmpty else { throw .noURI(subject: facts.subject) }
    }
}

import CMS
import CertStore
import CertificateAdministration
import CommandFiles
import CommandOptions
import FoundationEssentials
import Octets
import SMIMEAgent

struct CertificateIssue: Command {
    static let name = "cert issue"
    static let summary = "make a key and a certificate for an address or a domain"
    static let details = [
        """
        Makes a private key, and has the store's CA issue a certificate for it. For an address-of-record \
        (sip:alice@example.test) the certificate names the sip:, pres: and im: URI of the user. For a bare \
        domain (sip:example.test) it is the certificate of the presence server. Both are filed in the store.
        """,
        """
        --tel makes the certificate of sip:+49301234567@example.test list tel:+49301234567 and the sip: URI \
        with user=phone. Receivers treat the two as one identity only because one certificate lists both. \
        --tel works for one subscriber at a time.
        """,
        """
        --csr issues a certificate for the key of a request (PKCS#10, PEM or DER), whose signature proves \
        that its sender holds the private key. Only the key is used: names, uses and dates come from the \
        command line. The certificate (PEM) goes to standard output or the file of -o.
        """,
        """
        --usage sign or encrypt makes a certificate for one use only. Each command picks the right one of a \
        user's certificates. --key ed25519 makes an Ed25519 key to sign with and an X25519 key to encrypt \
        for, each with its own certificate; --usage sign or encrypt makes only one.
        """,
        """
        To issue in bulk, --from names a file with one URI per line (empty lines and lines that begin with # \
        are skipped), or --count is the number to make from a pattern. The pattern has its first number in \
        braces, as in sip:user{0001}@example.test; all numbers have as many digits. Up to \
        \(BulkIssue.largestBatch) are written at once, on all cores. A URI that has a valid certificate of \
        this CA for the same use is skipped; with --key only a certificate with that kind of key counts. To \
        continue a stopped command, run it again. If several commands run at once, each URI gets one \
        certificate.
        """,
        """
        A certificate is valid for at most a year, from five minutes before it is issued, for clocks that \
        are a little slow. A URI made from an IMSI is refused: certificates are public. So is one outside \
        the domain of the CA, unless --allow-other-domain is given; subdomains belong to it.
        """,
    ]
    static var operands: [Operand<CertificateIssue>] {
        [
            .optional(
                "URI", into: \.uri,
                help: "sip:user@domain, or sip:domain for the presence server; with --count a pattern")
        ]
    }
    static var options: [Option<CertificateIssue>] {
        [
            ValidityOptions.days(\.validity),
            .choice("--key", as: "KIND", into: \.key, help: "kind of key (default: p256)"),
            .choice("--usage", as: "USAGE", into: \.usage, help: "use of the key (default: both)"),
            .flag(
                "--tel", into: \.withNumber,
                help:
                    "also list the tel: URI of the number before the '@', as one "
                    + "identity with sip:…;user=phone"
            ),
            .value(
                "--from", as: "FILE", into: \.listFile,
                help: "issue for every URI in FILE; '-' is standard input"),
            .integer(
                "--count", as: "N", in: 1...AddressList.most, into: \.count,
                help: "issue for N URIs made from a pattern, such as sip:user{0001}@example.test"),
            .value(
                "--csr", as: "FILE", into: \.requestFile,
                help: "issue for the key of this certificate request"),
            .value(
                "-o", "--output", as: "FILE", into: \.output,
                help: "write the certificate for --csr to FILE"),
            .flag(
                "--allow-other-domain", into: \.allowsOtherDomain,
                help: "also issue for addresses outside the domain of the CA"),
            ValidityOptions.long(\.validity), ListFormat.ofChanges(\.format),
            StoreOptions.location(\.store), StoreOptions.passphrase(\.store),
        ]
    }
    static let examples = [
        Example("smime-presence cert issue sip:dave@example.test", "Issue for a subscriber, for a year."),
        Example(
            "smime-presence cert issue sip:example.test --key rsa2048 --days 30",
            "Issue for the presence server, for 30 days."),
        Example(
            "smime-presence cert issue sip:erin@example.test --csr erin.csr > erin.pem",
            "Issue for a subscriber who keeps the private key."),
        Example(
            "smime-presence cert issue 'sip:user{001}@example.test' --count 20",
            "Issue for sip:user001@example.test to sip:user020@example.test."),
        Example(
            "smime-presence cert issue sip:+49301234567@example.test --tel",
            "Issue for a subscriber with presence documents about tel:+49301234567."),
        Example("smime-presence cert issue --from subscribers.txt", "Issue for every subscriber in a file."),
    ]

    var uri: String?
    var listFile: String?
    var count: Int?
    var key: KeyChoice?
    var usage = CertificateProfile.Usage.both
    var withNumber = false
    var allowsOtherDomain = false
    var requestFile: String?
    var output: String?
    var validity = ValidityOptions()
    var format = ListFormat.text
    var store = StoreOptions()

    func validate() throws(UsageError) {
        try validity.validate()
        try validateBulk()
        if requestFile != nil, key != nil { throw .conflictingOptions("--csr", "--key") }
        if requestFile == nil, output != nil { throw .optionNeeds("--output", other: "--csr") }
        if format == .json, requestFile != nil, output == nil || output == Console.standardStream {
            throw .optionNeeds("--format json", other: "--output FILE")
        }
    }

    func run(on console: Console) throws(CommandFailure) {
        let terms = validity.terms(at: console.now(), passphrase: try store.passphrase(on: console))
        if listFile != nil || count != nil { return try issueMany(on: terms, console: console) }
        try describingErrors {
            let address = try SubscriberAddress(uri ?? "")
            let profile = try address.profile(usage: usage, withNumber: withNumber)
            let issued: [Certificate]
            let database = try store.open(on: console, writing: [output])
            if let requestFile {
                issued = [
                    try issue(
                        profile, for: requestFile, of: address, in: database, on: terms, console: console)
                ]
            } else {
                try check(address, in: database, on: console)
                issued = try database.issue(profile, key: (key ?? .p256).algorithm, on: terms)
            }
            for certificate in issued { console.sayIssued(certificate, as: address) }
            if issued.count > 1 {
                console.say("issued two certificates: Ed25519 to sign with, X25519 to encrypt for")
            }
            if requestFile != nil, usage == .both, issued.allSatisfy({ !$0.facts.key.encrypts }) {
                console.say(
                    "warning: the key of the request can only sign: the certificate is for signatures alone")
            }
            guard format == .json else { return }
            let stored = try database.stored(issued, of: address.uri)
            var document = ChangeDocument(try database.reports(of: stored, at: console.now()))
            document.files = [output].compactMap(\.self)
            try console.print(document)
        }
    }

    /// Refuses an address outside the domain of the CA; prints a note if it already has a valid certificate.
    private func check(
        _ address: SubscriberAddress, in database: CertStore, on console: Console
    ) throws {
        if !allowsOtherDomain { try address.check(within: database.currentAuthority().domain) }
        let held = try database.validCertificate(of: address, for: usage, at: console.now())
        guard let (certificate, uri) = held else { return }
        let facts = certificate.facts
        console.say(
            "note: \(uri) has a valid certificate already, serial \(facts.serialNumber), until "
                + "\(facts.notAfter.internetTime); the newest is used to send")
    }

    /// Issues for the key of a request, whose private half stays with its holder.
    private func issue(
        _ profile: CertificateProfile, for file: String, of address: SubscriberAddress,
        in database: CertStore, on terms: IssuingTerms, console: Console
    ) throws -> Certificate {
        try console.refuseSameFile(input: file, outputs: [output])
        let octets = try console.read(file, limit: CertificateRequest.maximumOctets)
        let request = try SubscriberRequest(octets, file: file)
        try check(address, in: database, on: console)
        var staged = StagedOutputs()
        defer { staged.discard() }
        let certificate = try database.issue(profile, for: request, on: terms) { certificate in
            staged = try console.stage([Output(certificate.pem(), .text, to: output)])
            try console.write(staged)
        }
        try staged.commit()
        let others = request.urisNotNamed(by: certificate)
        if !others.isEmpty {
            console.say(
                "warning: the certificate does not name these addresses of the request: "
                    + others.prefix(4).map(printable).joined(separator: ", "))
        }
        return certificate
    }
}

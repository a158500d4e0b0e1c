import CMS
import CertStore
import SIPMessage
import SMIMEBody

/// `cert learn`: the checks of `verify`; what comes of it is the signer's certificate in the store.
struct CertificateLearn: OpenCommand {
    static let name = "cert learn"
    static let summary = "check a signed message and keep the certificate of its signer"
    static let details = [
        "Makes every check that verify makes, with the same options, and files the certificate of the signer under "
            + "the SIP URIs that it names. Nothing is kept of a message that is refused, or that nobody signed.",
        "Where another certificate with another key is filed under one of the URIs for the same use, somebody may be "
            + "passing for its holder (RFC 3261 §23.2): nothing is changed, unless --replace says that the new one "
            + "is to take the place of the old. A certificate with its private key in the store is never removed.",
    ]
    static var options: [Option<CertificateLearn>] {
        [
            .flag(
                "--replace", into: \.replaces,
                help: "take the new certificate in place of another one for the same address")
        ] + openOptions
    }
    static let examples = [
        Example(
            "smime-presence sign publish.sip | smime-presence cert learn",
            "Keeps the certificate of whoever signed.")
    ]

    var files = MessageOptions()
    var store = StoreOptions()
    var opening = OpenOptions()
    var replaces = false
    var reportFile: String? { files.report }

    func deliver(
        _ body: OpenedBody, of input: MessageInput, report: MessageReport, on console: Console
    ) throws(CommandFailure) {
        console.say(report, summary: smime_presence.summary(of: body), exposure: nil)
        try worded {
            guard let evidence = body.signature else { throw LearningRefusal.unsigned }
            let database = try store.open(on: console)
            let filing = try CertificateFiling(evidence.signer, others: evidence.identity.domainAddresses)
            let others = try Self.others(than: filing, in: database)
            if let other = others.first {
                guard replaces else { throw LearningRefusal.differs(filing.title, other: other.title) }
                console.sayReplaced(others.map(\.title), by: filing.title)
            }
            let reports = try files.report.map { [Output(try report.json(), .text, to: $0)] } ?? []
            let staged = try console.stage(reports)
            defer { staged.discard() }
            // The new one says nothing about other addresses that an old one is filed under.
            try database.add(
                filing.certificate, uris: filing.uris, inPlaceOf: others.map(\.certificate))
            console.say("learned \(filing.title)")
            try console.write(staged)
            try staged.commit()
        }
    }

    /// The certificates whose place the new one would take: of the same address and use, with another key.
    private static func others(
        than filing: CertificateFiling, in database: CertStore
    ) throws -> [StoredCertificate] {
        var found: [StoredCertificate] = []
        for uri in filing.uris {
            for stored in try database.certificates(forURI: uri) where !found.contains(stored) {
                let other = stored.certificate
                let hasSameUse =
                    other.maySign && filing.certificate.maySign
                    || other.mayEncrypt && filing.certificate.mayEncrypt
                if hasSameUse, !other.hasSameKey(as: filing.certificate) { found.append(stored) }
            }
        }
        return found
    }
}

/// Why nothing is learned of a message that was accepted.
enum LearningRefusal: Error, Equatable {
    /// Nobody signed it.
    case unsigned
    /// Another certificate is filed for the same address and use; which is new, and which is there.
    case differs(String, other: String)
}

extension CertificateIdentity {
    /// The SIP URIs of the domains, where it is a domain's.
    fileprivate var domainAddresses: [String] {
        kind == .domain ? domainNames.compactMap { (try? SubscriberAddress("sip:\($0)"))?.uri } : []
    }
}

extension StoredCertificate {
    /// "sip:alice@example.test, serial 4F…", for people.
    fileprivate var title: String {
        "\(uris.joined(separator: " ")), serial \(certificate.facts.serialNumber)"
    }
}

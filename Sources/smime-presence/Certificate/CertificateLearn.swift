import CMS
import CertStore
import CommandOptions
import FoundationEssentials
import Octets
import SIPMessage
import SMIMEAgent
import SMIMEBody

/// `cert learn`: the checks of `verify`; what comes of it is the signer's certificate in the store.
struct CertificateLearn: MessageCommand, StoreCommand {
    static let name = "cert learn"
    static let summary = "check a signed message and keep the certificate of its signer"
    static let details = [
        "Makes every check that verify makes, with the same options, and files the certificate of the signer under "
            + "the SIP URIs that it names. Nothing is kept of a message that is refused, or that nobody signed.",
        "Where another certificate with another key is filed under one of the URIs for the same use, somebody may be "
            + "passing for its holder (RFC 3261 §23.2): nothing is changed, unless --replace says that the new one "
            + "is to take the place of the old. A certificate with its private key in the store is never removed.",
        "A renewal is no such case: the CA that issued the old certificate has issued a later one for the same names, "
            + "and the old one ends within \(CertificateTable.soon) days, or has ended. It is filed beside the old one.",
    ]
    static var options: [Option<CertificateLearn>] {
        [
            .flag(
                "--replace", into: \.replaces,
                help: "take the new certificate in place of another one for the same address")
        ] + OpenOptions.options(into: \.opening)
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

    static var isOpening: Bool { true }

    func validate() throws(UsageError) { try opening.validate() }

    func run(on console: Console) throws(CommandFailure) {
        try open(with: opening, reportFile: files.report, on: console) { received throws(CommandFailure) in
            try learn(from: received, on: console)
        }
    }

    private func learn(from received: ReceivedMessage, on console: Console) throws(CommandFailure) {
        let report = received.report
        try worded {
            guard let evidence = received.body.signature else { throw LearningRefusal.unsigned }
            let database = try store.open(on: console)
            let filing = try CertificateFiling(evidence.signer, others: evidence.identity.domainAddresses)
            let found = try Self.others(than: filing, in: database)
            let renewed = found.filter { evidence.renews($0, at: console.now()) }
            let others = found.filter { !renewed.contains($0) }
            if let other = others.first, !replaces {
                throw LearningRefusal.differs(filing.title, other: other.title)
            }
            console.say(report, summary: received.summary, exposure: nil)
            if !others.isEmpty { console.sayReplaced(others.map(\.title), by: filing.title) }
            let reports = files.report.map { [Output(JSONWriter.document(report), .text, to: $0)] } ?? []
            let staged = try console.stage(reports)
            defer { staged.discard() }
            // The new one says nothing about other addresses that an old one is filed under.
            try database.add(
                filing.certificate, uris: filing.uris, inPlaceOf: others.map(\.certificate))
            console.say("learned \(filing.title)")
            for old in renewed {
                console.say(
                    "it renews \(old.title), which ends at \(old.certificate.facts.notAfter.ISO8601Format())")
            }
            try console.write(staged)
            try staged.commit()
        }
    }

    /// The certificates whose place the new one would take: of the same address and use, with another key; none where it
    /// is filed under its addresses already.
    private static func others(
        than filing: CertificateFiling, in database: CertStore
    ) throws -> [StoredCertificate] {
        var found: [StoredCertificate] = []
        for uri in filing.uris {
            let filed = try database.certificates(forURI: uri)
            if filed.contains(where: { $0.certificate == filing.certificate }) { continue }
            for stored in filed where !found.contains(stored) {
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

extension SignatureEvidence {
    /// Whether the signer's certificate comes after another one in the ordinary course: its CA, which vouches for it
    /// here, issued both for the same names, and the other one is at its end.
    fileprivate func renews(_ old: StoredCertificate, at instant: Date) -> Bool {
        let (former, latter) = (old.certificate.facts, signer.facts)
        guard let issuer = path.certificates.dropFirst().first, old.certificate.isIssued(by: issuer),
            // Of an own certificate its holder knows that it was renewed.
            !old.hasPrivateKey
        else { return false }
        return Set(former.uris) == Set(latter.uris) && former.notBefore < latter.notBefore
            && former.notAfter.timeIntervalSince(instant) < Double(CertificateTable.soon) * 86_400
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

import CMS
import CertStore
import CertificateAdministration
import CommandOptions
import FoundationEssentials
import Octets
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
            let database = try store.open(on: console)
            let learning = try Learning(from: received.body.signature, in: database, at: console.now())
            if !replaces { try learning.refuseReplacement() }
            console.say(report, summary: received.summary, exposure: nil)
            for other in learning.replaced {
                console.say(
                    "WARNING: the certificate for this address has changed: \(other.title) is replaced by "
                        + learning.filing.title)
            }
            if !learning.replaced.isEmpty {
                console.say(
                    "WARNING: unless its holder told you so, somebody may be passing for the holder")
            }
            let reports = files.report.map { [Output(JSONWriter.document(report), .text, to: $0)] } ?? []
            let staged = try console.stage(reports)
            defer { staged.discard() }
            try learning.file(in: database)
            console.say("learned \(learning.filing.title)")
            for old in learning.renewed {
                console.say(
                    "it renews \(old.title), which ends at \(old.certificate.facts.notAfter.ISO8601Format())")
            }
            try console.write(staged)
            try staged.commit()
        }
    }
}

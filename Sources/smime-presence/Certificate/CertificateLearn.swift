import CMS
import CertStore
import CertificateAdministration
import CommandFiles
import CommandOptions
import FoundationEssentials
import Octets
import SMIMEAgent
import SMIMEBody

/// `cert learn`: makes the checks of `verify`, and keeps the signer's certificate in the store.
struct CertificateLearn: MessageCommand, StoreCommand {
    static let name = "cert learn"
    static let summary = "check a signed message and keep its signer's certificate"
    static let details = [
        """
        Makes every check of verify, with the same options, and files the signer's certificate under the SIP \
        URIs that it names. If the signer names another certificate to encrypt for, and the message has it, \
        it is filed too. A refused or unsigned message changes nothing. The store must trust the signer's CA \
        ('trust add'); a message for others than its holders needs --any-target.
        """,
        """
        If another certificate with another key is filed under one of these URIs for the same use, the \
        sender may be an impostor (RFC 3261 §23.2). Nothing is changed then, unless --replace is given. A \
        certificate with its private key in the store is never removed.
        """,
        """
        Also keeps the ciphers that the signer's programs open, if the message states them and was signed \
        within \(Int(Learning.maximumSkew)) seconds of now. encrypt uses the first of them that \
        authenticates. --at and --allow-weak keep none.
        """,
        """
        A renewal needs no --replace. It is one if the same CA issued the later certificate for the same \
        names, and the old one has expired or expires within \(CertificateTable.soon) days. The store keeps \
        both.
        """,
    ]
    static var options: [Option<CertificateLearn>] {
        [
            .flag(
                "--replace", into: \.replaces,
                help: "replace another certificate for the same address"),
            ListFormat.ofChanges(\.format),
        ] + OpenOptions.options(into: \.opening)
    }
    static let examples = [
        Example(
            "smime-presence sign publish.sip | smime-presence cert learn",
            "Keep the signer's certificate.")
    ]

    var files = MessageOptions()
    var store = StoreOptions()
    var opening = OpenOptions()
    var replaces = false
    var format = ListFormat.text

    static var isOpening: Bool { true }

    func validate() throws(UsageError) { try opening.validate() }

    func run(on console: Console) throws(CommandFailure) {
        try open(with: opening, reportFile: files.report, on: console) { received throws(CommandFailure) in
            try learn(from: received, on: console)
        }
    }

    private func learn(from received: ReceivedMessage, on console: Console) throws(CommandFailure) {
        let report = received.report
        try describingErrors {
            let database = try store.open(on: console)
            let learning = try Learning(
                from: received.body.signature, in: database, at: console.now(),
                keepsCapabilities: opening.at == nil && !opening.allowWeak)
            if !replaces { try learning.refuseReplacement() }
            console.say(report, summary: received.summary, exposure: nil)
            for (old, new) in learning.replacements {
                console.say(
                    "WARNING: the certificate for this address has changed: \(old.title) is replaced by "
                        + new.title)
            }
            if !learning.replaced.isEmpty {
                console.say(
                    "WARNING: unless its holder has announced this, the sender may be an impostor")
            }
            let reports = files.report.map { [Output(JSONWriter.document(report), .text, to: $0)] } ?? []
            let staged = try console.stage(reports)
            defer { staged.discard() }
            let keepsCapabilities = try learning.file(in: database)
            console.say("learned \(learning.filing.title)")
            if let encryption = learning.encryption {
                console.say("learned \(encryption.title), to encrypt for")
            }
            if keepsCapabilities, let capabilities = learning.capabilities {
                console.say("the signer's programs open: \(capabilities.words)")
            }
            if learning.omitsCapabilities {
                console.say(
                    "the ciphers that the signer's programs open were not kept: the message must be signed "
                        + "within \(Int(Learning.maximumSkew)) seconds of now, and checked without --at and "
                        + "--allow-weak")
            }
            for old in learning.renewed {
                console.say(
                    "it renews \(old.title), which ends at \(old.certificate.facts.notAfter.internetTime)")
            }
            try console.write(staged)
            try staged.commit()
            guard format == .json else { return }
            let filings = [learning.filing] + [learning.encryption].compactMap(\.self)
            let stored = try filings.flatMap {
                try database.stored([$0.certificate], of: $0.uris.first ?? "")
            }
            try console.print(ChangeDocument(database.reports(of: stored, at: console.now())))
        }
    }
}

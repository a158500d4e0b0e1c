import CommandOptions
import SIPMessage
import SMIMEAgent

/// `decrypt`: open every layer, check, write the plain message.
struct Decrypt: MessageCommand, StoreCommand {
    static let name = "decrypt"
    static let summary = "open a protected message, check who signed it, write it in the clear"
    static let details = [
        """
        Opens the envelope with a key of the store, verifies the signature, and writes MESSAGE again with its plain \
        body, octet for octet as it was protected; every other header line stays as it is. Nothing is written \
        before every check has passed. A new file of '-o' gets mode 0600: only its owner can read it.
        """,
        """
        The signer's certificate must chain to a trust anchor, be valid, not revoked and fit for signing, and own the URI in From \
        (in a response that in To); a domain's certificate speaks for its users in NOTIFY and responses only. A \
        presence document must be about its signer. If fields of the message were signed with the body, Request-URI and To \
        of a PUBLISH must name the presentity or the presence server that it was signed for, and To of a NOTIFY must \
        name the watcher ('--any-target' accepts others). The same message can be opened again and again, unless '--once' is \
        given, as a service does.
        """,
        """
        Of a message that came inside another (encrypt --tunnel) the one inside is written, From, To and everything for \
        the other end as they are there, with what proxies and dialogs look at from outside: Request-URI, Via, Route, \
        Call-ID, CSeq, Contact and the like. The report lists every difference. Its From is not for headers of one's own.
        """,
        PolicyOptions.receivingDetails,
    ]
    static var options: [Option<Decrypt>] {
        OpenOptions.options(into: \.opening) + [outputOption]
    }
    static let examples = [
        Example(
            "smime-presence decrypt protected.sip > plain.sip", "Opens a message as the presence server."),
        Example(
            "smime-presence decrypt --policy enveloped.xml protected.sip > plain.sip",
            "Refuses what rules do not allow."),
        Example(
            "smime-presence encrypt publish.sip | smime-presence decrypt --report report.json -o plain.sip",
            "Writes the proof of who signed beside the message."),
    ]

    static var writesDecrypted: Bool { true }
    static var isOpening: Bool { true }

    var files = MessageOptions()
    var store = StoreOptions()
    var opening = OpenOptions()

    func validate() throws(UsageError) { try opening.validate() }

    func run(on console: Console) throws(CommandFailure) {
        try open(with: opening, reportFile: files.report, on: console) { received throws(CommandFailure) in
            let plain: (octets: [UInt8], message: SIPMessage?)
            do throws(AgentError) { plain = try received.plain() } catch {
                throw error.failure(for: .receiver, of: Self.name)
            }
            let report = received.reportWithComparison(to: files.report == nil ? nil : plain.message)
            try deliver(plain.octets, report: report, on: console)
            console.say(report, summary: received.summary, exposure: report.exposureBefore)
        }
    }
}

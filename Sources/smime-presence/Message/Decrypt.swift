import CommandFiles
import CommandOptions
import SIPMessage
import SMIMEAgent

/// `decrypt`: opens every layer, makes every check, writes the plain message.
struct Decrypt: BatchCommand, StoreCommand {
    static let name = "decrypt"
    static let handlesOneMessage = true
    static let summary = "open a protected message, check its signer, and write the plain message"
    static let details = [
        """
        Decrypts MESSAGE with a private key of the store, verifies the signature, and writes the message \
        with its plain body, octet for octet as it was protected. All other header lines stay as they are. \
        Nothing is written before every check has passed. A new file of -o gets mode 0600: only its owner \
        can read it.
        """,
        """
        The signer's certificate must chain to a trust anchor, be valid and not revoked, allow signing, and \
        list the URI in From (in a response, the URI in To). A domain's certificate may sign for its users \
        only in NOTIFY and responses. A presence document must be about its signer.
        """,
        """
        If header fields were signed with the body, the target is checked too. Request-URI and To of a \
        PUBLISH must name the presentity, or the presence server that it was signed for. To of a NOTIFY must \
        name the watcher. --any-target accepts others.
        """,
        """
        The same message can be opened again and again. A service should give --once, which refuses \
        repetition.
        """,
        """
        A tunnelled message (encrypt --tunnel) is restored. From, To and all other end-to-end fields come \
        from the inner message. Request-URI, Via, Route, Call-ID, CSeq, Contact and other fields for proxies \
        and dialogs come from the outer one. The report lists every difference. Do not copy the inner From \
        into readable headers.
        """,
        PolicyOptions.receivingDetails,
        batchDetails,
    ]
    static var options: [Option<Decrypt>] {
        OpenOptions.options(into: \.opening) + PartyOptions.opening(into: \.opening.parties) + [outputOption]
            + BatchOptions.options()
    }
    static let examples = [
        Example(
            "smime-presence decrypt protected.sip > plain.sip", "Open a message as the presence server."),
        Example(
            "smime-presence decrypt --policy enveloped.xml protected.sip > plain.sip",
            "Refuse a message that the rules do not allow."),
        Example(
            "smime-presence encrypt publish.sip | smime-presence decrypt --report report.json -o plain.sip",
            "Write the plain message, and a report that proves its signer."),
    ]

    static var writesDecrypted: Bool { true }
    static var isOpening: Bool { true }
    var recordsMessages: Bool { opening.once }

    var files = MessageOptions()
    var store = StoreOptions()
    var opening = OpenOptions()

    func validate() throws(UsageError) { try opening.validate() }

    func otherFiles(on console: Console) throws(CommandFailure) -> [String] {
        try store.files(on: console) + opening.policy.inputs + opening.parties.files
    }

    func run(on console: Console) throws(CommandFailure) {
        if hasSeveral(on: console) {
            return try openSeveral(with: opening, lines: files.report, on: console) {
                (received) throws(CommandFailure) in
                let plain = try self.plain(received)
                let report = received.reportWithComparison(to: files.report == nil ? nil : plain.message)
                return MessageOutcome(octets: plain.octets, report: report)
            }
        }
        try open(with: opening, reportFile: files.report, on: console) { received throws(CommandFailure) in
            let plain = try self.plain(received)
            let report = received.reportWithComparison(to: files.report == nil ? nil : plain.message)
            try deliver(plain.octets, report: report, on: console)
            console.say(report, summary: received.summary, exposure: report.exposureBefore)
        }
    }

    private func plain(
        _ received: ReceivedMessage
    ) throws(CommandFailure) -> (octets: [UInt8], message: SIPMessage?) {
        do throws(AgentError) { return try received.plain() } catch {
            throw error.failure(for: .receiver, of: Self.name)
        }
    }
}

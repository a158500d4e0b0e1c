import AccessLeg
import CertificateAdministration
import CommandFiles
import CommandOptions
import Exposure
import MessageBatch
import Octets
import SIPMessage
import SMIMEAgent

/// `assess`: compares what each way to protect an access leg hides, from whom, and at which cost.
struct Assess: MessageCommand {
    static let name = "assess"
    static let summary = "compare the ways to protect a message on an access leg, and their cost"
    static let details = [
        """
        Reads one message, or a whole dialog. Begins with a recommendation. Shows what stays \
        visible to whom on the path as it is, and under six alternatives: (0) a flag of the network and \
        rules that decide, (1) no presence without confidentiality, (2) ciphering of the access network, (3) \
        S/MIME, (4) TLS, (5) IPsec with encryption. S/MIME together with TLS or IPsec is shown too.
        """,
        """
        A cell is hidden, partly or exposed, or marks the observer as an intended reader; 'if' lines state \
        conditions. Messages are sorted into the order in which they were sent, as far as their fields prove \
        it. Each leg gets the result of its worst message. The overall result is that of the worse leg.
        """,
        """
        What protects a leg is read from Security-Verify, Via and P-Access-Network-Info. A path file (--leg) \
        adds what the messages do not say about both legs; the other options do so for the leg of the first \
        message. Unknown protection counts as none. What only a terminal claims is marked as a claim, and \
        counts as none.
        """,
        """
        For S/MIME the messages are actually protected, with keys and certificates that exist in memory for \
        this run only, so the sizes are real. Time is measured in this run. The overhead of IPsec and TLS is \
        computed. JSON and HTML give the reason of every cell. Addresses of the underlying network are not \
        evaluated.
        """,
    ]
    static var operands: [Operand<Assess>] {
        [
            .repeated(
                "MESSAGE", into: \.files.names,
                help:
                    "SIP messages, packet captures, logs of SIPp or directories, in the order they were "
                    + "sent; standard input if absent or '-'"
            )
        ]
    }
    static var options: [Option<Assess>] {
        [.choice("--format", as: "FORMAT", into: \.format, help: "output format (default: text)")]
            + LegOptions.options(into: \.leg) + LegOptions.single(into: \.leg)
            + [
                .integer(
                    "--rounds", as: "N", in: 0...1000, into: \.rounds,
                    help: "number of S/MIME runs that measure its time (default: 24; 0: none)"),
                BatchOptions.recursive(), outputOption, reportOption,
            ]
    }
    static let examples = [
        Example(
            "smime-presence assess --pcscf-release 5 --hop integrity publish.sip",
            "Assess a PUBLISH behind a Release 5 P-CSCF."),
        Example(
            "smime-presence assess --leg path.json --format json publish.sip notify.sip > assessment.json",
            "Assess both legs, as JSON."),
        Example(
            "smime-presence assess --format html -o assessment.html publish.sip notify.sip",
            "Write a page with the path and a heat map."),
        Example(
            "smime-presence assess --access-network 3GPP-UTRAN-TDD "
                + "--access-ciphering on --rounds 0 notify.sip",
            "Assess a radio network that encrypts; measure no time."),
    ]

    static let hasVerdict = false
    /// The maximum number of messages together.
    private static let maximum = 64

    var files = MessageOptions()
    var format = AssessmentFormat.text
    var leg = LegOptions()
    var rounds: Int?

    func validate() throws(UsageError) { try leg.validate() }

    func run(on console: Console) throws(CommandFailure) {
        do throws(CommandFailure) {
            let read = try readMessages(on: console)
            try refuseOverwriting(read, on: console)
            let messages = try read.map { (exposed) throws(CommandFailure) in
                (exposed: exposed, checked: try exposed.checkedMessage)
            }
            let role = LegRole.all(of: messages.map(\.checked)).first ?? .presentity
            let path = try leg.path(for: role, on: console)
            let now = console.now()
            let identities = try describingErrors {
                try EphemeralIdentities(at: now) { try SubscriberAddress($0).profile() }
            }
            let assessment = MeasuredAssessment(
                of: messages, on: path, identities: identities, rounds: rounds ?? 24, at: now)
            var outputs = [
                Output(assessment.octets(as: format, operation: Self.name), .text, to: files.output)
            ]
            if let file = files.report {
                outputs.append(Output(assessment.octets(as: .json, operation: Self.name), .text, to: file))
            }
            try describingErrors { try console.deliver(outputs) }
        } catch {
            throw refuse(error, report: MessageReport(operation: Self.name), to: files.report, on: console)
        }
    }

    private func refuseOverwriting(_ read: [ExposedMessage], on console: Console) throws(CommandFailure) {
        try describingErrors {
            for file in read.map(\.file) + [leg.file].compactMap(\.self) {
                try console.refuseSameFile(input: file, outputs: [files.output, files.report])
            }
            if (files.output ?? Console.standardStream) == Console.standardStream,
                files.report == Console.standardStream
            {
                throw FileError.sharedStandardOutput
            }
        }
    }

    private func readMessages(on console: Console) throws(CommandFailure) -> [ExposedMessage] {
        let list = try messages(limit: Self.maximum, on: console)
        console.say(list.cutCaptures.map { ReportedWarning.cutCapture($0) })
        let read = try list.messages.map { (source) throws(CommandFailure) in
            try describingErrors {
                try ExposedMessage(
                    source.read(on: console, limit: MessageOrEntity.maximumOctets), file: source.file,
                    number: source.number)
            }
        }
        guard !read.isEmpty else { throw .noMessages }
        return read
    }
}

extension ExposedMessage {
    /// The message, checked for protecting.
    fileprivate var checkedMessage: SIPMessage {
        get throws(CommandFailure) {
            do { return try checked.get() } catch { throw error.failure }
        }
    }
}

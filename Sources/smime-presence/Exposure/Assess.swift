import AccessLeg
import CertificateAdministration
import CommandOptions
import Exposure
import Octets
import SIPMessage
import SMIMEAgent

/// `assess`: what each way to protect an access leg hides of messages, from whom, and at which cost.
struct Assess: MessageCommand {
    static let name = "assess"
    static let summary = "compare the ways to protect a message on an access leg, and what they cost"
    static let details = [
        """
        Reads messages, one or a whole dialog in the order it was sent, and says of the path as it is and of six answers \
        what stays visible to whom: (0) a flag of the network and rules that decide, (1) no presence without \
        confidentiality, (2) ciphering of the access network, (3) S/MIME, (4) TLS, (5) IPsec with encryption, and of S/MIME \
        together with TLS or IPsec. A cell is hidden, partly or exposed, or the observer is a reader who is meant to have \
        it; 'if' lines say what must hold. The presentity's leg and the watcher's are judged separately, each by its worst \
        message, and then the worse of the two counts.
        """,
        """
        What protects a leg is read from the messages: Security-Verify, Via, P-Access-Network-Info. What they do not say \
        comes from a path file (--leg) for both legs, or from options for the leg of the first message. What is unknown counts as unprotected; what only a \
        terminal claims is marked as a claim and counts for nothing.
        """,
        """
        For S/MIME the messages are really protected, with keys and certificates made for this run in memory, which \
        nobody keeps; so the sizes are those of the tool. Time is measured in this run. What IPsec and TLS add is \
        computed. JSON and the page have the reason of every cell. Addresses of the network underneath are not evaluated.
        """,
    ]
    static var operands: [Operand<Assess>] {
        [
            .repeated(
                "MESSAGE", into: \.messages,
                help:
                    "a SIP message, a packet capture or a directory, in the order they were sent; standard input if absent or '-'"
            )
        ]
    }
    static var options: [Option<Assess>] {
        [.choice("--format", as: "FORMAT", into: \.format, help: "how the assessment is written")]
            + LegOptions.options(into: \.leg) + LegOptions.single(into: \.leg)
            + [
                .integer(
                    "--rounds", as: "N", in: 0...1000, into: \.rounds,
                    help: "how often S/MIME is done to measure its time (default: 24; 0: not at all)"),
                outputOption, reportOption,
            ]
    }
    static let examples = [
        Example(
            "smime-presence assess --pcscf-release 5 --hop integrity publish.sip",
            "A PUBLISH behind a Release 5 P-CSCF."),
        Example(
            "smime-presence assess --leg path.json --format json publish.sip notify.sip > assessment.json",
            "Both legs, for a script."),
        Example(
            "smime-presence assess --format html -o assessment.html publish.sip notify.sip",
            "A page with the path and a heat map, without script."),
        Example(
            "smime-presence assess --access-network 3GPP-UTRAN-TDD --access-ciphering on --rounds 0 notify.sip",
            "A radio network that ciphers; no time is measured."),
    ]

    static let hasVerdict = false
    /// The most messages that are assessed together.
    private static let maximum = 64

    var messages: [String] = []
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
            let identities = try worded {
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
            try worded { try console.deliver(outputs) }
        } catch {
            throw refuse(error, report: MessageReport(operation: Self.name), to: files.report, on: console)
        }
    }

    private func refuseOverwriting(_ read: [ExposedMessage], on console: Console) throws(CommandFailure) {
        try worded {
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
        let source = try ExposureSource(messages.isEmpty ? [Console.standardStream] : messages, on: console)
        var read: [ExposedMessage] = []
        for file in source.files {
            let room = Self.maximum - read.count
            guard room > 0 else { throw .tooManyMessages(limit: Self.maximum) }
            let (messages, warnings) = try source.messages(
                of: file, room: ExposureSource.maximum, on: console)
            console.say(warnings)
            guard messages.count <= room else { throw .tooManyMessages(limit: Self.maximum) }
            for (number, octets) in messages {
                read.append(try worded { try ExposedMessage(octets, file: file, number: number) })
            }
        }
        guard !read.isEmpty else { throw .noMessages }
        return read
    }
}

extension ExposedMessage {
    /// The message as it is protected.
    fileprivate var checkedMessage: SIPMessage {
        get throws(CommandFailure) {
            do { return try checked.get() } catch { throw error.failure }
        }
    }
}

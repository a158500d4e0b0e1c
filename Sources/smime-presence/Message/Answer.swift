import CMS
import CommandFiles
import CommandOptions
import SIPMessage
import SMIMEAgent

/// `answer`: writes the SIP response of a server to a message it has refused.
struct Answer: StoreCommand, MessageCommand {
    static let name = "answer"
    static let summary = "write the SIP response to a refused message"
    static let details = [
        """
        Reads the report that decrypt or verify wrote about MESSAGE, and writes the SIP response of a \
        server: 493 with the recipient's certificate to encrypt to, 437, 415 with the supported types, 413, \
        403 or 400 (RFC 3261 §23.2). The response discloses no more than its status, and never asks for \
        clear text.
        """
    ]
    static var options: [Option<Answer>] {
        [
            .value(
                "--report", as: "FILE", into: \.files.report, help: "the report of the refusal (required)"),
            outputOption,
        ] + storeOptions
    }
    static let examples = [
        Example(
            "smime-presence answer --report refusal.json publish.sip > answer.sip",
            "Answer a message that 'verify --report refusal.json' has refused.")
    ]

    static let hasVerdict = false
    /// Messages that are too large to be opened are answered too.
    private static let maximumOctets = 64 << 20

    var files = MessageOptions()
    var store = StoreOptions()

    func validate() throws(UsageError) {
        if files.report == nil { throw .missingOption("--report", placeholder: "FILE") }
    }

    func run(on console: Console) throws(CommandFailure) {
        try describingErrors {
            try console.refuseSameFile(input: files.message, outputs: [files.output])
            try console.refuseSameFile(input: files.report, outputs: [files.output])
        }
        let report = try readReport(files.report ?? "", on: console)
        let octets = try describingErrors { try console.read(files.message, limit: Self.maximumOctets) }
        let cut = SIPMessage.cut(octets)
        let found = cut == nil ? try readMessage(octets) : cut
        guard let message = found else {
            throw AnswerRefusal.notAMessage.failure
        }
        let responder: Responder
        do throws(AnswerRefusal) {
            responder = try report.responder(for: message, isCut: cut != nil)
        } catch {
            throw error.failure
        }
        let certificate = responder.needsCertificate ? try certificate(for: message, on: console) : nil
        let response: SIPMessage
        do throws(AgentError) {
            response = try responder.response(
                to: message, tag: String(UInt64.random(in: .min ... .max), radix: 36), with: certificate)
        } catch {
            throw error.failure(for: .receiver, of: Self.name)
        }
        try describingErrors { try console.deliver([Output(response.octets, .binary, to: files.output)]) }
    }

    private func readReport(
        _ file: String, on console: Console
    ) throws(CommandFailure) -> RefusalReport {
        try describingErrors {
            try RefusalReport.read(console.read(file, limit: RefusalReport.maximumOctets), file: file)
        }
    }

    private func readMessage(_ octets: [UInt8]) throws(CommandFailure) -> SIPMessage? {
        do throws(InputError) { return try MessageOrEntity.read(octets, bodyType: nil).message } catch {
            throw error.failure
        }
    }

    /// The certificate that the sender should have encrypted with; nil if the store has none.
    private func certificate(
        for message: SIPMessage, on console: Console
    ) throws(CommandFailure) -> Certificate? {
        guard (try? Parties.recipientAddress(of: message)) != nil else { return nil }
        let store = MessageStore(try store.open(on: console, writing: [files.output]))
        do throws(AgentError) {
            guard let answer = try store.certificate(toAnswer: message, at: console.now()) else { return nil }
            if answer.certificate == nil {
                console.say(
                    "warning: the answer has no certificate: the store has none with a private key for "
                        + "\(answer.recipient.addressOfRecord)")
            }
            return answer.certificate
        } catch {
            throw error.failure(for: .receiver, of: Self.name)
        }
    }
}

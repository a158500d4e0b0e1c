import CMS
import CertStore
import FoundationEssentials
import MIME
import SIPMessage
import SMIMEBody

/// `answer`: the SIP response that a server gives to a message it has refused.
struct Answer: StoreCommand, MessageCommand {
    static let name = "answer"
    static let summary = "write the SIP response to a message that was refused"
    static let details = [
        """
        Reads the report that decrypt or verify wrote about MESSAGE and writes the response a server gives: 493 with \
        the certificate of the message's recipient, to encrypt with, 437, 415 with what is understood, 413, 403 or \
        400 (RFC 3261 §23.2). It says no more than the status does. A response never asks for clear text.
        """
    ]
    static var options: [Option<Answer>] {
        [
            .value("--report", as: "FILE", into: \.files.report, help: "the report of the refusal; needed"),
            outputOption,
        ] + storeOptions
    }
    static let examples = [
        Example(
            "smime-presence answer --report refusal.json publish.sip > answer.sip",
            "Answers a message that 'verify --report refusal.json' has refused.")
    ]

    static let hasVerdict = false

    var files = MessageOptions()
    var store = StoreOptions()

    func validate() throws(UsageError) {
        if files.report == nil { throw .missingOption("--report", placeholder: "FILE") }
    }

    func run(on console: Console) throws(CommandFailure) {
        try worded {
            try console.refuseSameFile(input: files.message, outputs: [files.output])
            try console.refuseSameFile(input: files.report, outputs: [files.output])
        }
        let report = try RefusalReport.read(files.report ?? "", on: console)
        let octets = try worded { try console.read(files.message, limit: MessageInput.maximumOctets) }
        guard let message = try MessageInput.read(octets, bodyType: nil).message else {
            throw AnswerRefusal.notAMessage.failure
        }
        let response = try worded {
            try ReplyStatus(report.status(about: message)).response(
                to: message, tag: String(UInt64.random(in: .min ... .max), radix: 36),
                certificate: { () throws(CommandFailure) in try certificate(for: message, on: console) })
        }
        try worded { try console.deliver([Output(response.octets, .binary, to: files.output)]) }
    }

    /// The certificate that the sender should have encrypted with: one whose key is here, and that every check of a
    /// recipient passes; nil where the store has none, for another's would only have the next message refused as well.
    private func certificate(
        for message: SIPMessage, on console: Console
    ) throws(CommandFailure) -> MIMEEntity? {
        guard let recipient = try? MessageParties.recipient(of: message) else { return nil }
        let store = MessageStore(store: try store.open(on: console, writing: [files.output]), passphrase: nil)
        return try worded {
            let (own, anchors) = (try store.certificatesWithKey(for: recipient), try store.trustAnchors())
            let checked = try? CheckedRecipient.select(
                recipient, from: own, trusting: anchors, at: console.now())
            guard let checked else { return nil }
            return try CertificatesOnly.entity([checked.certificate], transferEncoding: .binary)
        }
    }
}

/// What a report says of a refusal.
struct RefusalReport: Decodable {
    private struct Reason: Decodable {
        let sipStatus: Int?
    }
    private struct Message: Decodable {
        let callID: String
        let cseq: String
    }

    private let version: Int
    private let verdict: String?
    private let reason: Reason?
    private let message: Message?

    private static let maximumOctets = 16 << 20

    static func read(_ file: String, on console: Console) throws(CommandFailure) -> RefusalReport {
        let octets = try worded { try console.read(file, limit: maximumOctets) }
        guard let report = try? JSONDecoder().decode(RefusalReport.self, from: Data(octets)),
            report.version == 1
        else { throw AnswerRefusal.notAReport(file).failure }
        return report
    }

    /// The status that the refusal of `message` is answered with.
    func status(about message: SIPMessage) throws(AnswerRefusal) -> Int {
        guard let about = self.message, about.callID == message.callID,
            about.cseq == "\(message.cSeq.number) \(message.cSeq.method)"
        else { throw .otherMessage }
        guard verdict == MessageReport.Verdict.refused.rawValue, let status = reason?.sipStatus,
            ReplyStatus(status).isKnown
        else { throw .notRefused }
        return status
    }
}

/// Why there is nothing to answer with.
enum AnswerRefusal: Error, Equatable {
    /// The file is no report of this program.
    case notAReport(String)
    /// The report is about another message.
    case otherMessage
    /// The report says that the message was accepted, or never came from anybody.
    case notRefused
    /// The input is no SIP message.
    case notAMessage
}

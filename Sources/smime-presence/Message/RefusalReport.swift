import FoundationEssentials
import SIPMessage
import SMIMEAgent

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
            // What it says of a refusal is the same in version 1.
            (1...MessageReport.version).contains(report.version)
        else { throw AnswerRefusal.notAReport(file).failure }
        return report
    }

    /// Answers the refusal of `message`.
    ///
    /// A report about a message that was cut names none.
    func responder(for message: SIPMessage, isCut: Bool) throws(AnswerRefusal) -> Responder {
        if let about = self.message {
            guard about.callID == message.callID,
                about.cseq == "\(message.cSeq.number) \(message.cSeq.method)"
            else { throw .otherMessage }
        } else if !isCut {
            throw .otherMessage
        }
        guard verdict == MessageReport.Verdict.refused.rawValue, let status = reason?.sipStatus,
            let responder = Responder(status: status)
        else { throw .notRefused }
        return responder
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

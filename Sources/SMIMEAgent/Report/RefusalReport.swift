import FoundationEssentials
public import SIPMessage

/// What a report says of a refusal, read back to answer the message.
public struct RefusalReport: Decodable, Sendable {
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

    /// Files of more octets than this are no report.
    public static let maximumOctets = 16 << 20

    /// Reads the JSON of a report; `file` is only for the error.
    ///
    /// - Throws: ``AnswerRefusal/notAReport(_:)``.
    public static func read(_ octets: [UInt8], file: String) throws(AnswerRefusal) -> RefusalReport {
        guard let report = try? JSONDecoder().decode(RefusalReport.self, from: Data(octets)),
            // What it says of a refusal is the same in version 1.
            (1...MessageReport.version).contains(report.version)
        else { throw .notAReport(file) }
        return report
    }

    /// Answers the refusal of `message`.
    ///
    /// A report about a message that was cut names none.
    ///
    /// - Throws: ``AnswerRefusal/otherMessage`` or ``AnswerRefusal/notRefused``.
    public func responder(for message: SIPMessage, isCut: Bool) throws(AnswerRefusal) -> Responder {
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

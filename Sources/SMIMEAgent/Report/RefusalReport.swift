import FoundationEssentials
public import SIPMessage

/// The facts about a refusal in a report, read to answer the message.
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

    /// The largest accepted report, in octets.
    public static let maximumOctets = 16 << 20

    /// Parses the JSON of a report; `file` is only for the error.
    ///
    /// - Throws: ``AnswerRefusal/notAReport(_:)`` if it is no report of this library.
    public static func read(_ octets: [UInt8], file: String) throws(AnswerRefusal) -> RefusalReport {
        guard let report = try? JSONDecoder().decode(RefusalReport.self, from: Data(octets)),
            // Version 1 describes a refusal in the same way.
            (1...MessageReport.version).contains(report.version)
        else { throw .notAReport(file) }
        return report
    }

    /// Returns a responder to the refusal of `message`.
    ///
    /// A report about a cut message names no message.
    ///
    /// - Throws: ``AnswerRefusal/otherMessage`` if the report is about another message,
    ///   ``AnswerRefusal/notRefused`` if it reports no refusal.
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

import Exposure
import SMIMEAgent

/// The report of `exposure` on many messages: one JSON object.
struct ExposureOfManyReport: Encodable {
    /// A message that could not be read, and why.
    struct Unread: Encodable {
        let file: String
        let code: String
        let message: String
    }

    let version = MessageReport.version
    let operation = ExposureCommand.name
    let verdict: String? = nil
    let reason: String? = nil
    let summary: ExposureSummary
    /// The report on each message, as it would be alone, and `file` with it.
    let messages: [MessageReport]
    let unread: [Unread]
    /// The warnings about the files; those about a message are in its report.
    let warnings: [ReportedWarning]
    /// Files of directories that hold no SIP message.
    let passedOver: Int

    private enum Member: String, CodingKey {
        case version, operation, verdict, reason, summary, messages, unread, warnings, passedOver
    }

    /// Verdict and reason are there, and null: to look at messages is no verdict on them.
    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Member.self)
        try members.encode(version, forKey: .version)
        try members.encode(operation, forKey: .operation)
        try members.encode(verdict, forKey: .verdict)
        try members.encode(reason, forKey: .reason)
        try members.encode(summary, forKey: .summary)
        try members.encode(messages, forKey: .messages)
        try members.encode(unread, forKey: .unread)
        try members.encode(warnings, forKey: .warnings)
        try members.encode(passedOver, forKey: .passedOver)
    }
}

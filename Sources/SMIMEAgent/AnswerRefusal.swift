public import FoundationEssentials
import Octets

/// The reason why no response can be written.
public enum AnswerRefusal: Error, Equatable, Sendable {
    /// The file is no report of this library.
    case notAReport(String)
    /// The report is about another message.
    case otherMessage
    /// The report says that the message was accepted, or has no verdict.
    case notRefused
    /// The input is no SIP message.
    case notAMessage
}

extension AnswerRefusal: CustomStringConvertible, LocalizedError {
    /// The sentence for people: lower case, no full stop.
    public var description: String {
        switch self {
        case .notAReport(let file): "'\(printable(file))' is not a report of this program"
        case .otherMessage: "the report is about another message"
        case .notRefused: "the report does not say that the message was refused"
        case .notAMessage: "the input is a MIME entity, not a SIP message"
        }
    }

    /// The same sentence, for `localizedDescription` of Foundation.
    public var errorDescription: String? { description }
}

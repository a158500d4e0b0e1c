import HTTPTypes
import Hummingbird
import MIME
import SIPMessage
import SMIMEAgent
import SMIMEBody

/// Reads the body of a request by its Content-Type: a SIP message, or the body of an entity of that type.
enum MessageInput {
    /// Reads a message or entity.
    ///
    /// - Throws: ``Problem`` with 415 without a Content-Type, 422 if the message is malformed.
    static func read(_ octets: [UInt8], of request: Request) throws(Problem) -> MessageOrEntity {
        let type = try contentType(of: request)
        do throws(InputError) {
            guard isSIP(type) else {
                return try .read(octets, bodyType: type)
            }
            let message = try MessageOrEntity.read(octets, bodyType: nil)
            guard message.message != nil else { throw .notAMessage }
            return message
        } catch {
            throw Problem(error)
        }
    }

    /// Returns whether a Content-Type is that of SIP messages.
    static func isSIP(_ type: String) -> Bool {
        type.prefix { $0 != ";" && $0 != " " }.lowercased() == "message/sip"
    }

    static func contentType(of request: Request) throws(Problem) -> String {
        // What curl sends unless it is told otherwise.
        guard let type = request.headers[.contentType], type != "application/x-www-form-urlencoded" else {
            throw Problem(
                .unsupportedMediaType, .noContentType,
                "the request requires Content-Type: message/sip, or the type of the body")
        }
        return type
    }
}

extension Problem {
    /// Returns the problem of an operation that needs a whole SIP message.
    static func needsMessage(_ operation: Operation) -> Problem {
        Problem(
            .unsupportedMediaType, .noMessage, "\(operation.rawValue) requires Content-Type: message/sip")
    }
}

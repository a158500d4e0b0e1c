package import SIPMessage
import SMIMEBody

// The hint for each error of a SIP message; the message is the description of the error.

extension SIPMessageError: CommandFailureConvertible {
    package var failure: CommandFailure { CommandFailure(.refused, reason: code, description, hint: hint) }

    private var hint: String {
        let syntax = "compare the line with RFC 3261 §25.1"
        return switch self {
        case .empty: "give a SIP message"
        case .headerTooLarge: "check that the input is a SIP message: no SIP header is that long"
        case .bodyTooLarge: "check that it is the right file: no presence document is that long"
        case .tooManyFields: "check that the input is a SIP message: none has that many"
        case .headerNotTerminated: "check whether the message was truncated"
        case .malformedHeaderLine, .malformedRequestURI, .malformedURI, .malformedField,
            .malformedContentLength:
            syntax
        case .forbiddenOctet(_, 1), .malformedStartLine:
            "a SIP message begins like 'PUBLISH sip:alice@example.com SIP/2.0'"
        case .forbiddenOctet: "check whether the file was converted: header lines are text"
        case .doubledLineEnds: SMIMEError.doubledLineEndsHint
        case .unsupportedVersion: "give a message of SIP/2.0"
        case .statusCodeOutOfRange: "a status is a number from 100 to 699"
        case .missingField: "every SIP message needs it (RFC 3261 §8.1.1)"
        case .duplicateField: "remove one of them"
        case .methodMismatch: "they must be the same (RFC 3261 §8.1.1.5)"
        case .methodCase: "write it in upper case: methods are case-sensitive (RFC 3261 §7.1)"
        case .notARequest: "give a request other than ACK"
        case .fragmentWithBody: "remove what follows the header fields"
        case .bodyShorterThanContentLength: "check whether it was truncated or its line ends were converted"
        }
    }
}

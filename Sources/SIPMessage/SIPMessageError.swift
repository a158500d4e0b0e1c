import Octets

/// Why octets are not an acceptable SIP message.
///
/// Each case carries facts; `description` is the sentence about them.
public enum SIPMessageError: Error, Equatable, Sendable {
    /// There are no octets, or only empty lines.
    case empty
    /// Start line and header are longer than the limit, in octets.
    case headerTooLarge(limit: Int)
    /// The body is longer than the limit, in octets.
    case bodyTooLarge(limit: Int)
    /// The header has more fields than the limit.
    case tooManyFields(limit: Int)
    /// No empty line ends the header.
    case headerNotTerminated
    /// A header line (counted from 1, the start line) is neither a field nor the continuation of one.
    case malformedHeaderLine(line: Int)
    /// A header line (counted from 1) has a control octet that the grammar forbids:
    /// NUL, or a CR that ends no line.
    case forbiddenOctet(UInt8, line: Int)
    /// Lines end with CR CR LF: a program that writes CRLF for LF had lines with CRLF as input.
    case doubledLineEnds
    /// The first line is neither a request line nor a status line (RFC 3261 §7.1, §7.2).
    case malformedStartLine(String)
    /// The start line names a version other than SIP/2.0.
    case unsupportedVersion(String)
    /// The status code is not a number from 100 to 699.
    case statusCodeOutOfRange(String)
    /// The Request-URI is not a URI, or a SIP URI with header fields in it (RFC 3261 §19.1.1, Table 1).
    case malformedRequestURI(String)
    /// The text is not a SIP, SIPS, PRES or IM URI.
    case malformedURI(String)
    /// A required field is missing; its long name.
    case missingField(name: String)
    /// A field that is allowed once appears more than once; its long name.
    case duplicateField(name: String)
    /// The value of this field does not follow its grammar; its long name.
    case malformedField(name: String, value: String)
    /// CSeq names another method than the request line (RFC 3261 §8.1.1.5).
    case methodMismatch(request: String, cSeq: String)
    /// A method equals a registered one except for its case; RFC 3261 §7.1
    /// distinguishes them, some servers do not.
    case methodCase(String, registered: String)
    /// Content-Length is not a number.
    case malformedContentLength(String)
    /// Octets follow the fields of a fragment, which may have none; the number of them.
    case fragmentWithBody(Int)
    /// A response to a message that is not a request, or to an ACK, was requested
    /// (RFC 3261 §8.2.6, §17.1.1.3).
    case notARequest
    /// The body is shorter than Content-Length declares (RFC 3261 §18.3).
    case bodyShorterThanContentLength(declared: Int, found: Int)
}

extension SIPMessageError: CustomStringConvertible {
    /// A sentence that says what is wrong, with untrusted values escaped.
    public var description: String {
        switch self {
        case .empty: "the input is empty"
        case .headerTooLarge(let limit): "the header is larger than \(limit) octets"
        case .bodyTooLarge(let limit): "the body is larger than \(limit) octets"
        case .tooManyFields(let limit): "the header has more than \(limit) fields"
        case .headerNotTerminated: "no empty line ends the header"
        case .malformedHeaderLine(let line): "line \(line) is not a header field"
        case .forbiddenOctet(let octet, 1):
            "this is not a SIP message: its first line has the forbidden octet \(octet)"
        case .forbiddenOctet(let octet, let line): "line \(line) has the forbidden octet \(octet)"
        case .doubledLineEnds: "line ends were converted twice (CR CR LF)"
        case .malformedStartLine(let text):
            "this is not a SIP message: it begins with '\(printable(text))'"
        case .unsupportedVersion(let version): "'\(printable(version))' is not SIP/2.0"
        case .statusCodeOutOfRange(let code): "'\(printable(code))' is not a SIP status code"
        case .malformedRequestURI(let uri): "the Request-URI '\(printable(uri))' is malformed"
        case .malformedURI(let uri): "the URI '\(printable(uri))' is malformed"
        case .missingField(let name): "the header has no \(name)"
        case .duplicateField(let name): "the header has \(name) twice"
        case .malformedField(let name, let value): "\(name) '\(printable(value))' is malformed"
        case .methodMismatch(let request, let cSeq):
            "the method is \(printable(request)), but CSeq says \(printable(cSeq))"
        case .methodCase(let method, let registered):
            "the method '\(printable(method))' is not \(registered), but some servers read it so"
        case .malformedContentLength(let value):
            "Content-Length '\(printable(value))' is not a number"
        case .notARequest: "this is not a request that is answered"
        case .fragmentWithBody(let count): "\(count) octets follow the fields of a fragment"
        case .bodyShorterThanContentLength(let declared, let found):
            "the body has \(found) octets, but Content-Length says \(declared)"
        }
    }
}

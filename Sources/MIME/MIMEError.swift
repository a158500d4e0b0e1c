import Octets

/// Why octets are not an acceptable MIME entity.
///
/// Each case carries facts; `description` is the sentence about them.
public enum MIMEError: Error, Equatable, Sendable {
    /// The header is longer than the limit, in octets.
    case headerTooLarge(limit: Int)
    /// The body is longer than the limit, in octets.
    case bodyTooLarge(limit: Int)
    /// The header has more fields than the limit.
    case tooManyFields(limit: Int)
    /// A multipart body has more parts than the limit.
    case tooManyParts(limit: Int)
    /// Entities are nested deeper than the limit.
    case nestedTooDeeply(limit: Int)
    /// A header line (counted from 1) is neither a field nor the continuation of one.
    case malformedHeaderLine(line: Int)
    /// A header line (counted from 1) has a control octet that the grammar forbids:
    /// NUL, or a CR that ends no line.
    case forbiddenOctet(UInt8, line: Int)
    /// Lines end with CR CR LF: a program that writes CRLF for LF had lines with CRLF as input.
    case doubledLineEnds
    /// The text is not a field name, that is a token.
    case invalidFieldName(String)
    /// The value of this field has a control character, such as a line end.
    case invalidFieldValue(name: String)
    /// A field that is allowed once appears more than once.
    case duplicateField(name: String)
    /// The value of this field does not follow its grammar.
    case malformedField(name: String, value: String)
    /// A field value has the same parameter twice.
    case duplicateParameter(name: String)
    /// A parameter that decides how a body is read is in a form of RFC 2231, which SIP does not have.
    case extendedParameter(name: String)
    /// Content-Transfer-Encoding names a coding that RFC 2045 does not define.
    case unknownTransferEncoding(String)
    /// The text is not base64; the offset of the first invalid octet in the text.
    case malformedBase64(offset: Int)
    /// The text is not quoted-printable; the offset of the first invalid octet.
    case malformedQuotedPrintable(offset: Int)
    /// A multipart type has no boundary parameter.
    case missingBoundary
    /// The boundary parameter violates RFC 2046 §5.1.1: 1 to 70 of its characters, no space at the end.
    case malformedBoundary(String)
    /// A multipart body has a transfer encoding that RFC 2045 §6.4 forbids there.
    case encodedMultipart(TransferEncoding)
    /// No line of the body is the delimiter of the boundary.
    case missingDelimiter
    /// The delimiter that closes a multipart body is missing.
    case missingClosingDelimiter
    /// A line begins with the delimiter and continues with other octets, so that readers would interpret it
    /// differently; the offset is that of the line in the body.
    case ambiguousDelimiter(offset: Int)
}

extension MIMEError: CustomStringConvertible {
    /// A sentence that says what is wrong, with untrusted values escaped.
    public var description: String {
        switch self {
        case .headerTooLarge(let limit): "a MIME header is larger than \(limit) octets"
        case .bodyTooLarge(let limit): "a MIME body is larger than \(limit) octets"
        case .tooManyFields(let limit): "a MIME header has more than \(limit) fields"
        case .tooManyParts(let limit): "a multipart has more than \(limit) parts"
        case .nestedTooDeeply(let limit): "multiparts are nested more than \(limit) deep"
        case .malformedHeaderLine(let line): "line \(line) of a MIME header is not a field"
        case .forbiddenOctet(let octet, let line):
            "line \(line) of a MIME header has the forbidden octet \(octet)"
        case .doubledLineEnds: "line ends were converted twice (CR CR LF)"
        case .invalidFieldName(let name): "invalid header field name '\(printable(name))'"
        case .invalidFieldValue(let name): "the value of \(printable(name)) is not allowed in a header"
        case .duplicateField(let name): "a MIME header has \(printable(name)) twice"
        case .malformedField(let name, let value): "\(printable(name)) '\(printable(value))' is malformed"
        case .duplicateParameter(let name): "duplicate parameter \(printable(name))"
        case .extendedParameter(let name):
            "the parameter \(printable(name)) is encoded by RFC 2231, which SIP readers interpret differently"
        case .unknownTransferEncoding(let name): "the transfer encoding '\(printable(name))' is unknown"
        case .malformedBase64(let offset): "invalid base64 at octet \(offset)"
        case .malformedQuotedPrintable(let offset): "invalid quoted-printable at octet \(offset)"
        case .missingBoundary: "a multipart has no boundary parameter"
        case .malformedBoundary(let boundary): "invalid multipart boundary '\(printable(boundary))'"
        case .encodedMultipart(let encoding): "a multipart must not be encoded in \(encoding.rawValue)"
        case .missingDelimiter: "a multipart has no part"
        case .missingClosingDelimiter: "a multipart is not closed"
        case .ambiguousDelimiter(let offset): "octet \(offset) of a multipart begins an ambiguous delimiter"
        }
    }
}

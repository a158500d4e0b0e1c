/// Why octets are not a MIME entity that can be worked with.
///
/// Each case carries facts only; the words for people live in the command line.
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
    /// A header line (counted from 1) holds a control octet where the grammar has none: NUL, a CR that ends no line.
    case forbiddenOctet(UInt8, line: Int)
    /// The text is no field name: not a token.
    case invalidFieldName(String)
    /// The value of this field holds a control character, such as a line end.
    case invalidFieldValue(name: String)
    /// A field that may stand once stands more than once.
    case duplicateField(name: String)
    /// The value of this field does not follow its grammar.
    case malformedField(name: String, value: String)
    /// A field value has the same parameter twice.
    case duplicateParameter(name: String)
    /// A parameter that decides how a body is read is in a form of RFC 2231, which SIP does not have.
    case extendedParameter(name: String)
    /// Content-Transfer-Encoding names a coding that RFC 2045 does not define.
    case unknownTransferEncoding(String)
    /// The text is not base64; the offset is that of the first octet that is wrong, in octets of the text.
    case malformedBase64(offset: Int)
    /// The text is not quoted-printable; the offset is that of the first octet that is wrong.
    case malformedQuotedPrintable(offset: Int)
    /// A multipart type has no boundary parameter.
    case missingBoundary
    /// The boundary parameter is not what RFC 2046 §5.1.1 allows: 1 to 70 of its characters, no space at the end.
    case malformedBoundary(String)
    /// A multipart body carries a transfer encoding that RFC 2045 §6.4 forbids there.
    case encodedMultipart(TransferEncoding)
    /// No line of the body is the delimiter of the boundary.
    case missingDelimiter
    /// The delimiter that closes a multipart body is missing.
    case missingClosingDelimiter
    /// A line begins with the delimiter and goes on with something else, so that readers would disagree about it;
    /// the offset is that of the line in the body.
    case ambiguousDelimiter(offset: Int)
}

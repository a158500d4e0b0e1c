import Octets

/// The first line of a message (RFC 3261 §7.1, §7.2).
public enum StartLine: Sendable, Equatable {
    /// A request: its method, which is case-sensitive, and the Request-URI as written.
    case request(method: String, requestURI: String)
    /// A response: a code from 100 to 699, and the reason phrase, which may be empty.
    case response(statusCode: Int, reasonPhrase: String)

    /// Reads a line, given without its line end.
    ///
    /// Single spaces separate the three parts and nothing follows them; RFC 4475 §3.1.2.7 to §3.1.2.10 shows
    /// lines that are refused for that.
    ///
    /// - Throws: `malformedStartLine`, `unsupportedVersion`, `statusCodeOutOfRange`, `malformedRequestURI`.
    static func parse(_ octets: [UInt8], in line: Range<Int>) throws(SIPMessageError) -> StartLine {
        func text(_ range: Range<Int>) -> String { String(decoding: octets[range], as: UTF8.self) }
        guard let first = line.first(where: { octets[$0] == ASCII.space }),
            let second = (first + 1..<line.upperBound).first(where: { octets[$0] == ASCII.space })
        else { throw .malformedStartLine(text(line)) }
        let (start, middle, rest) = (
            line.lowerBound..<first, first + 1..<second, second + 1..<line.upperBound
        )
        // A method is a token, which contains no "/": a status line cannot be mistaken for a request line.
        if start.contains(where: { octets[$0] == 0x2F }) {
            try check(version: octets[start]) { text(line) }
            return try response(code: octets[middle], reason: octets[rest])
        }
        guard !start.isEmpty, start.allSatisfy({ ASCII.isToken(octets[$0]) }) else {
            throw .malformedStartLine(text(line))
        }
        try check(version: octets[rest]) { text(line) }
        // Header fields have no place in a Request-URI (RFC 3261 §19.1.1).
        guard let checked = AbsoluteURI.check(octets, in: middle), checked.sip?.headers == nil
        else { throw .malformedRequestURI(text(middle)) }
        return .request(method: text(start), requestURI: text(middle))
    }

    private static func check(
        version: ArraySlice<UInt8>, in line: () -> String
    ) throws(SIPMessageError) {
        if version.elementsEqual(version2) { return }
        let text = String(decoding: version, as: UTF8.self)
        let number = text.asciiLowercased
        guard number != "sip/2.0" else { return }
        guard number.hasPrefix("sip/"), !text.utf8.contains(ASCII.space) else {
            throw .malformedStartLine(line())
        }
        throw .unsupportedVersion(text)
    }

    private static let version2 = Array("SIP/2.0".utf8)

    private static func response(
        code: ArraySlice<UInt8>, reason: ArraySlice<UInt8>
    ) throws(SIPMessageError) -> StartLine {
        let text = String(decoding: code, as: UTF8.self)
        guard code.count == 3, code.allSatisfy(ASCII.isDigit), let number = Int(text),
            (100...699).contains(number)
        else { throw .statusCodeOutOfRange(text) }
        return .response(statusCode: number, reasonPhrase: String(decoding: reason, as: UTF8.self))
    }
}

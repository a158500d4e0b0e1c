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
    static func parse(_ line: ArraySlice<UInt8>) throws(SIPMessageError) -> StartLine {
        let text = String(decoding: line, as: UTF8.self)
        let pieces = line.split(separator: ASCII.space, maxSplits: 2, omittingEmptySubsequences: false)
        guard pieces.count == 3 else { throw .malformedStartLine(text) }
        // A method is a token, which contains no "/": a status line cannot be mistaken for a request line.
        if pieces[0].contains(0x2F) {
            try check(version: pieces[0], in: text)
            return try response(code: pieces[1], reason: pieces[2])
        }
        guard !pieces[0].isEmpty, pieces[0].allSatisfy(ASCII.isToken) else { throw .malformedStartLine(text) }
        try check(version: pieces[2], in: text)
        return try request(method: pieces[0], uri: pieces[1])
    }

    private static func check(version: ArraySlice<UInt8>, in line: String) throws(SIPMessageError) {
        if version.elementsEqual("SIP/2.0".utf8) { return }
        let text = String(decoding: version, as: UTF8.self)
        let number = text.asciiLowercased
        guard number != "sip/2.0" else { return }
        guard number.hasPrefix("sip/"), !text.utf8.contains(ASCII.space) else {
            throw .malformedStartLine(line)
        }
        throw .unsupportedVersion(text)
    }

    private static func request(
        method: ArraySlice<UInt8>, uri: ArraySlice<UInt8>
    ) throws(SIPMessageError) -> StartLine {
        let text = String(decoding: uri, as: UTF8.self)
        guard let checked = AbsoluteURI.check(text), checked.sipURI?.headers.isEmpty ?? true else {
            throw .malformedRequestURI(text)
        }
        return .request(method: String(decoding: method, as: UTF8.self), requestURI: text)
    }

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

public import MIME
import Octets

extension SIPMessage {
    /// Returns the message with other header fields, in the given order, and its body unchanged.
    ///
    /// The start line is that of `other` if it is given. Lines end with CRLF, folds included.
    ///
    /// - Throws: as ``parse(_:limits:)`` for faults of the fields; `bodyShorterThanContentLength` if
    ///   Content-Length differs from the body's length.
    public func replacingHeader(
        with fields: [HeaderField], startLineOf other: SIPMessage? = nil
    ) throws(SIPMessageError) -> SIPMessage {
        try replacingHeader(with: fields.map { NamedField($0) }, startLineOf: other)
    }

    /// Returns the message with other header fields, whose names and checks are known.
    ///
    /// - Throws: as for fields without them.
    package func replacingHeader(
        with fields: [NamedField], startLineOf other: SIPMessage? = nil
    ) throws(SIPMessageError) -> SIPMessage {
        let (first, limits) = (other ?? self, SIPLimits.standard)
        guard fields.count <= limits.fields else { throw .tooManyFields(limit: limits.fields) }
        let checked = try CheckedHeader(fields, startLine: first.startLine)
        if let length = checked.contentLength, length != body.count {
            throw .bodyShorterThanContentLength(declared: length, found: body.count)
        }
        let lineEnd: [UInt8] = [0x0D, 0x0A]
        let lines = fields.map { $0.endingLines(with: lineEnd) }
        var octets = first.startLineOctets + lineEnd
        let headerStart = octets.count
        for line in lines { line.field.append(to: &octets) }
        octets += lineEnd
        guard octets.count <= limits.headerOctets else {
            throw .headerTooLarge(limit: limits.headerOctets)
        }
        return SIPMessage(
            startLine: first.startLine, namedFields: lines, body: body, octets: octets + body, warnings: [],
            dialog: checked.dialog, headerStart: headerStart)
    }

    /// The start line without its end, and without the empty lines before it.
    private var startLineOctets: [UInt8] {
        octets[..<headerStart].drop(while: ASCII.isLineEnd).filter { !ASCII.isLineEnd($0) }
    }
}

extension NameAddress {
    /// Returns a value of From, To or Contact without its display name, otherwise as written; any other value
    /// unchanged.
    public static func withoutDisplayName(_ value: String) -> String {
        guard parse(value)?.displayName != nil else { return value }
        var strings = QuotedStringTracker()
        for index in value.utf8.indices {
            let octet = value.utf8[index]
            if octet == 0x3C, !strings.isQuoted { return String(value[index...]) }
            strings.follow(octet)
        }
        return value
    }
}

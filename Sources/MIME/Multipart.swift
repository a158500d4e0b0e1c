import Octets

/// The parts of a multipart body (RFC 2046 §5.1), each with its octets as received.
public struct Multipart: Sendable, Equatable {
    /// One body part.
    public struct Part: Sendable, Equatable {
        /// The position of the part in the body, without the line end that belongs to the delimiter after it.
        ///
        /// These are the octets that a multipart/signed signature covers (RFC 8551 §3.5.3.3).
        public let rawRange: Range<Int>
        /// The part as an entity; its octets are exactly those of `rawRange`.
        public let entity: MIMEEntity
        /// The octets of the part exactly as received.
        public var octets: [UInt8] { entity.octets }
    }

    /// The octets before the first delimiter, without the line end that belongs to it.
    public let preamble: [UInt8]
    /// The parts in their order, at least one.
    public let parts: [Part]
    /// The octets after the line of the closing delimiter.
    public let epilogue: [UInt8]

    /// Splits a body at the delimiters of a boundary.
    ///
    /// - Parameter depth: the number of entities around the parts.
    /// - Throws: `malformedBoundary`, `missingDelimiter`, `missingClosingDelimiter`, `ambiguousDelimiter`,
    ///   `tooManyParts`, and the errors of reading a part.
    static func parse(
        _ body: ArraySlice<UInt8>, boundary: String, limits: MIMELimits, depth: Int
    ) throws(MIMEError) -> Multipart {
        guard isBoundary(boundary) else { throw .malformedBoundary(boundary) }
        let scanner = DelimiterScanner(body: body, boundary: boundary)
        guard var delimiter = try scanner.delimiter(from: body.startIndex) else { throw .missingDelimiter }
        let preamble = Array(body[..<delimiter.contentEnd])
        var parts: [Part] = []
        while !delimiter.isClosing {
            let start = delimiter.next
            guard let following = try scanner.delimiter(from: start) else { throw .missingClosingDelimiter }
            guard parts.count < limits.parts else { throw .tooManyParts(limit: limits.parts) }
            let range = start..<following.contentEnd
            let entity = try MIMEEntity.parse(part: body[range], limits: limits, depth: depth)
            let rawRange = range.lowerBound - body.startIndex..<range.upperBound - body.startIndex
            parts.append(Part(rawRange: rawRange, entity: entity))
            delimiter = following
        }
        guard !parts.isEmpty else { throw .missingDelimiter }
        return Multipart(preamble: preamble, parts: parts, epilogue: Array(body[delimiter.next...]))
    }

    /// Writes parts as a multipart body: no preamble, CRLF line ends, no epilogue.
    ///
    /// - Parameters:
    ///   - parts: the entities as octets, which are not changed.
    ///   - boundary: 1 to 70 of the characters of RFC 2046 §5.1.1.
    /// - Throws: `malformedBoundary`; `missingDelimiter` for no parts; `ambiguousDelimiter` if a line of a
    ///   part begins with the delimiter (the offset is that in the part).
    public static func compose(parts: [[UInt8]], boundary: String) throws(MIMEError) -> [UInt8] {
        guard isBoundary(boundary) else { throw .malformedBoundary(boundary) }
        guard !parts.isEmpty else { throw .missingDelimiter }
        let delimiter = Array("--\(boundary)".utf8)
        var body: [UInt8] = []
        body.reserveCapacity(parts.reduce(delimiter.count + 4) { $0 + delimiter.count + $1.count + 4 })
        for part in parts {
            if let found = try DelimiterScanner(body: part, boundary: boundary).delimiter(from: 0) {
                throw .ambiguousDelimiter(offset: found.contentEnd)
            }
            body += delimiter
            body += ASCII.lineEnd
            body += part
            body += ASCII.lineEnd
        }
        body += delimiter
        body += [0x2D, 0x2D]
        body += ASCII.lineEnd
        return body
    }

    private static func isBoundary(_ boundary: String) -> Bool {
        (1...70).contains(boundary.utf8.count) && boundary.utf8.last != ASCII.space
            && boundary.utf8.allSatisfy { ASCII.isAlphanumeric($0) || "'()+_,-./:=? ".utf8.contains($0) }
    }
}

extension MIMEEntity {
    /// Returns the parts of a multipart entity; nil if Content-Type is absent or not multipart.
    ///
    /// - Throws: `nestedTooDeeply`, `missingBoundary`, `encodedMultipart` (RFC 2045 §6.4), the errors of
    ///   `contentType()` and `transferEncoding()`, and for the body `malformedBoundary`, `missingDelimiter`,
    ///   `missingClosingDelimiter`, `ambiguousDelimiter`, `tooManyParts` and the errors of reading a part.
    public func multipart(limits: MIMELimits = .standard) throws(MIMEError) -> Multipart? {
        guard let contentType = try contentType(), contentType.type == "multipart" else { return nil }
        guard depth < limits.depth else { throw .nestedTooDeeply(limit: limits.depth) }
        let encoding = try transferEncoding()
        guard encoding != .base64, encoding != .quotedPrintable else { throw .encodedMultipart(encoding) }
        guard let boundary = contentType["boundary"] else { throw .missingBoundary }
        return try Multipart.parse(bodyOctets, boundary: boundary, limits: limits, depth: depth + 1)
    }
}

internal import MIME
import Octets

extension SIPMessage {
    /// Reads one message.
    ///
    /// Lines of the header end with CRLF or a bare LF, and empty lines before the start line are skipped (RFC
    /// 3261 §7.5). A body shorter than Content-Length is refused, octets after it are dropped with a warning,
    /// and without Content-Length the body is the rest (RFC 3261 §18.3).
    ///
    /// - Throws: one of the cases of `SIPMessageError` except `malformedURI`, for the first fault.
    public static func parse(
        _ octets: [UInt8], limits: SIPLimits = .standard
    ) throws(SIPMessageError) -> SIPMessage {
        let (startLine, headerStart, line) = try startLine(of: octets, limits: limits)
        let section: HeaderSection
        do throws(MIMEError) {
            section = try HeaderSection(
                of: octets[...], from: headerStart, firstLine: line + 1, headerOctets: limits.headerOctets,
                fields: limits.fields)
        } catch {
            throw SIPMessageError(error, limits: limits)
        }
        guard section.isTerminated else { throw .headerNotTerminated }
        let fields = section.places.map { NamedField(HeaderField(in: octets, at: $0)) }
        let checked = try CheckedHeader(fields, startLine: startLine)
        let found = octets.count - section.end
        let length = checked.contentLength ?? found
        guard length <= limits.bodyOctets else { throw .bodyTooLarge(limit: limits.bodyOctets) }
        guard length <= found else { throw .bodyShorterThanContentLength(declared: length, found: found) }
        var warnings: [SIPMessageWarning] = []
        if length < found { warnings.append(.surplusOctets(found - length)) }
        if length > 0, !checked.hasContentType { warnings.append(.bodyWithoutContentType) }
        warnings += checked.unparsed.map { .unparsedField(name: $0.name.longForm, value: $0.field.value) }
        let end = section.end + length
        return SIPMessage(
            startLine: startLine, namedFields: fields, body: Array(octets[section.end..<end]),
            octets: end == octets.count ? octets : Array(octets[..<end]), warnings: warnings,
            dialog: checked.dialog, headerStart: headerStart)
    }

    private static func startLine(
        of octets: [UInt8], limits: SIPLimits
    ) throws(SIPMessageError) -> (StartLine, headerStart: Int, line: Int) {
        var scanner = LineScanner(octets: octets[...], headerStart: 0, limit: limits.headerOctets)
        var start = 0
        var number = 1
        while start < octets.count {
            let line: (content: Range<Int>, next: Int)
            do throws(MIMEError) {
                line = try scanner.line(from: start, number: number)
            } catch {
                throw SIPMessageError(error, limits: limits)
            }
            if !line.content.isEmpty {
                // A start line has no quoted strings, in which a control octet could be escaped.
                if let control = line.content.first(where: { ASCII.isControl(octets[$0]) }) {
                    throw .forbiddenOctet(octets[control], line: number)
                }
                return (try StartLine.parse(octets, in: line.content), line.next, number)
            }
            start = line.next
            number += 1
        }
        throw .empty
    }
}

extension SIPMessageError {
    /// Converts an error of the header parser.
    init(_ error: MIMEError, limits: SIPLimits) {
        switch error {
        case .tooManyFields(let limit): self = .tooManyFields(limit: limit)
        case .malformedHeaderLine(let line): self = .malformedHeaderLine(line: line)
        case .forbiddenOctet(let octet, let line): self = .forbiddenOctet(octet, line: line)
        case .doubledLineEnds: self = .doubledLineEnds
        // Of these cases a header section throws only headerTooLarge.
        case .headerTooLarge, .bodyTooLarge,
            .tooManyParts, .nestedTooDeeply, .invalidFieldName, .invalidFieldValue, .duplicateField,
            .malformedField, .duplicateParameter, .extendedParameter, .unknownTransferEncoding,
            .malformedBase64, .malformedQuotedPrintable, .missingBoundary, .malformedBoundary,
            .encodedMultipart, .missingDelimiter, .missingClosingDelimiter, .ambiguousDelimiter:
            self = .headerTooLarge(limit: limits.headerOctets)
        }
    }
}

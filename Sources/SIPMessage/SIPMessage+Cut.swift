extension SIPMessage {
    /// Returns the header of a message of whose body octets are missing, or too many to be read; nil
    /// if it is whole, or no message.
    ///
    /// Its header is all there, so it can be answered (RFC 3261 §18.3, §21.4.11).
    public static func cut(_ octets: [UInt8]) -> SIPMessage? {
        do {
            _ = try SIPMessage.parse(octets)
            return nil
        } catch {
            switch error {
            case .bodyShorterThanContentLength, .bodyTooLarge: return headerAlone(octets)
            case .empty, .headerTooLarge, .tooManyFields, .headerNotTerminated, .malformedHeaderLine,
                .forbiddenOctet, .doubledLineEnds, .malformedStartLine, .unsupportedVersion,
                .statusCodeOutOfRange, .malformedRequestURI, .malformedURI, .missingField, .duplicateField,
                .malformedField, .methodMismatch, .methodCase, .malformedContentLength, .fragmentWithBody,
                .notARequest:
                return nil
            }
        }
    }

    private static func headerAlone(_ octets: [UInt8]) -> SIPMessage? {
        guard let end = octets.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: octets[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        let others = lines.filter { line in
            let name = line.prefix { $0 != ":" }.filter { $0 != " " && $0 != "\t" }
            return !["content-length", "l"].contains(name.lowercased())
        }
        return try? SIPMessage.parse(Array((others.joined(separator: "\r\n") + "\r\n\r\n").utf8))
    }
}

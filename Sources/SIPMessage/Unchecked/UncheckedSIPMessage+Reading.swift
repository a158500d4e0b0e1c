internal import MIME
import Octets

extension UncheckedSIPMessage {
    /// Reads a message, for which start line and header lines must only be recognizable.
    ///
    /// - Throws: the error of ``SIPMessage/parse(_:limits:)`` if they are not
    ///   recognizable, or a limit is exceeded.
    public static func read(
        _ octets: [UInt8], limits: SIPLimits = .standard
    ) throws(SIPMessageError) -> UncheckedSIPMessage {
        do throws(SIPMessageError) {
            return UncheckedSIPMessage(try SIPMessage.parse(octets, limits: limits))
        } catch {
            guard let message = UncheckedSIPMessage(octets, refusedFor: error, limits: limits) else {
                throw error
            }
            return message
        }
    }

    private init?(_ octets: [UInt8], refusedFor error: SIPMessageError, limits: SIPLimits) {
        guard let lines = UncheckedHeaderLines(octets, limits: limits),
            let startLine = StartLine.unchecked(lines.startLine)
        else { return nil }
        var faults = lines.faults
        faults += HeaderFaults.all(in: lines.fields, startLine: startLine)
        let found = octets.count - lines.end
        let length = Self.length(lines.fields, found: found, faults: &faults)
        guard length <= limits.bodyOctets else { return nil }
        // The first fault is the strict reader's, such as the start line.
        if !faults.contains(error) { faults.insert(error, at: 0) }
        self.init(
            startLine: startLine, headerFields: lines.fields,
            body: Array(octets[lines.end..<(lines.end + length)]),
            octets: Array(octets[..<(lines.end + length)]), faults: faults,
            warnings: (length < found ? [.surplusOctets(found - length)] : [])
                + HeaderFaults.unparsed(in: lines.fields))
    }

    /// Returns the length in Content-Length, if it appears once and fits; otherwise the length of the rest.
    private static func length(
        _ fields: [HeaderField], found: Int, faults: inout [SIPMessageError]
    ) -> Int {
        let values = fields.values(of: .contentLength)
        guard values.count == 1, let value = values.first else { return found }
        guard value.isASCIIDigits else { return found }
        let declared = Int(value) ?? .max
        guard declared <= found else {
            faults.append(.bodyShorterThanContentLength(declared: declared, found: found))
            return found
        }
        return declared
    }
}

extension StartLine {
    /// Reads a line that resembles a request line or a status line.
    ///
    /// - Returns: nil if the version is missing, the method is not a token, or the status code not a number.
    static func unchecked(_ line: ArraySlice<UInt8>) -> StartLine? {
        if let startLine = try? parse(Array(line), in: 0..<line.count) { return startLine }
        let words = line.split(separator: ASCII.space)
        guard words.count >= 2, let first = words.first, let last = words.last else { return nil }
        let text = { (octets: ArraySlice<UInt8>) in String(decoding: octets, as: UTF8.self) }
        if isVersion(first) {
            let code = words[1]
            guard code.allSatisfy(ASCII.isDigit), let number = Int(text(code)) else { return nil }
            return .response(statusCode: number, reasonPhrase: text(line[code.endIndex...].dropFirst()))
        }
        guard words.count >= 3, isVersion(last), first.allSatisfy(ASCII.isToken) else { return nil }
        return .request(
            method: text(first), requestURI: text(line[words[1].startIndex..<words[words.count - 2].endIndex])
        )
    }

    private static func isVersion(_ word: ArraySlice<UInt8>) -> Bool {
        String(decoding: word.prefix(4), as: UTF8.self).asciiLowercased == "sip/"
    }
}

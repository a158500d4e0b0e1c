internal import MIME
import Octets

/// The start line and the fields of a header whose octets are not checked.
struct UncheckedHeaderLines {
    private(set) var startLine: ArraySlice<UInt8> = []
    private(set) var fields: [HeaderField] = []
    /// The offset of the first octet after the empty line.
    private(set) var end = 0
    /// The faults of the lines.
    private(set) var faults: [SIPMessageError] = []

    private let octets: [UInt8]
    private var places: [HeaderFieldPlace] = []

    /// Reads lines up to an empty one or the end.
    ///
    /// - Returns: nil if a line is neither a field nor the continuation of one, or a limit is exceeded.
    init?(_ octets: [UInt8], limits: SIPLimits) {
        self.octets = octets
        var hasStarted = false
        var lastStart = 0
        var isTerminated = false
        while end < octets.count, !isTerminated {
            let start = end
            guard let next = nextLine(limit: limits.headerOctets) else { return nil }
            let line = content(from: start, to: next)
            end = next
            lastStart = next
            if line.isEmpty {
                isTerminated = hasStarted
                // The empty line belongs to no field.
                lastStart = start
            } else if !hasStarted {
                startLine = line
                hasStarted = true
            } else if !take(line, from: start) || places.count > limits.fields {
                return nil
            }
        }
        guard hasStarted else { return nil }
        if !isTerminated { faults.append(.headerNotTerminated) }
        for index in places.indices {
            let next = index + 1 < places.count ? places[index + 1].start : lastStart
            places[index].finish(at: max(next, places[index].start))
            fields.append(HeaderField(in: octets, at: places[index]))
        }
    }

    private func nextLine(limit: Int) -> Int? {
        let last = octets[end...].firstIndex(of: ASCII.lineFeed)
        let next = last.map { $0 + 1 } ?? octets.count
        return next <= limit ? next : nil
    }

    /// Returns the line without its end; CR CR LF ends a line too.
    private mutating func content(from start: Int, to next: Int) -> ArraySlice<UInt8> {
        let lineEnd = octets[start..<next].last == ASCII.lineFeed ? next - 1 : next
        let line = octets[start..<lineEnd]
        let end = line.lastIndex { $0 != ASCII.carriageReturn }.map { $0 + 1 } ?? start
        if lineEnd - end > 1, !faults.contains(.doubledLineEnds) { faults.append(.doubledLineEnds) }
        return octets[start..<end]
    }

    private mutating func take(_ line: ArraySlice<UInt8>, from start: Int) -> Bool {
        guard let first = line.first else { return false }
        if ASCII.isWhitespace(first) {
            let text = ASCII.trimmed(line.indices, in: octets)
            guard !places.isEmpty, !text.isEmpty else { return false }
            places[places.count - 1].fold(text)
            return true
        }
        guard let colon = line.firstIndex(of: 0x3A) else { return false }
        let name = ASCII.trimmed(line.startIndex..<colon, in: octets)
        guard !name.isEmpty, octets[name].allSatisfy(ASCII.isToken) else { return false }
        let value = ASCII.trimmed(colon + 1..<line.endIndex, in: octets)
        places.append(
            HeaderFieldPlace(
                start: start, nameEnd: name.upperBound, value: value, end: line.endIndex,
                isASCII: ASCII.isLine(value, in: octets)))
        return true
    }
}

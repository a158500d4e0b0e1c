import Octets

/// The SIP messages of a log that SIPp writes with `-trace_msg`.
///
/// Each follows a line of dashes with the time, a line such as "UDP message sent (304 bytes):" or "UDP
/// message received [304] bytes :", and an empty line. SIPp cuts a message at its first NUL octet; such a
/// message is returned as far as the log has it.
package struct MessageLog: Sendable {
    /// The octets of each message, in their order.
    package let messages: [[UInt8]]

    private static let rule = [UInt8](repeating: UInt8(ascii: "-"), count: 47)

    /// Whether octets begin like such a log.
    package static func begins(_ octets: [UInt8]) -> Bool {
        guard octets.starts(with: rule) else { return false }
        return Entry(after: octets[...].dropFirst(rule.count)) != nil
    }

    /// Reads a log; what stands between the entries is skipped.
    ///
    /// - Parameter limit: of a longer message no more than one octet beyond it is kept.
    package init(_ octets: [UInt8], limit: Int = .max - 1) {
        var messages: [[UInt8]] = []
        var rest = octets[...]
        while let start = Self.ruleStart(in: rest) {
            rest = rest[(start + Self.rule.count)...]
            guard let entry = Entry(after: rest) else { continue }
            let end =
                entry.isCut(in: rest) ? Self.ruleStart(in: rest[entry.start...]) ?? rest.endIndex : entry.end
            messages.append(Array(rest[entry.start..<min(end, rest.endIndex)].prefix(limit + 1)))
            rest = rest[min(end, rest.endIndex)...]
        }
        self.messages = messages
    }

    /// The index of the next line of dashes.
    private static func ruleStart(in octets: ArraySlice<UInt8>) -> Int? {
        var index = octets.startIndex
        var isLineStart = true
        while octets.endIndex - index >= rule.count {
            if isLineStart, octets[index...].starts(with: rule) { return index }
            isLineStart = octets[index] == 0x0A
            index += 1
        }
        return nil
    }

    /// The place of one message.
    private struct Entry {
        /// The maximum length of the two lines.
        private static let maximumOctets = 300

        let start: Int
        let end: Int

        /// Reads the two lines after the dashes, and the empty line; nil if they are others.
        init?(after octets: ArraySlice<UInt8>) {
            // Looked for nearby only: a log without line ends would be read again for each row of dashes.
            let octets = octets.prefix(Self.maximumOctets)
            guard let first = octets.firstIndex(of: 0x0A),
                let second = octets[(first + 1)...].firstIndex(of: 0x0A),
                octets[(second + 1)...].first == 0x0A
            else { return nil }
            let line = octets[(first + 1)..<second]
            guard String(decoding: line, as: UTF8.self).contains(" message "),
                let digit = line.firstIndex(where: { $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: "[") })
            else { return nil }
            let digits = line[(digit + 1)...].prefix { (0x30...0x39).contains($0) }
            guard digits.count < 9, let count = Int(String(decoding: digits, as: UTF8.self)) else {
                return nil
            }
            start = second + 2
            end = start + count
        }

        /// Whether the log has fewer octets of the message than it says: the next line of dashes comes
        /// earlier.
        func isCut(in octets: ArraySlice<UInt8>) -> Bool {
            guard end <= octets.endIndex else { return true }
            let after = octets[end...].prefix(4).prefix { $0 == 0x0A || $0 == 0x0D }.count
            let next = octets[(end + after)...]
            return !(next.isEmpty || next.starts(with: MessageLog.rule))
        }
    }
}

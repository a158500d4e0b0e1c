import SIPMessage

/// Several SIP messages, one after another, as a stream has them: Content-Length ends each (RFC 3261 §18.3).
package enum MessageSequence {
    /// Returns the messages; one for octets that are not two complete messages or more.
    ///
    /// What follows a message is a message only if its header is complete; otherwise it belongs to the one
    /// before, whose reader warns of it.
    ///
    /// After the first `limit` messages the rest is one, since each is read with all that follows it.
    package static func split(_ octets: [UInt8], limit: Int = 1_000) -> [[UInt8]] {
        var messages: [[UInt8]] = []
        var rest = octets
        while messages.count < limit, let end = endOfFirst(rest) {
            messages.append(Array(rest[..<end]))
            rest = Array(rest[end...])
        }
        return messages + [rest]
    }

    /// Whether the octets have more than one message.
    package static func isSeveral(_ octets: [UInt8]) -> Bool { endOfFirst(octets) != nil }

    /// Whether there may be two start lines: a quick look, which spares most input the reading.
    private static func mayHaveTwo(_ octets: [UInt8]) -> Bool {
        let version = Array("SIP/2.0".utf8)
        var count = 0
        for index in octets.indices.dropLast(version.count)
        where octets[index] == version[0] && octets[index...].starts(with: version) {
            let isResponse = index == 0 || octets[index - 1] == 0x0A
            let next = octets[index + version.count]
            if isResponse ? next == 0x20 : next == 0x0D || next == 0x0A { count += 1 }
            if count > 1 { return true }
        }
        return false
    }

    /// The index at which a second message begins; nil if none does.
    private static func endOfFirst(_ octets: [UInt8]) -> Int? {
        guard mayHaveTwo(octets), let first = try? UncheckedSIPMessage.read(octets),
            first.octets.count < octets.count
        else {
            return nil
        }
        let end = first.octets.count
        let line = octets[end...].drop { $0 == 0x0D || $0 == 0x0A }.prefix(8_192).prefix { $0 != 0x0A }
        guard MessageStart.isStartLine(line) else { return nil }
        guard let second = try? UncheckedSIPMessage.read(Array(octets[end...])),
            !second.faults.contains(.headerNotTerminated)
        else { return nil }
        return end
    }
}

/// The first line of a SIP message, even if the rest is damaged.
enum MessageStart {
    /// Whether a line names SIP's version.
    static func isStartLine(_ line: ArraySlice<UInt8>) -> Bool {
        String(decoding: line, as: UTF8.self).uppercased().contains("SIP/2.0")
    }

    /// Whether the first line that is not empty is a start line.
    static func begins(_ octets: [UInt8]) -> Bool {
        isStartLine(octets.drop { $0 == 0x0D || $0 == 0x0A }.prefix { $0 != 0x0A })
    }
}

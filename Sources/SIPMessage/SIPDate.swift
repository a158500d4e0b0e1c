internal import MIME

/// The one form a Date field has in SIP: `Sat, 13 Nov 2010 23:29:00 GMT` (RFC 3261 §20.17).
enum SIPDate {
    private static let weekdays: Set<String> = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    private static let months: Set<String> = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// Whether the value has that form; the zone is GMT and no other.
    @Sendable static func isDate(_ value: String) -> Bool {
        let words = value.asciiLowercased.utf8.split(separator: Octet.space, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard words.count == 6, words[0].utf8.last == 0x2C, weekdays.contains(String(words[0].dropLast())),
            number(words[1], digits: 2, in: 1...31), months.contains(words[2]),
            number(words[3], digits: 4, in: 0...9999), words[5] == "gmt"
        else { return false }
        let time = words[4].utf8.split(separator: 0x3A, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        return time.count == 3 && number(time[0], digits: 2, in: 0...23)
            && number(time[1], digits: 2, in: 0...59)
            && number(time[2], digits: 2, in: 0...60)
    }

    private static func number(_ text: String, digits: Int, in range: ClosedRange<Int>) -> Bool {
        guard text.utf8.count == digits, text.utf8.allSatisfy(Octet.isDigit), let number = Int(text) else {
            return false
        }
        return range.contains(number)
    }
}

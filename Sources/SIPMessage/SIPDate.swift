internal import MIME

/// The one form a Date field has in SIP: `Sat, 13 Nov 2010 23:29:00 GMT` (RFC 3261 §20.17).
public struct SIPDate: Sendable, Equatable {
    /// The same instant as RFC 3339 writes it: `2010-11-13T23:29:00Z`.
    public let internetTime: String

    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Reads the value of a Date field, nil when it has not that form; the zone is GMT and no other.
    ///
    /// Letters count without their case; whether there is such a day in that month is not asked.
    public init?(_ value: String) {
        let words = Self.split(value.asciiLowercased, at: Octet.space)
        guard words.count == 6, words[0].utf8.last == 0x2C,
            Self.weekdays.contains(where: { $0.asciiLowercased == words[0].dropLast() }),
            let month = Self.months.firstIndex(where: { $0.asciiLowercased == words[2] }),
            Self.isNumber(words[1], digits: 2, in: 1...31), Self.isNumber(words[3], digits: 4, in: 0...9999),
            Self.isTime(words[4]), words[5] == "gmt"
        else { return nil }
        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        internetTime = "\(words[3])-\(number)-\(words[1])T\(words[4])Z"
    }

    /// The value of a Date field for an instant as RFC 3339 writes it in whole seconds and UTC, on a day of the week
    /// counted from Monday, 0.
    ///
    /// Nil for a text of another form.
    public static func headerValue(internetTime: String, weekday: Int) -> String? {
        let parts = split(internetTime, at: 0x54)
        guard parts.count == 2, parts[1].utf8.last == 0x5A, weekdays.indices.contains(weekday) else {
            return nil
        }
        let date = split(parts[0], at: 0x2D)
        guard date.count == 3, let month = Int(date[1]), months.indices.contains(month - 1) else {
            return nil
        }
        let value =
            "\(weekdays[weekday]), \(date[2]) \(months[month - 1]) \(date[0]) \(parts[1].dropLast()) GMT"
        return SIPDate(value) == nil ? nil : value
    }

    private static func split(_ text: String, at separator: UInt8) -> [String] {
        text.utf8.split(separator: separator, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    private static func isTime(_ text: String) -> Bool {
        let parts = split(text, at: 0x3A)
        return parts.count == 3 && isNumber(parts[0], digits: 2, in: 0...23)
            && isNumber(parts[1], digits: 2, in: 0...59) && isNumber(parts[2], digits: 2, in: 0...60)
    }

    private static func isNumber(_ text: String, digits: Int, in range: ClosedRange<Int>) -> Bool {
        guard text.utf8.count == digits, text.utf8.allSatisfy(Octet.isDigit), let number = Int(text) else {
            return false
        }
        return range.contains(number)
    }
}

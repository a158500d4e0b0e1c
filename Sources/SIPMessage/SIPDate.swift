import Octets

/// An instant in the form of a SIP Date field: `Sat, 13 Nov 2010 23:29:00 GMT` (RFC 3261 §20.17).
public struct SIPDate: Sendable, Equatable {
    /// Seconds since the beginning of 1970, without leap seconds.
    public let secondsSince1970: Int
    private let date: CivilDate

    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Creates a date; nil outside the years 0 to 9999, which the form cannot express.
    public init?(secondsSince1970 seconds: Int) {
        guard let date = CivilDate(daysSince1970: seconds.floored(by: 86_400)) else { return nil }
        self.date = date
        secondsSince1970 = seconds
    }

    /// Reads the value of a Date field; nil if it has another form, or names a day that does not exist.
    ///
    /// The zone must be GMT.
    ///
    /// Letters are case-insensitive; the day of the week is not checked.
    public init?(_ value: String) {
        let words = Self.split(value.asciiLowercased, at: ASCII.space)
        guard words.count == 6, words[0].utf8.last == 0x2C,
            Self.weekdays.contains(where: { $0.asciiLowercased == words[0].dropLast() }),
            let month = Self.months.firstIndex(where: { $0.asciiLowercased == words[2] }),
            let day = Self.number(words[1], digits: 2, in: 1...31),
            let year = Self.number(words[3], digits: 4, in: 0...9999),
            let time = Self.time(words[4]), words[5] == "gmt"
        else { return nil }
        guard let date = CivilDate(year: year, month: month + 1, day: day) else { return nil }
        self.date = date
        secondsSince1970 = date.daysSince1970 * 86_400 + time
    }

    /// The value of the field.
    public var headerValue: String {
        let seconds = secondsSince1970 - date.daysSince1970 * 86_400
        let day = "\(date.day.padded(to: 2)) \(Self.months[date.month - 1]) \(date.year.padded(to: 4))"
        let time = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { $0.padded(to: 2) }
        return "\(Self.weekdays[date.weekday]), \(day) \(time.joined(separator: ":")) GMT"
    }

    private static func time(_ text: String) -> Int? {
        let parts = split(text, at: 0x3A)
        guard parts.count == 3, let hour = number(parts[0], digits: 2, in: 0...23),
            let minute = number(parts[1], digits: 2, in: 0...59),
            let second = number(parts[2], digits: 2, in: 0...60)
        else { return nil }
        return hour * 3600 + minute * 60 + second
    }

    private static func split(_ text: String, at separator: UInt8) -> [String] {
        text.utf8.split(separator: separator, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    private static func number(_ text: String, digits: Int, in range: ClosedRange<Int>) -> Int? {
        guard text.utf8.count == digits, text.utf8.allSatisfy(ASCII.isDigit), let number = Int(text),
            range.contains(number)
        else { return nil }
        return number
    }
}

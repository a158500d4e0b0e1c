internal import MIME

/// An instant in the form of a SIP Date field: `Sat, 13 Nov 2010 23:29:00 GMT` (RFC 3261 §20.17).
///
/// The calendar is computed here, in a few lines: Foundation needs a millisecond to prepare one, as long as a whole
/// process that signs.
public struct SIPDate: Sendable, Equatable {
    /// Seconds since the beginning of 1970, without leap seconds.
    public let secondsSince1970: Int

    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Creates a date; nil outside the years 0 to 9999, which the form cannot express.
    public init?(secondsSince1970 seconds: Int) {
        guard (-62_167_219_200...253_402_300_799).contains(seconds) else { return nil }
        secondsSince1970 = seconds
    }

    /// Reads the value of a Date field; nil if it has another form, or names a day that does not exist.
    ///
    /// The zone must be GMT.
    ///
    /// Letters are case-insensitive; the day of the week is not checked.
    public init?(_ value: String) {
        let words = Self.split(value.asciiLowercased, at: Octet.space)
        guard words.count == 6, words[0].utf8.last == 0x2C,
            Self.weekdays.contains(where: { $0.asciiLowercased == words[0].dropLast() }),
            let month = Self.months.firstIndex(where: { $0.asciiLowercased == words[2] }),
            let day = Self.number(words[1], digits: 2, in: 1...31),
            let year = Self.number(words[3], digits: 4, in: 0...9999),
            let time = Self.time(words[4]), words[5] == "gmt"
        else { return nil }
        let days = Self.days(year: year, month: month + 1, day: day)
        guard Self.date(days: days) == (year, month + 1, day) else { return nil }
        secondsSince1970 = days * 86_400 + time
    }

    /// The value of the field.
    public var headerValue: String {
        let days = secondsSince1970.floored(by: 86_400)
        let seconds = secondsSince1970 - days * 86_400
        let (year, month, day) = Self.date(days: days)
        // The first day of 1970 was a Thursday.
        let weekday = days + 3 - (days + 3).floored(by: 7) * 7
        let date = "\(Self.text(day, 2)) \(Self.months[month - 1]) \(Self.text(year, 4))"
        let time = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { Self.text($0, 2) }
        return "\(Self.weekdays[weekday]), \(date) \(time.joined(separator: ":")) GMT"
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
        guard text.utf8.count == digits, text.utf8.allSatisfy(Octet.isDigit), let number = Int(text),
            range.contains(number)
        else { return nil }
        return number
    }

    private static func text(_ number: Int, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }

    /// Returns the days from 1970 to a date of the Gregorian calendar, whose 400 years have 146,097 days; years begin
    /// in March, so that the leap day is their last.
    private static func days(year: Int, month: Int, day: Int) -> Int {
        let year = month > 2 ? year : year - 1
        let era = year.floored(by: 400)
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func date(days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted.floored(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = (shiftedMonth + 2) % 12 + 1
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}

extension Int {
    /// Returns the quotient rounded down, also for negative numbers.
    fileprivate func floored(by divisor: Int) -> Int {
        self >= 0 ? self / divisor : -((divisor - 1 - self) / divisor)
    }
}

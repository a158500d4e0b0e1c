/// A date and time of RFC 3339 §5.6, as an instant.
package struct InternetTime: Sendable, Equatable {
    /// Whole seconds since 1970-01-01T00:00:00Z, negative before; a leap second counts as the next second.
    package let secondsSince1970: Int
    /// The decimals after the second without trailing zeros, most significant first, each 0 to 9.
    package let decimals: [UInt8]
    /// Whether it is the 60th second of its minute.
    package let isLeapSecond: Bool

    /// The longest accepted text, in octets: more than enough for nanoseconds.
    package static let longest = 64

    /// Parses `YYYY-MM-DDThh:mm:ss[.decimals](Z|±hh:mm)`; nil for any other text.
    ///
    /// T and Z are capitals, the day exists in its month, the hour is below 24, the offset below 24:00. A
    /// 60th second is accepted only at 23:59 UTC, where leap seconds occur.
    package init?(_ text: String) {
        guard text.utf8.count <= Self.longest else { return nil }
        var scanner = DigitScanner(Array(text.utf8))
        guard let year = scanner.number(digits: 4), scanner.take("-"),
            let month = scanner.number(digits: 2), scanner.take("-"),
            let day = scanner.number(digits: 2), scanner.take("T"),
            let hour = scanner.number(digits: 2), scanner.take(":"),
            let minute = scanner.number(digits: 2), scanner.take(":"),
            let second = scanner.number(digits: 2),
            let decimals = scanner.decimals(),
            let offset = scanner.offset(), scanner.isAtEnd
        else { return nil }
        guard let date = CivilDate(year: year, month: month, day: day), hour < 24, minute < 60, second <= 60
        else { return nil }
        let minutes = (date.daysSince1970 * 24 + hour) * 60 + minute - offset
        let minuteOfDay = minutes - minutes.floored(by: 1440) * 1440
        guard second < 60 || minuteOfDay == 1439 else { return nil }
        secondsSince1970 = minutes * 60 + second
        isLeapSecond = second == 60
        self.decimals = decimals
    }

    /// Returns an instant in UTC and whole seconds: `2026-11-23T09:30:00Z`; nil
    /// outside the years 0000 to 9999.
    package static func text(secondsSince1970 seconds: Int) -> String? {
        let days = seconds.floored(by: 86_400)
        guard let date = CivilDate(daysSince1970: days) else { return nil }
        let second = seconds - days * 86_400
        let time = [second / 3600, second / 60 % 60, second % 60].map { $0.padded(to: 2) }
        return "\(date.year.padded(to: 4))-\(date.month.padded(to: 2))-\(date.day.padded(to: 2))"
            + "T\(time.joined(separator: ":"))Z"
    }
}

/// Scans fixed-width numbers and single characters from the front of ASCII text.
private struct DigitScanner {
    private let octets: [UInt8]
    private var position = 0

    init(_ octets: [UInt8]) {
        self.octets = octets
    }

    var isAtEnd: Bool { position == octets.count }

    private var next: UInt8? { position < octets.count ? octets[position] : nil }

    private mutating func digit() -> UInt8? {
        guard let octet = next, ASCII.isDigit(octet) else { return nil }
        position += 1
        return octet - 0x30
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let octet = next, UInt32(octet) == character.value else { return false }
        position += 1
        return true
    }

    mutating func number(digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }

    /// Returns the decimals after a point, none without a point; nil for a point alone.
    mutating func decimals() -> [UInt8]? {
        guard take(".") else { return [] }
        var found: [UInt8] = []
        while let digit = digit() { found.append(digit) }
        guard !found.isEmpty else { return nil }
        while found.last == 0 { found.removeLast() }
        return found
    }

    /// Returns the offset in minutes east of UTC.
    mutating func offset() -> Int? {
        if take("Z") { return 0 }
        let isEast = take("+")
        guard isEast || take("-"), let hours = number(digits: 2), hours < 24, take(":"),
            let minutes = number(digits: 2), minutes < 60
        else { return nil }
        return (isEast ? 1 : -1) * (hours * 60 + minutes)
    }
}

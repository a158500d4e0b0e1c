/// A date and time of RFC 3339, kept as written and ordered by its instant.
///
/// Two timestamps are equal if their instants are the same, whatever their zones and trailing zeros: the rule against
/// repeating a timestamp needs that comparison. Source: RFC 3863 §4.1.7, RFC 3339 §5.6.
public struct Timestamp: Sendable, Comparable, Hashable {
    /// The characters as written, without surrounding white space.
    public let text: String

    /// Whole seconds since 1970-01-01T00:00:00Z, negative before; a leap second counts as the next second.
    public let seconds: Int64

    /// The decimals after the second without trailing zeros, most significant first, each 0 to 9.
    let decimals: [UInt8]

    /// The decimals as text, without zeros at the end: the order of the texts is that of the instants.
    public var decimalText: String { decimals.map(String.init).joined() }

    /// Reads `YYYY-MM-DDThh:mm:ss[.decimals](Z|±hh:mm)`; nil for any other text.
    ///
    /// T and Z are capitals (RFC 3863 §4.1.7), the day exists in its month, the hour is below 24, the offset below
    /// 24:00. A 60th second is accepted only at 23:59 UTC, where leap seconds happen.
    public init?(_ text: String) {
        var scanner = DigitScanner(Array(text.utf8))
        guard text.utf8.count <= Self.maximumOctets,
            let year = scanner.number(digits: 4), scanner.take("-"),
            let month = scanner.number(digits: 2), scanner.take("-"),
            let day = scanner.number(digits: 2), scanner.take("T"),
            let hour = scanner.number(digits: 2), scanner.take(":"),
            let minute = scanner.number(digits: 2), scanner.take(":"),
            let second = scanner.number(digits: 2),
            let decimals = scanner.decimals(),
            let offset = scanner.offset(), scanner.isAtEnd
        else { return nil }
        guard (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        let minutes =
            (Self.dayNumber(year, month, day) * 24 + Int64(hour)) * 60 + Int64(minute) - Int64(offset)
        // The remainder of a negative number is negative: shift it into 0..<1440.
        let minuteOfDay = (minutes % 1440 + 1440) % 1440
        guard second < 60 || minuteOfDay == 1439 else { return nil }
        self.text = text
        self.seconds = minutes * 60 + Int64(second)
        self.decimals = decimals
    }

    /// The maximum length: enough for nanoseconds many times over.
    private static let maximumOctets = 64

    /// Returns whether the instants are the same.
    public static func == (left: Timestamp, right: Timestamp) -> Bool {
        left.seconds == right.seconds && left.decimals == right.decimals
    }

    /// Returns whether the left instant is earlier.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        guard left.seconds == right.seconds else { return left.seconds < right.seconds }
        return left.decimals.lexicographicallyPrecedes(right.decimals)
    }

    /// Hashes the instant, so that equal timestamps hash alike.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(seconds)
        hasher.combine(decimals)
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Returns the days since 1970-01-01 in the Gregorian calendar; years begin in March so that the leap day is last.
    private static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
        let shifted = Int64(month <= 2 ? year - 1 : year) + 400  // positive also for the year 0000
        let dayOfYear = Int64((153 * ((month + 9) % 12) + 2) / 5 + day - 1)
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 865_565
    }
}

/// Reads fixed-width numbers and single characters from ASCII text.
private struct DigitScanner {
    private let octets: [UInt8]
    private var position = 0

    init(_ octets: [UInt8]) {
        self.octets = octets
    }

    var isAtEnd: Bool { position == octets.count }

    private var next: UInt8? { position < octets.count ? octets[position] : nil }

    private mutating func digit() -> UInt8? {
        guard let octet = next, (0x30...0x39).contains(octet) else { return nil }
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

    /// Returns minutes east of UTC.
    mutating func offset() -> Int? {
        if take("Z") { return 0 }
        let isEast = take("+")
        guard isEast || take("-"), let hours = number(digits: 2), hours < 24, take(":"),
            let minutes = number(digits: 2), minutes < 60
        else { return nil }
        return (isEast ? 1 : -1) * (hours * 60 + minutes)
    }
}

internal import MIME
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
    public init?(_ value: String) { self.init(TextScanner(value)) }

    /// Reads the value that a scanner is at the start of.
    init?(_ value: TextScanner) {
        let (octets, start) = (value.octets, value.rest.lowerBound)
        // Every part has a fixed length, so that each is in one place.
        guard value.rest.count == Self.form.count,
            Self.form.indices.allSatisfy({
                Self.form[$0] == Self.any || octets[start + $0] == Self.form[$0]
            }),
            Self.position(of: octets, at: start, in: Self.weekdays) != nil,
            let month = Self.position(of: octets, at: start + 8, in: Self.months),
            Self.position(of: octets, at: start + 26, in: ["GMT"]) != nil,
            let day = Self.number(octets, start + 5, digits: 2, in: 1...31),
            let year = Self.number(octets, start + 12, digits: 4, in: 0...9999),
            let hour = Self.number(octets, start + 17, digits: 2, in: 0...23),
            let minute = Self.number(octets, start + 20, digits: 2, in: 0...59),
            let second = Self.number(octets, start + 23, digits: 2, in: 0...60),
            let date = CivilDate(year: year, month: month + 1, day: day)
        else { return nil }
        self.date = date
        secondsSince1970 = date.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second
    }

    /// The value of the field.
    public var headerValue: String {
        let seconds = secondsSince1970 - date.daysSince1970 * 86_400
        var octets: [UInt8] = []
        octets.reserveCapacity(Self.form.count)
        func append(_ number: Int, _ digits: Int, _ end: String) {
            if digits > 2 { append(number / 100, digits - 2, "") }
            octets.append(UInt8(ascii: "0") + UInt8(number / 10 % 10))
            octets.append(UInt8(ascii: "0") + UInt8(number % 10))
            octets += end.utf8
        }
        octets += Self.weekdays[date.weekday].utf8
        octets += ", ".utf8
        append(date.day, 2, " ")
        octets += Self.months[date.month - 1].utf8
        octets += " ".utf8
        append(date.year, 4, " ")
        append(seconds / 3600, 2, ":")
        append(seconds / 60 % 60, 2, ":")
        append(seconds % 60, 2, " GMT")
        return String(decoding: octets, as: UTF8.self)
    }

    /// The separators at their places; ``any`` for the other octets.
    private static let form = Array("???, ?? ??? ???? ??:??:?? ???".utf8)
    private static let any: UInt8 = 0x3F

    /// Returns the position of the name of three letters at an offset, whatever its case.
    private static func position(of octets: [UInt8], at start: Int, in names: [String]) -> Int? {
        names.firstIndex { name in
            var index = start
            for letter in name.utf8 {
                guard ASCII.lowerCase(octets[index]) == ASCII.lowerCase(letter) else { return false }
                index += 1
            }
            return true
        }
    }

    private static func number(
        _ octets: [UInt8], _ start: Int, digits: Int, in range: ClosedRange<Int>
    ) -> Int? {
        var number = 0
        for index in start..<start + digits {
            guard ASCII.isDigit(octets[index]) else { return nil }
            number = 10 * number + Int(octets[index] - 0x30)
        }
        return range.contains(number) ? number : nil
    }
}

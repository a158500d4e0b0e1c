import Octets

import struct FoundationEssentials.Date

/// Writes and reads a Time of DER; libcrypto takes ten times as long for each.
enum DERTime {
    /// The years of a UTCTime, which has two digits for the year (RFC 5280 §4.1.2.5.1).
    private static let utcYears = 1950...2049

    /// Returns DER of a Time (RFC 5280 §4.1.2.5, RFC 5652 §11.3); nil if no Time can state the instant.
    static func encoded(_ instant: Date) -> [UInt8]? {
        let seconds = secondsSince1970(instant)
        let days = seconds.floored(by: 86_400)
        guard Double(seconds) == instant.timeIntervalSince1970.rounded(.down),
            let date = CivilDate(daysSince1970: days)
        else { return nil }
        let isUTC = utcYears.contains(date.year)
        let second = seconds - days * 86_400
        var octets: [UInt8] = []
        octets.reserveCapacity(17)
        octets.append(isUTC ? DERTag.utcTime : DERTag.generalizedTime)
        octets.append(isUTC ? 13 : 15)
        if !isUTC { append(date.year / 100, to: &octets) }
        append(date.year % 100, to: &octets)
        append(date.month, to: &octets)
        append(date.day, to: &octets)
        append(second / 3600, to: &octets)
        append(second / 60 % 60, to: &octets)
        append(second % 60, to: &octets)
        octets.append(UInt8(ascii: "Z"))
        return octets
    }

    private static func append(_ number: Int, to octets: inout [UInt8]) {
        octets.append(UInt8(ascii: "0") + UInt8(number / 10))
        octets.append(UInt8(ascii: "0") + UInt8(number % 10))
    }

    /// Returns the instant of a UTCTime `YYMMDDhhmmssZ`, the only form that DER has; nil for anything else.
    static func instant(ofUTCTime element: DERElement) -> Date? {
        let content = element.content
        guard element.identifier == DERTag.utcTime, content.count == 13, content.last == UInt8(ascii: "Z"),
            content.dropLast().allSatisfy(ASCII.isDigit)
        else { return nil }
        func number(_ offset: Int) -> Int {
            let first = content.startIndex + offset
            return Int(content[first] - 0x30) * 10 + Int(content[first + 1] - 0x30)
        }
        let year = number(0)
        let (hour, minute, second) = (number(6), number(8), number(10))
        guard
            let date = CivilDate(
                year: year < 50 ? 2000 + year : 1900 + year, month: number(2), day: number(4)),
            hour < 24, minute < 60, second < 60
        else { return nil }
        let minutes = (date.daysSince1970 * 24 + hour) * 60 + minute
        return Date(timeIntervalSince1970: Double(minutes * 60 + second))
    }
}

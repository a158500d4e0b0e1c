import FoundationEssentials

extension Date {
    /// The moment as RFC 3339 writes it, in UTC and whole seconds.
    package var internetTime: String { ISO8601Format() }

    /// The moment that an RFC 3339 date-time names, or nil where the text is none.
    ///
    /// "2026-11-23T09:30:00Z", with an offset such as "+01:00" instead of "Z", with or without
    /// fractions of a second. A leap second (":60") is not accepted. RFC 3339 §5.6.
    package init?(internetTime text: String) {
        let octets = Array(text.uppercased().utf8)
        guard octets.count >= 20, octets.count <= 40 else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var value = 0
            for octet in octets[range] {
                guard octet >= 0x30, octet <= 0x39 else { return nil }
                value = value * 10 + Int(octet - 0x30)
            }
            return value
        }
        let punctuation: [(Int, Character)] = [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":")]
        guard punctuation.allSatisfy({ octets[$0.0] == $0.1.asciiValue }),
            let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
            year >= 1, (1...12).contains(month), day >= 1, day <= Self.days(inMonth: month, of: year),
            hour < 24, minute < 60, second < 60
        else { return nil }

        var rest = 19
        var fraction = 0.0
        if octets[rest] == UInt8(ascii: ".") {
            let digits = octets[(rest + 1)...].prefix { $0 >= 0x30 && $0 <= 0x39 }
            guard !digits.isEmpty else { return nil }
            fraction = digits.reversed().reduce(0.0) { ($0 + Double($1 - 0x30)) / 10 }
            rest = digits.endIndex
        }
        guard let offset = Self.offset(in: octets[rest...]) else { return nil }
        let days = Self.daysSince1970(year: year, month: month, day: day)
        let seconds = days * 86400 + hour * 3600 + minute * 60 + second - offset
        self.init(timeIntervalSince1970: Double(seconds) + fraction)
    }

    /// The seconds east of UTC that "Z" or "+hh:mm" stands for.
    private static func offset(in octets: ArraySlice<UInt8>) -> Int? {
        let text = String(decoding: octets, as: UTF8.self)
        if text == "Z" { return 0 }
        let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard text.hasPrefix("+") || text.hasPrefix("-"), parts.count == 2,
            parts.allSatisfy({ $0.count == 2 && $0.allSatisfy { $0.isASCII && $0.isNumber } }),
            let hours = Int(parts[0]), let minutes = Int(parts[1]), hours < 24, minutes < 60
        else { return nil }
        return (text.hasPrefix("-") ? -1 : 1) * (hours * 3600 + minutes * 60)
    }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from 1970-01-01 in the Gregorian calendar, counting years from March so that the leap
    /// day is the last of its year.
    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let marchYear = month > 2 ? year : year - 1
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let leapDays = marchYear / 4 - marchYear / 100 + marchYear / 400
        return marchYear * 365 + leapDays + dayOfYear - 719_468
    }
}

/// A day of the Gregorian calendar in the years 0000 to 9999, which four digits can write.
///
/// The calendar is computed here, because Foundation needs a millisecond to prepare one: as long as
/// a signature with its process.
package struct CivilDate: Sendable, Equatable {
    /// The year, 0 to 9999.
    package let year: Int
    /// The month, 1 to 12.
    package let month: Int
    /// The day of the month, from 1.
    package let day: Int

    /// The days since 1970-01-01 that have a date.
    package static let range = -719_528...2_932_896

    /// Creates a date; nil for a day that its month does not have.
    package init?(year: Int, month: Int, day: Int) {
        guard (0...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.days(in: month, of: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Creates a date from the days since 1970-01-01, negative before; nil outside ``range``.
    package init?(daysSince1970 days: Int) {
        guard Self.range.contains(days) else { return nil }
        // Whole periods of 400 years have 146,097 days; the first one begins on the first day of March.
        let shifted = days + 719_468
        let era = shifted.floored(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        month = (shiftedMonth + 2) % 12 + 1
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    }

    /// The days since 1970-01-01, negative before.
    package var daysSince1970: Int {
        // Years begin in March, so the leap day is the last of its year.
        let marchYear = month > 2 ? year : year - 1
        let era = marchYear.floored(by: 400)
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The day of the week, from 0 for Monday to 6 for Sunday.
    package var weekday: Int {
        // The first day of 1970 was a Thursday.
        let days = daysSince1970 + 3
        return days - days.floored(by: 7) * 7
    }

    /// Returns the number of days of a month.
    package static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Int {
    /// Returns the quotient by a positive divisor, rounded down also for negative numbers.
    package func floored(by divisor: Int) -> Int {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// Returns the number in at least `digits` decimal digits, padded with zeros.
    package func padded(to digits: Int) -> String {
        let text = String(self)
        return String(repeating: "0", count: Swift.max(0, digits - text.utf8.count)) + text
    }
}

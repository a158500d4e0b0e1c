import Foundation
import Octets
import Testing

@Suite("Days of the calendar")
struct CivilDateTests {
    @Test(
        "every day has one date, the next day the next date, and the date its day again, for a whole cycle",
        arguments: [0, 1800, 9600])
    func everyDay(year: Int) throws {
        var expected = (year: year, month: 1, day: 1)
        let first = try #require(CivilDate(year: year, month: 1, day: 1)).daysSince1970
        for days in first..<first + 146_097 {
            guard let date = CivilDate(daysSince1970: days), date.daysSince1970 == days,
                (date.year, date.month, date.day) == expected
            else {
                Issue.record("day \(days) is not \(expected)")
                return
            }
            expected.day += 1
            if expected.day > CivilDate.days(in: expected.month, of: expected.year) {
                expected =
                    expected.month == 12 ? (expected.year + 1, 1, 1) : (expected.year, expected.month + 1, 1)
            }
        }
        #expect(expected == (year + 400, 1, 1))
    }

    @Test(
        "from 1582 on dates are those of Foundation's calendar, days of the week too",
        arguments: [-141_427, -1, 0, 11_016, 20_780, 47_540, 2_932_896])
    func calendar(days: Int) throws {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        let parts = calendar.dateComponents(
            [.year, .month, .day, .weekday], from: Date(timeIntervalSince1970: Double(days) * 86_400))
        let date = try #require(CivilDate(daysSince1970: days))
        #expect(date.month == parts.month && date.day == parts.day)
        #expect(date.year == parts.year)
        #expect((date.weekday + 1) % 7 + 1 == parts.weekday)
    }

    @Test(
        "days that a month does not have are no dates",
        arguments: [
            (1900, 2, 29), (2100, 2, 29), (2023, 2, 29), (2000, 2, 30), (2026, 4, 31), (2026, 11, 31),
            (2026, 0, 1),
            (2026, 13, 1), (2026, 1, 0), (2026, 1, 32), (-1, 1, 1), (10_000, 1, 1), (2026, .min, .max),
        ])
    func noDate(year: Int, month: Int, day: Int) {
        #expect(CivilDate(year: year, month: month, day: day) == nil)
    }

    @Test("leap days are those of the Gregorian rule", arguments: [0, 4, 1600, 2000, 2024, 9996])
    func leapDay(year: Int) throws {
        let date = try #require(CivilDate(year: year, month: 2, day: 29))
        #expect(CivilDate(daysSince1970: date.daysSince1970 + 1) == CivilDate(year: year, month: 3, day: 1))
    }

    @Test("days outside the four-digit years have no date, and no number overflows")
    func outside() {
        for days in [-719_529, 2_932_897, Int.min, Int.max] { #expect(CivilDate(daysSince1970: days) == nil) }
        for number in [Int.min, -7, -1, 0, 6, 7, .max] {
            let quotient = number.floored(by: 7)
            #expect((0..<7).contains(number &- quotient &* 7))
        }
    }
}

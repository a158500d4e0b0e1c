import PIDF
import TestSupport
import Testing

@Suite("Bounds of timestamps")
struct TimestampBoundTests {
    @Test("64 characters are read, and 65 are refused")
    func length() {
        let zeros = String(repeating: "0", count: 42)
        let longest = "2005-05-30T22:00:29.\(zeros)1Z"
        #expect(longest.utf8.count == 64)
        #expect(Timestamp(longest)?.decimalText == "\(zeros)1")
        #expect(Timestamp("2005-05-30T22:00:29.0\(zeros)1Z") == nil)
    }

    @Test("a month has its own last day, in leap years and in others")
    func days() {
        let lastDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        for (year, february) in [(2023, 28), (2024, 29), (1900, 28), (2000, 29), (2100, 28)] {
            for (index, day) in lastDays.enumerated() {
                let last = index == 1 ? february : day
                let month = index < 9 ? "0\(index + 1)" : "\(index + 1)"
                #expect(Timestamp("\(year)-\(month)-\(last)T00:00:00Z") != nil, "\(year)-\(month)")
                #expect(Timestamp("\(year)-\(month)-\(last + 1)T00:00:00Z") == nil, "\(year)-\(month)")
            }
        }
    }

    @Test("the day after the last day of a year is the first of the next, over 800 years")
    func years() throws {
        for year in 1600..<2400 {
            let last = try #require(Timestamp("\(year)-12-31T23:59:59Z"))
            let first = try #require(Timestamp("\(year + 1)-01-01T00:00:00Z"))
            #expect(first.seconds - last.seconds == 1, "\(year)")
        }
    }

    @Test("a leap second before 1970, and one in another zone, is the next second")
    func leapSeconds() throws {
        #expect(Timestamp("1969-12-31T23:59:60Z")?.seconds == 0)
        #expect(Timestamp("1970-01-01T05:29:60+05:30")?.seconds == 0)
        #expect(Timestamp("1969-12-31T14:59:60-09:00")?.seconds == 0)
        #expect(Timestamp("1969-12-31T23:58:60Z") == nil)
        #expect(Timestamp("1970-01-01T05:29:60+05:00") == nil)
    }

    @Test("the decimals are kept without the zeros at the end")
    func decimals() {
        for (written, kept) in [
            ("", ""), (".0", ""), (".5", "5"), (".50", "5"), (".050", "05"), (".000", ""),
        ] {
            #expect(Timestamp("2005-05-30T22:00:29\(written)Z")?.decimalText == kept, "\(written)")
        }
    }

    @Test("random timestamps are ordered by instant and decimals, whatever their zones")
    func order() throws {
        var generator = SeededGenerator(seed: 3339)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let pairs = try (0..<200).map { _ in
            let minutes = Int.random(in: 0..<2880, using: &generator)
            let offset = Int.random(in: -719...719, using: &generator)
            let decimals = Int.random(in: 0..<10, using: &generator)
            // Local time on three days around 2 May, so that no month ends in between.
            let local = minutes + offset + 1440
            let zone = "\(offset < 0 ? "-" : "+")\(two(abs(offset) / 60)):\(two(abs(offset) % 60))"
            let time = "\(two(local / 60 % 24)):\(two(local % 60)):07.\(decimals)"
            let text = "2026-05-\(two(1 + local / 1440))T\(time)\(zone)"
            return (minutes * 10 + decimals, try #require(Timestamp(text), "\(text)"))
        }
        for (left, right) in zip(pairs, pairs.dropFirst()) {
            #expect((left.0 < right.0) == (left.1 < right.1), "\(left.1.text) \(right.1.text)")
            #expect((left.0 == right.0) == (left.1 == right.1), "\(left.1.text) \(right.1.text)")
        }
    }
}

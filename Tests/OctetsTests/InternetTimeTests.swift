import Octets
import TestSupport
import Testing

@Suite("Times of RFC 3339")
struct InternetTimeTests {
    @Test(
        "names the instant at any offset",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1996-12-19T16:39:57-08:00", 851_042_397),
            ("0000-01-01T00:00:00Z", -62_167_219_200), ("9999-12-31T23:59:59Z", 253_402_300_799),
            ("9999-12-31T23:59:59-23:59", 253_402_387_139), ("0000-01-01T00:00:00+23:59", -62_167_305_540),
            ("2000-02-29T00:00:00+00:00", 951_782_400),
        ])
    func instant(text: String, seconds: Int) {
        #expect(InternetTime(text)?.secondsSince1970 == seconds)
    }

    @Test("keeps decimals without trailing zeros")
    func decimals() {
        #expect(InternetTime("1985-04-12T23:20:50.5200Z")?.decimals == [5, 2])
        #expect(InternetTime("1985-04-12T23:20:50.000Z")?.decimals == [])
        #expect(InternetTime("1985-04-12T23:20:50Z")?.decimals == [])
    }

    @Test("a 60th second is valid only at the end of a day in UTC")
    func leapSecond() {
        #expect(InternetTime("2016-12-31T23:59:60Z")?.isLeapSecond == true)
        #expect(InternetTime("2017-01-01T00:59:60+01:00")?.isLeapSecond == true)
        #expect(InternetTime("2016-12-31T23:59:59Z")?.isLeapSecond == false)
        #expect(InternetTime("2016-12-31T23:58:60Z") == nil)
        #expect(InternetTime("2016-12-31T23:59:60+01:00") == nil)
    }

    @Test("a written time is read as the same instant, at both ends of the range and between")
    func writes() throws {
        var generator = SeededGenerator(seed: 3339)
        let range = -62_167_219_200...253_402_300_799
        let numbers = [range.lowerBound, -1, 0, 59, 86_399, 86_400, range.upperBound]
        for seconds in numbers + (0..<500).map({ _ in Int.random(in: range, using: &generator) }) {
            let text = try #require(InternetTime.text(secondsSince1970: seconds))
            #expect(text.utf8.count == 20)
            #expect(InternetTime(text)?.secondsSince1970 == seconds)
        }
        #expect(InternetTime.text(secondsSince1970: -1) == "1969-12-31T23:59:59Z")
        for outside in [range.lowerBound - 1, range.upperBound + 1, .min, .max] {
            #expect(InternetTime.text(secondsSince1970: outside) == nil)
        }
    }

    @Test(
        "no octet of a time may be another: what is read with one changed names another instant or another fraction"
    )
    func changes() throws {
        let text = "2026-11-23T09:30:00.5+01:00"
        let time = try #require(InternetTime(text))
        for index in text.utf8.indices {
            let offset = text.utf8.distance(from: text.utf8.startIndex, to: index)
            for octet in UInt8(0x20)..<0x7F where octet != text.utf8[index] {
                var octets = Array(text.utf8)
                octets[offset] = octet
                #expect(InternetTime(String(decoding: octets, as: UTF8.self)) != time)
            }
        }
    }
}

import CMS
import Foundation
import Testing

@Suite("RFC 3339 times")
struct InternetTimeTests {
    @Test(
        "reads times as RFC 3339 §5.8 writes them",
        arguments: [
            ("1985-04-12T23:20:50.52Z", 482_196_050.52),
            ("1996-12-19T16:39:57-08:00", 851_042_397),
            ("1937-01-01T12:00:27.87+00:20", -1_041_337_172.13),
            ("1970-01-01t00:00:00z", 0),
            ("2000-02-29T00:00:00Z", 951_782_400),
            ("2049-12-31T23:59:59Z", 2_524_607_999),
        ])
    func reads(text: String, seconds: Double) throws {
        let date = try #require(Date(internetTime: text))
        #expect(abs(date.timeIntervalSince1970 - seconds) < 0.001)
    }

    @Test(
        "refuses what is no time",
        arguments: [
            "", "2026-11-23", "2026-11-23T12:00:00", "2026-11-23 12:00:00Z", "2026-13-01T00:00:00Z",
            "2026-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-11-00T00:00:00Z", "2026-11-23T24:00:00Z",
            "2026-11-23T12:60:00Z", "2026-11-23T12:00:60Z", "2026-11-23T12:00:00.Z",
            "2026-11-23T12:00:00+1:00",
            "2026-11-23T12:00:00+24:00", "2026-11-23T12:00:00Zx", "+026-11-23T12:00:00Z",
            "٢٠٢٦-11-23T12:00:00Z", "2026-11-23T12:00:00.0000000000000000000000Z",
        ])
    func refuses(text: String) {
        #expect(Date(internetTime: text) == nil)
    }

    @Test("writes UTC in whole seconds, rounded down, as Foundation does, and reads it again")
    func writes() {
        for seconds in [0.0, 951_782_400, 1_795_426_200.99, -1, -0.5, -12_219_292_800, 253_402_300_799] {
            let date = Date(timeIntervalSince1970: seconds)
            #expect(date.internetTime == date.ISO8601Format())
            #expect(Date(internetTime: date.internetTime)?.timeIntervalSince1970 == seconds.rounded(.down))
        }
        // Beyond four digits of the year only Foundation has a form.
        #expect(Date(timeIntervalSince1970: 253_402_300_800).internetTime == "10000-01-01T00:00:00Z")
    }
}

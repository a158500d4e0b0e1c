import Foundation
import PIDF
import Testing

@Suite("Timestamps")
struct TimestampTests {
    @Test(
        "count seconds since 1970 according to the calendar",
        arguments: [
            "1970-01-01T00:00:00Z", "2000-02-29T12:34:56Z", "1999-12-31T23:59:59Z", "1600-03-01T00:00:00Z",
            "9999-12-31T23:59:59Z", "2026-11-23T20:00:00-05:30", "1969-12-31T23:59:59+14:00",
            "1582-10-15T00:00:00Z",
        ])
    func seconds(text: String) throws {
        let date = try Date(text, strategy: .iso8601)
        #expect(Timestamp(text)?.seconds == Int64(date.timeIntervalSince1970))
    }

    @Test("are equal by instant and keep the original text")
    func equality() throws {
        let zulu = try #require(Timestamp("2005-05-30T17:00:29.500Z"))
        let east = try #require(Timestamp("2005-05-30T22:00:29.5+05:00"))
        #expect(zulu == east)
        #expect(zulu.hashValue == east.hashValue)
        #expect(east.text == "2005-05-30T22:00:29.5+05:00")
    }

    @Test("are ordered by instant down to any decimal")
    func order() throws {
        let written = [
            "2005-05-30T22:00:29+01:00", "2005-05-30T22:00:29Z", "2005-05-30T22:00:29.0000000001Z",
            "2005-05-30T22:00:29.1Z", "2005-05-30T22:00:29.12Z", "2005-05-30T22:00:30Z",
        ]
        let read = written.compactMap { Timestamp($0) }
        #expect(read.count == written.count)
        #expect(read.shuffled().sorted().map(\.text) == written)
    }

    @Test("accept a leap second only at its possible times")
    func leapSecond() {
        #expect(Timestamp("2016-12-31T23:59:60Z") == Timestamp("2017-01-01T00:00:00Z"))
        #expect(Timestamp("2017-01-01T01:59:60+02:00") != nil)
        #expect(Timestamp("2016-12-31T22:59:60Z") == nil)
        #expect(Timestamp("2016-12-31T23:59:61Z") == nil)
    }

    @Test(
        "refuse other forms than those of RFC 3339",
        arguments: [
            "", "2005-05-30", "2005-05-30T22:00:29", "2005-05-30 22:00:29Z", "2005-05-30t22:00:29Z",
            "2005-05-30T22:00:29z", "2005-00-30T22:00:29Z", "2005-13-30T22:00:29Z", "2005-02-29T22:00:29Z",
            "1900-02-29T00:00:00Z", "2005-04-31T22:00:29Z", "2005-05-30T24:00:00Z", "2005-05-30T22:60:00Z",
            "2005-05-30T22:00:29.Z", "2005-05-30T22:00:29+24:00", "2005-05-30T22:00:29+05:60",
            "2005-05-30T22:00:29+0500", "+2005-05-30T22:00:29Z", "2005-05-30T22:00:29Z ",
            "２005-05-30T22:00:29Z",
            "2005-05-30T22:00:29.0000000000000000000000000000000000000000000001Z",
        ])
    func refused(text: String) {
        #expect(Timestamp(text) == nil)
    }
}

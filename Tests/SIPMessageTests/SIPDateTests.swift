import Testing

@testable import SIPMessage

@Suite("SIPDate")
struct SIPDateTests {
    @Test("accepts the one form of a SIP date")
    func form() {
        #expect(SIPDate("Sat, 13 Nov 2010 23:29:00 GMT") != nil)
        for text in [
            "", "Sat, 13 Nov 2010 23:29:00 EST", "Sat, 13 Nov 2010 23:29:00", "Sat 13 Nov 2010 23:29:00 GMT",
            "Sat, 32 Nov 2010 23:29:00 GMT", "Sat, 13 Nox 2010 23:29:00 GMT", "Sat, 13 Nov 10 23:29:00 GMT",
            "Sat, 13 Nov 2010 24:29:00 GMT", "Sat, 13 Nov 2010 23:29 GMT", "Sat,  13 Nov 2010 23:29:00 GMT",
        ] { #expect(SIPDate(text) == nil, "\(text)") }
    }

    @Test("returns the instant, whatever the case of its letters")
    func instant() {
        #expect(SIPDate("sat, 05 FEB 2000 03:04:05 gmt")?.secondsSince1970 == 949_719_845)
        #expect(SIPDate("Thu, 01 Jan 1970 00:00:00 GMT")?.secondsSince1970 == 0)
        #expect(SIPDate("Sat, 01 Jan 0000 00:00:00 GMT")?.secondsSince1970 == -62_167_219_200)
        #expect(SIPDate("Sat, 13 Nov 2010 23:29:00 GMT") == SIPDate("SAT, 13 nov 2010 23:29:00 Gmt"))
    }

    @Test("knows the length of each month")
    func months() {
        #expect(SIPDate("Tue, 29 Feb 2000 00:00:00 GMT") != nil)
        for day in ["29 Feb 1900", "30 Feb 2000", "31 Apr 2026", "31 Nov 2026"] {
            #expect(SIPDate("Tue, \(day) 00:00:00 GMT") == nil)
        }
    }

    @Test("reads its own output, on the right day of the week, over four hundred years and at the ends")
    func writes() throws {
        #expect(SIPDate(secondsSince1970: 1_795_435_200)?.headerValue == "Mon, 23 Nov 2026 12:00:00 GMT")
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        for day in stride(from: 0, to: 146_097, by: 13) {
            let date = try #require(SIPDate(secondsSince1970: day * 86_400 + day % 86_400))
            #expect(SIPDate(date.headerValue) == date)
            #expect(date.headerValue.hasPrefix(weekdays[day % 7]))
        }
        #expect(SIPDate(secondsSince1970: 253_402_300_799)?.headerValue == "Fri, 31 Dec 9999 23:59:59 GMT")
        #expect(SIPDate(secondsSince1970: -62_167_219_200)?.headerValue == "Sat, 01 Jan 0000 00:00:00 GMT")
        #expect(SIPDate(secondsSince1970: 253_402_300_800) == nil && SIPDate(secondsSince1970: .min) == nil)
    }
}

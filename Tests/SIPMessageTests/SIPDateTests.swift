import Testing

@testable import SIPMessage

@Suite("SIPDate")
struct SIPDateTests {
    @Test("knows the one form of a SIP date")
    func form() {
        #expect(SIPDate("Sat, 13 Nov 2010 23:29:00 GMT") != nil)
        for text in [
            "", "Sat, 13 Nov 2010 23:29:00 EST", "Sat, 13 Nov 2010 23:29:00", "Sat 13 Nov 2010 23:29:00 GMT",
            "Sat, 32 Nov 2010 23:29:00 GMT", "Sat, 13 Nox 2010 23:29:00 GMT", "Sat, 13 Nov 10 23:29:00 GMT",
            "Sat, 13 Nov 2010 24:29:00 GMT", "Sat, 13 Nov 2010 23:29 GMT", "Sat,  13 Nov 2010 23:29:00 GMT",
        ] { #expect(SIPDate(text) == nil, "\(text)") }
    }

    @Test("says which instant it is, whatever the case of its letters")
    func instant() {
        #expect(SIPDate("sat, 05 FEB 2000 03:04:05 gmt")?.internetTime == "2000-02-05T03:04:05Z")
        #expect(SIPDate("Sat, 13 Nov 2010 23:29:00 GMT") == SIPDate("SAT, 13 nov 2010 23:29:00 Gmt"))
    }

    @Test("writes an instant")
    func writes() {
        let written = SIPDate.headerValue(internetTime: "2026-11-23T12:00:00Z", weekday: 0)
        #expect(written == "Mon, 23 Nov 2026 12:00:00 GMT")
        for text in [
            "", "2026-11-23", "2026-13-23T12:00:00Z", "2026-11-23T12:00:00", "10000-11-23T12:00:00Z",
        ] {
            #expect(SIPDate.headerValue(internetTime: text, weekday: 0) == nil, "\(text)")
        }
        #expect(SIPDate.headerValue(internetTime: "2026-11-23T12:00:00Z", weekday: 7) == nil)
    }
}

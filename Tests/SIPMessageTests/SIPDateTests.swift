import Testing

@testable import SIPMessage

@Suite("SIPDate")
struct SIPDateTests {
    @Test("knows the one form of a SIP date")
    func form() {
        #expect(SIPDate.isDate("Sat, 13 Nov 2010 23:29:00 GMT"))
        for text in [
            "", "Sat, 13 Nov 2010 23:29:00 EST", "Sat, 13 Nov 2010 23:29:00", "Sat 13 Nov 2010 23:29:00 GMT",
            "Sat, 32 Nov 2010 23:29:00 GMT", "Sat, 13 Nox 2010 23:29:00 GMT", "Sat, 13 Nov 10 23:29:00 GMT",
            "Sat, 13 Nov 2010 24:29:00 GMT", "Sat, 13 Nov 2010 23:29 GMT", "Sat,  13 Nov 2010 23:29:00 GMT",
        ] { #expect(!SIPDate.isDate(text), "\(text)") }
    }
}

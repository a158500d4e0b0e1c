import Testing

@testable import SIPMessage

@Suite("HeaderName")
struct HeaderNameTests {
    @Test(
        "recognizes a field by its long and its compact name in any case",
        arguments: [
            ("V", "via"), ("c", "CONTENT-TYPE"), ("o", "Event"), ("L", "content-length"), ("r", "Refer-To"),
        ])
    func compact(short: String, long: String) {
        #expect(HeaderName(short) == HeaderName(long))
        #expect(HeaderName(short).hashValue == HeaderName(long).hashValue)
    }

    @Test("returns the registered spelling of a known name and an unknown one unchanged")
    func longForm() {
        #expect(HeaderName("call-id").longForm == "Call-ID")
        #expect(HeaderName("i").longForm == "Call-ID")
        #expect(HeaderName("subscription-state").longForm == "Subscription-State")
        #expect(HeaderName("CONTENT-id").isContentField && !HeaderName("Contact").isContentField)
        #expect(HeaderName("x-Own").longForm == "x-Own")
        #expect(HeaderName("x-Own") == "X-OWN")
        #expect(HeaderName("From") != "To")
    }
}

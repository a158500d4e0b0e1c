import Testing

@testable import SMIMEPresenceService

/// Texts of certificates in HTTP fields (RFC 9651 §3.3.3, §3.3.8).
struct StructuredFieldTests {
    @Test func `visible ASCII is a String`() {
        #expect(StructuredField.text("sip:alice@example.test") == "\"sip:alice@example.test\"")
    }

    @Test func `quotes and backslashes are escaped`() {
        #expect(StructuredField.text("a\"b\\c") == "\"a\\\"b\\\\c\"")
    }

    @Test func `a line end in a certificate ends no field`() {
        let written = StructuredField.text("sip:a\r\nSet-Cookie: x@example.test")
        #expect(written == "%\"sip:a%0d%0aSet-Cookie: x@example.test\"")
    }

    @Test func `other octets, percent and quotes of a Display String are encoded`() {
        #expect(StructuredField.text("é%\"") == "%\"%c3%a9%25%22\"")
    }

    @Test func `a List is separated by commas`() {
        #expect(StructuredField.list(["a", "b"]) == "\"a\", \"b\"")
    }
}

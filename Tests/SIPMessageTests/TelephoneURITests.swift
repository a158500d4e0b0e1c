import Testing

@testable import SIPMessage

@Suite("TelephoneURI")
struct TelephoneURITests {
    @Test(
        "has one form for all spellings that are equivalent by RFC 3966 §4",
        arguments: [
            ("tel:+49301234567", "tel:+49301234567"), ("TEL:+49-30-123.45(67)", "tel:+49301234567"),
            ("tel:+-4930", "tel:+4930"), ("tel:+49301;ext=1-2", "tel:+49301;ext=12"),
            ("tel:+49301;Z=A;a;ISUB=1411", "tel:+49301;isub=1411;a;z=a"),
            ("tel:+358555;POSTD=PP22", "tel:+358555;postd=pp22"), ("tel:+49301;x=%3B", "tel:+49301;x=%3b"),
        ])
    func canonical(text: String, form: String) {
        #expect(TelephoneURI.parse(text)?.canonical == form)
    }

    @Test(
        "differs by every parameter and digit",
        arguments: [
            "tel:+49302", "tel:+493010", "tel:+49301;ext=1", "tel:+49301;isub=1", "tel:+49301;x",
            "tel:+49301;x=1",
        ])
    func different(text: String) throws {
        let number: TelephoneURI = try #require(TelephoneURI.parse(text))
        let other: TelephoneURI = try #require(TelephoneURI.parse("tel:+49301"))
        #expect(number != other)
    }

    @Test(
        "is nil for a local number, and for text that two readers could interpret as two numbers",
        arguments: [
            "tel:911;phone-context=+1", "tel:911", "tel:+", "tel:+-", "tel:", "tel:++49", "tel:+49a",
            "tel:+49#",
            "tel:+49 30", "tel:%2B4930", "tel:+4%39", "tel:+4930;phone-context=+1", "tel:+4930;ext=1;EXT=1",
            "tel:+4930;x=1;X=2", "tel:+4930;isub=1;ext=2", "tel:+4930;", "tel:+4930;x=", "tel:+4930;=1",
            "tel:+4930;ext", "tel:+4930;ext=a", "tel:+4930;x=%61", "tel:+4930;x=%6", "tel:+4930;%78=1",
            "tel:+4930@example.test", "tel:+4930?x=y", "tel:+4930;isub=a@b", "tel:+\u{661}", " tel:+4930",
            "tel:+4930 ",
            "sip:+4930@example.test", "tels:+4930", "+4930", "",
        ])
    func none(text: String) { #expect(TelephoneURI.parse(text) == nil) }

    @Test("precedes the '@' of a sip: URI with user=phone, once and spelled exactly so")
    func userPart() throws {
        let number = TelephoneURI.parse("tel:+4930")
        for (text, isOne) in [
            ("sip:+4930@example.test;user=phone", true),
            ("sip:+4930@example.test;transport=tcp;user=phone", true),
            ("sip:+4930@example.test", false), ("sip:+4930@example.test;user=ip", false),
            ("sip:+4930@example.test;user=PHONE", false), ("sip:+4930@example.test;User=phone", false),
            ("sip:+4930@example.test;user=phone;user=phone", false),
            ("sip:+4930@example.test;user=phone;%75ser=ip", false),
            ("sip:+4930@example.test;user=%70hone", false), ("sips:+4930@example.test;user=phone", false),
            ("pres:+4930@example.test;user=phone", false), ("sip:%2B4930@example.test;user=phone", false),
            ("sip:+4930:pw@example.test;user=phone", false), ("sip:example.test;user=phone", false),
            ("sip:4930@example.test;user=phone", false),
        ] {
            #expect(try (SIPURI.parse(text).telephoneNumber == number) == isOne, "\(text)")
        }
    }
}

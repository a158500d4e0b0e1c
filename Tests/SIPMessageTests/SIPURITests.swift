import Testing

@testable import SIPMessage

@Suite("SIPURI")
struct SIPURITests {
    @Test("reads every part as written")
    func pieces() throws {
        let uri = try SIPURI.parse("SIPS:al%69ce:pw@Example.COM:5071;transport=tcp;lr?Subject=a%20b&x=")
        #expect(uri.scheme == .sips)
        #expect(uri.user == "al%69ce")
        #expect(uri.password == "pw")
        #expect(uri.host == "Example.COM")
        #expect(uri.port == 5071)
        #expect(uri.parameters == [.init(name: "transport", value: "tcp"), .init(name: "lr", value: nil)])
        #expect(uri.headers == [.init(name: "Subject", value: "a%20b"), .init(name: "x", value: "")])
        #expect(!uri.isDomain)
        #expect(uri.domain == "sips:example.com")
    }

    @Test("reads a domain, an IPv6 reference, a user with separators in it")
    func forms() throws {
        #expect(try SIPURI.parse("sip:example.com").isDomain)
        #expect(try SIPURI.parse("sip:a@[2001:db8::1]:5060").host == "[2001:db8::1]")
        #expect(
            try SIPURI.parse("sip:user;par=u%40example.net@example.com").user == "user;par=u%40example.net")
    }

    @Test(
        "refuses other text",
        arguments: [
            "", "sip", "sip:", "alice@example.com", "tel:+1", "sip:@h", "sip:a@", "sip:a@h@i", "sip:a b@h",
            "sip:a@h:",
            "sip:a@h:70000", "sip:a@h:5x", "sip:a@h;", "sip:a@h;;x", "sip:a@h?x", "sip:a%4@h", "sip:a%zz@h",
            "sip:a@h..i", "sip:a@[::1", "sip:a@[]", "sip:a@[::1]x", "sip:a\0@h", "<sip:a@h>", "sip:a@h ",
            "sip:ä@h",
        ])
    func malformed(text: String) {
        #expect(throws: SIPMessageError.malformedURI(text)) { try SIPURI.parse(text) }
    }

    @Test(
        "finds URIs equivalent as RFC 3261 §19.1.4 does",
        arguments: [
            ("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp"),
            ("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5"),
            ("sip:carol@chicago.com", "sip:carol@chicago.com;security=on"),
            ("sip:carol@chicago.com;newparam=5", "sip:carol@chicago.com;security=on"),
            (
                "sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com",
                "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com"
            ),
            (
                "sip:alice@atlanta.com?subject=project%20x&priority=urgent",
                "sip:alice@atlanta.com?priority=urgent&subject=project%20x"
            ),
            ("sip:a%2fb@h", "sip:a%2Fb@h"),
        ])
    func equivalent(left: String, right: String) throws {
        #expect(try SIPURI.parse(left).isEquivalent(to: SIPURI.parse(right)))
        #expect(try SIPURI.parse(right).isEquivalent(to: SIPURI.parse(left)))
    }

    @Test(
        "finds URIs different as RFC 3261 §19.1.4 does",
        arguments: [
            ("SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP"),
            ("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060"),
            ("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp"),
            ("sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp"),
            ("sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting"),
            ("sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4"),
            ("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off"),
            ("sip:a@h", "sips:a@h"), ("sip:a@h", "sip:h"), ("sip:a@h", "sip:a:p@h"),
            ("sip:a%2Fb@h", "sip:a/b@h"),
            ("sip:a@h", "sip:a@h;user=phone"), ("sip:a@h;x", "sip:a@h;x="),
        ])
    func different(left: String, right: String) throws {
        #expect(try !SIPURI.parse(left).isEquivalent(to: SIPURI.parse(right)))
        #expect(try !SIPURI.parse(right).isEquivalent(to: SIPURI.parse(left)))
    }

    @Test(
        "spells an address-of-record in one way",
        arguments: [
            ("SIP:%61lice:pw@Example.COM:5060;lr?x=y", "sip:alice@example.com"),
            ("sips:Alice@h:5061", "sips:Alice@h"), ("sips:a@h:5060", "sips:a@h:5060"),
            ("sip:a@h:5061", "sip:a@h:5061"),
            ("sip:a%2f%C3@h", "sip:a%2F%C3@h"), ("sip:H", "sip:h"), ("pres:a@h", "pres:a@h"),
        ])
    func addressOfRecord(text: String, expected: String) throws {
        #expect(try SIPURI.parse(text).addressOfRecord == expected)
    }

    @Test("treats sip:, pres: and im: of one user at one host as one presentity")
    func presentity() throws {
        let alice = try SIPURI.parse("sip:alice@example.com")
        for same in ["pres:alice@EXAMPLE.com", "im:%61lice@example.com", "sip:alice@example.com:5060;lr"] {
            #expect(try alice.namesSamePresentity(as: SIPURI.parse(same)), "\(same)")
        }
        for other in [
            "pres:Alice@example.com", "sip:alice@example.org", "sips:alice@example.com", "pres:example.com",
        ] {
            #expect(try !alice.namesSamePresentity(as: SIPURI.parse(other)), "\(other)")
        }
        let secure = try SIPURI.parse("sips:alice@example.com")
        #expect(try secure.namesSamePresentity(as: SIPURI.parse("sips:alice@example.com")))
    }
}

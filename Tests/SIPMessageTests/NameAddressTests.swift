import Testing

@testable import SIPMessage

@Suite("NameAddress")
struct NameAddressTests {
    @Test(
        "reads quoted and bare display names, URIs and tags",
        arguments: [
            ("\"J \\\"R\\\" D\"  <sip:j@h> ; tag = 1", "J \"R\" D", "sip:j@h", "1"),
            ("A B <sip:j@h>", "A B", "sip:j@h", nil),
            ("caller<sip:j@h>;tag=2", "caller", "sip:j@h", "2"),
            ("<sip:j@h;tag=3>", nil, "sip:j@h;tag=3", nil),
            ("sip:j@h;tag=4", nil, "sip:j@h", "4"), ("tel:+1;TAG=5", nil, "tel:+1", "5"),
        ] as [(String, String?, String, String?)])
    func reads(text: String, name: String?, uri: String, tag: String?) throws {
        let address = try #require(NameAddress.parse(text))
        #expect(address.displayName == name)
        #expect(address.uri == uri)
        #expect(address.tag == tag)
    }

    @Test("returns the SIP URI for schemes that have one, nil for others")
    func sipURI() {
        #expect(NameAddress.parse("<pres:a@h>")?.sipURI?.scheme == .pres)
        #expect(NameAddress.parse("<tel:+1>")?.sipURI == nil)
    }

    @Test(
        "refuses values outside the grammar",
        arguments: [
            "", "alice", "<sip:a@h", "sip:a@h>", "< sip:a@h>", "<sip:a@h >", "\"x <sip:a@h>", "\"x\" sip:a@h",
            "A, B <sip:a@h>", "sip:a@h?x=y", "sip:a@h, sip:b@h", "<sip:a@h>;;", "<sip:a@h>;tag=",
            "<sip:a@h> x",
            "<sip:a@h>;tag=1;TAG=2", "<sip:a@h>;tag", "<sip:a@h>;tag=\"1\"", "<sip:a@h>;tag=[1]", "<sip:a@>",
            "<>", "<sip:a@h><sip:b@h>",
        ])
    func refuses(text: String) {
        #expect(NameAddress.parse(text) == nil)
    }
}

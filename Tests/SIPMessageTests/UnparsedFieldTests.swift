import MIME
import TestSupport
import Testing

@testable import SIPMessage

@Suite("An optional field that cannot be parsed")
struct UnparsedFieldTests {
    @Test(
        "is kept with a warning",
        arguments: [
            ("Date", "29 Nov 2026 17:33:24 GMT"), ("Contact", "<<sip:a"), ("Contact", "\"a, <sip:b@c>"),
            ("Route", ","), ("Record-Route", "<sip:a"), ("Max-Forwards", "many"),
        ])
    func kept(name: String, value: String) throws {
        let message = try SIPMessage.parse(publish(fields: "\(name): \(value)\n"))
        #expect(message.warnings == [.unparsedField(name: name, value: value)])
        #expect(message.namedFields.fields(of: HeaderName(name)).map(\.isParsed) == [false])
    }

    @Test("may be Via, and Via may be missing; such a request is answered only with a route back")
    func via() throws {
        let text = String(decoding: publish(), as: UTF8.self)
        let without = try SIPMessage.parse(
            Array(text.replacing("Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n", with: "").utf8))
        #expect(without.viaTransports.isEmpty)
        #expect(throws: SIPMessageError.missingField(name: "Via")) {
            try without.response(statusCode: 200, reasonPhrase: "OK", tag: "t")
        }
        let odd = try SIPMessage.parse(
            Array(text.replacing("Via: SIP/2.0/UDP", with: "Via: , SIP/2.0/TLS").utf8))
        #expect(odd.viaTransports == [nil, "TLS"])
    }

    @Test(
        "has the octets of its value, folds included, whatever its line ends and however its name is written"
    )
    func octets() throws {
        let fields = ["Contact: <<a\r\n b\r\n", "m:<<a\n b\n", "CONTACT \t:  <<a\r\n b \r\n"].map {
            HeaderField(lines: Array($0.utf8))
        }
        for field in fields { #expect(Array(field.valueOctets) == Array("<<a\r\n b".utf8)) }
        let empty = HeaderField(lines: Array("Contact: \r\n".utf8))
        #expect(empty.valueOctets.isEmpty)
    }

    @Test(
        "is refused if it is a duplicate of a single field, or required",
        arguments: [
            ("Date: x\nDate: x\n", SIPMessageError.duplicateField(name: "Date")),
            ("Expires: 1\nExpires: 1\n", .duplicateField(name: "Expires")),
            ("l: 0\n", .duplicateField(name: "Content-Length")),
            ("i: 1@192.0.2.1\n", .duplicateField(name: "Call-ID")),
            ("c: a/b\nContent-Type: a/b\n", .duplicateField(name: "Content-Type")),
            ("o: presence\nEvent: presence\n", .duplicateField(name: "Event")),
            ("SIP-If-Match: 1\nSIP-IF-MATCH: 1\n", .duplicateField(name: "SIP-If-Match")),
            (
                "Subscription-State: active\nSubscription-State : active\n",
                .duplicateField(name: "Subscription-State")
            ),
        ])
    func twice(fields: String, error: SIPMessageError) {
        #expect(refusal(of: publish(fields: fields)) == error)
    }
}

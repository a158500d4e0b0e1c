import MIME
import Testing

@testable import SIPMessage

@Suite("What a message keeps about its fields and sizes is what reading it again finds")
struct KnownFieldTests {
    private func message(_ fields: String = "", body: String = "hello") throws -> SIPMessage {
        try SIPMessage.parse(
            Array(
                """
                NOTIFY sip:bob@192.0.2.9 SIP/2.0\r
                Via: SIP/2.0/UDP 192.0.2.5;branch=z9hG4bK2\r
                f: <sip:alice@example.test>;tag=s1\r
                TO: <sip:bob@example.test>;tag=b1\r
                Call-ID: dialog-1\r
                CSeq: 12 NOTIFY\r
                \(fields)c: text/plain\r
                l: \(body.utf8.count)\r
                \r
                \(body)
                """.utf8))
    }

    private func expectKnown(_ message: SIPMessage) throws {
        let again = try SIPMessage.parse(message.octets)
        #expect(message.namedFields == again.namedFields)
        #expect(message.namedFields == message.headerFields.map { NamedField($0) })
    }

    @Test("after the header or the body was replaced, folded and unparsed values included")
    func replaced() throws {
        let entity = MIMEEntity(
            headerFields: [
                try HeaderField(name: "MIME-Version", value: "1.0"),
                try HeaderField(name: "Content-Type", value: "text/html"),
                try HeaderField(name: "Content-Odd", value: "x"),
                try HeaderField(name: "Subject", value: "x"),
            ], body: Array("<p>".utf8))
        for fields in [
            "", "Date: whenever\r\n", "Contact: <<a\r\n b\r\nX-1: 1\r\nx-1: 2\r\n", "Route: <\r\n",
        ] {
            let message = try message(fields)
            try expectKnown(message)
            try expectKnown(message.replacingBody(with: entity))
            try expectKnown(message.replacingHeader(with: message.headerFields))
            try expectKnown(message.replacingHeader(with: message.namedFields))
            let fragment = try SIPFragment.parse(message.namedFields.flatMap(\.inLongForm.field.octets))
            #expect(fragment.namedFields == message.namedFields.map(\.inLongForm))
        }
    }

    @Test("limits allow exactly the messages that can be read within them")
    func limits() throws {
        for message in [try message(), try message("X: 1\r\n"), try message(body: "")] {
            let header = message.octets.count - message.body.count
            for fields in around(message.headerFields.count) {
                for octets in around(header) {
                    for body in around(message.body.count) {
                        let limits = SIPLimits(headerOctets: octets, bodyOctets: body, fields: fields)
                        let isRead = (try? SIPMessage.parse(message.octets, limits: limits)) != nil
                        #expect(limits.allow(message) == isRead, "\(limits)")
                    }
                }
            }
        }
    }

    private func around(_ size: Int) -> [Int] { [size - 1, size, size + 1, 60_000] }

    @Test("a date has its octets at fixed places")
    func dates() {
        let date = "Sat, 13 Nov 2010 23:29:00 GMT"
        #expect(SIPDate(date) != nil)
        for index in date.indices {
            for other in ["?", "\u{600}", "x9", ""] {
                var changed = date
                changed.replaceSubrange(index...index, with: other)
                #expect(SIPDate(changed) == nil, "\(changed)")
            }
        }
    }
}

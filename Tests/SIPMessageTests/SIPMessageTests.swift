import MIME
import Testing

@testable import SIPMessage

@Suite("SIPMessage")
struct SIPMessageTests {
    @Test("reads a request: start line, names, dialog fields, body")
    func request() throws {
        let message = try SIPMessage.parse(
            publish(fields: "o: presence\nc: text/plain\n", body: "hi"))
        #expect(message.startLine == .request(method: "PUBLISH", requestURI: "sip:alice@example.test"))
        #expect(message.isRequest)
        #expect(message.method == "PUBLISH")
        #expect(message.from.tag == "1")
        #expect(message.to.sipURI?.user == "alice")
        #expect(message.to.tag == nil)
        #expect(message.callID == "1@192.0.2.1")
        #expect(message.cSeq == CSeq(number: 1, method: "PUBLISH"))
        #expect(message.event == "presence")
        #expect(try message.contentType()?.mediaType == "text/plain")
        #expect(message.body == Array("hi".utf8))
        #expect(message.warnings.isEmpty)
    }

    @Test("reads a response, with the method of CSeq")
    func response() throws {
        let message = try SIPMessage.parse(publish(startLine: "SIP/2.0 415 Unsupported Media Type"))
        #expect(message.startLine == .response(statusCode: 415, reasonPhrase: "Unsupported Media Type"))
        #expect(message.requestURI == nil)
        #expect(message.method == "PUBLISH")
    }

    @Test(
        "refuses a registered method in another case, in a request, a response and a fragment; reads any other method"
    )
    func methodCase() throws {
        for method in [
            "PUBLISH", "NOTIFY", "SUBSCRIBE", "MESSAGE", "REGISTER", "INVITE", "ACK", "BYE", "CANCEL",
            "OPTIONS", "INFO",
            "PRACK", "UPDATE", "REFER",
        ] {
            for written in [method.lowercased(), String(method.prefix(1)) + method.dropFirst().lowercased()] {
                let fault = SIPMessageError.methodCase(written, registered: method)
                for start in ["\(written) sip:a@example.test SIP/2.0", "SIP/2.0 200 OK"] {
                    let text = String(decoding: publish(startLine: start), as: UTF8.self)
                        .replacing("1 PUBLISH", with: "1 \(written)")
                    #expect(refusal(of: Array(text.utf8)) == fault)
                    #expect(try UncheckedSIPMessage.read(Array(text.utf8)).faults == [fault])
                }
                let fields =
                    "From: <sip:a@example.test>\r\nTo: <sip:b@example.test>\r\nCall-ID: 1\r\nCSeq: 2 \(written)\r\n"
                #expect(throws: fault) { try SIPFragment.parse(Array(fields.utf8)) }
            }
        }
        let other = String(decoding: publish(), as: UTF8.self).replacing("PUBLISH", with: "newMethod")
        #expect(try SIPMessage.parse(Array(other.utf8)).method == "newMethod")
    }

    @Test("reads lines that end with a bare LF, and empty lines before the start line")
    func lineEnds() throws {
        let octets = Array("\r\n\n".utf8) + publish(body: "a").filter { $0 != 0x0D }
        let message = try SIPMessage.parse(octets)
        #expect(message.octets == octets)
        #expect(message.body == [0x61])
    }

    @Test("unfolds values and keeps the lines of a folded field")
    func folding() throws {
        let message = try SIPMessage.parse(publish(fields: "Subject: one  \n\t two\n"))
        let subject = try #require(message.headerFields.first { $0.headerName == "Subject" })
        #expect(subject.value == "one two")
        #expect(subject.octets == Array("Subject: one  \r\n\t two\r\n".utf8))
    }

    @Test("splits lists at commas outside quotes and brackets, over lines and compact names")
    func lists() throws {
        let fields = """
            Contact: "a, \\"b" <sip:x,1@h>;q=1, <sip:y@h>
            m: sip:z@h
            Subject: one, two

            """
        let message = try SIPMessage.parse(publish(fields: fields))
        #expect(
            message.values(of: "Contact") == ["\"a, \\\"b\" <sip:x,1@h>;q=1", "<sip:y@h>", "sip:z@h"])
        #expect(message.values(of: "s") == ["one, two"])
        #expect(message.values(of: "Accept").isEmpty)
    }

    @Test("refuses a body shorter than Content-Length says")
    func shortBody() {
        let octets = Array(publish(body: "12345").dropLast(2))
        #expect(refusal(of: octets) == .bodyShorterThanContentLength(declared: 5, found: 3))
    }

    @Test("drops octets after the body, with a warning")
    func surplus() throws {
        let octets = publish(fields: "c: a/b\n", body: "12345")
        let message = try SIPMessage.parse(octets + [0, 1, 2])
        #expect(message.octets == octets)
        #expect(message.body == Array("12345".utf8))
        #expect(message.warnings == [.surplusOctets(3)])
    }

    @Test("treats the rest as the body if there is no Content-Length")
    func noContentLength() throws {
        let header = try #require(String(validating: publish(), as: UTF8.self))
            .replacing("Content-Length: 0\r\n", with: "Content-Type: a/b\r\n")
        let message = try SIPMessage.parse(Array(header.utf8) + [0, 0xFF, 0x0D, 0x0A])
        #expect(message.body == [0, 0xFF, 0x0D, 0x0A])
        #expect(message.warnings.isEmpty)
    }

    @Test("warns of a body without Content-Type")
    func untypedBody() throws {
        #expect(try SIPMessage.parse(publish(body: "x")).warnings == [.bodyWithoutContentType])
    }

    @Test(
        "refuses a Content-Length that is not a number",
        arguments: ["-1", "+1", "1,1", "1 1", "", "0x1", "...", "\u{0661}"])
    func garbageLength(value: String) throws {
        let text = String(decoding: publish(), as: UTF8.self).replacing("Length: 0", with: "Length: \(value)")
        #expect(refusal(of: Array(text.utf8)) == .malformedContentLength(value))
    }

    @Test("refuses a Content-Length beyond every integer as too large")
    func hugeLength() {
        let digits = String(repeating: "9", count: 100)
        let text = String(decoding: publish(), as: UTF8.self).replacing(
            "Length: 0", with: "Length: \(digits)")
        #expect(refusal(of: Array(text.utf8)) == .bodyTooLarge(limit: 1_048_576))
    }

    @Test(
        "refuses a second single field, under either name, equal or not",
        arguments: [
            "f: <sip:eve@example.test>;tag=2": "From", "T: <sip:alice@example.test>": "To",
            "i: 1@192.0.2.1": "Call-ID",
            "cseq: 1 PUBLISH": "CSeq", "l: 0": "Content-Length",
        ])
    func duplicates(field: String, name: String) {
        #expect(refusal(of: publish(fields: field + "\n")) == .duplicateField(name: name))
    }

    @Test("refuses two Content-Type fields")
    func twoContentTypes() {
        let octets = publish(fields: "c: a/b\nContent-Type: a/b\n")
        #expect(refusal(of: octets) == .duplicateField(name: "Content-Type"))
    }

    @Test(
        "refuses a message without a required field",
        arguments: [
            "From", "To", "Call-ID", "CSeq",
        ])
    func missing(name: String) {
        let text = String(decoding: publish(), as: UTF8.self).replacing("\(name): ", with: "X-\(name): ")
        #expect(refusal(of: Array(text.utf8)) == .missingField(name: name))
    }

    @Test(
        "refuses other content",
        arguments: [
            ("", SIPMessageError.empty), ("\r\n\r\n", .empty), ("hello", .malformedStartLine("hello")),
            ("GET / HTTP/1.1\r\n\r\n", .malformedStartLine("GET / HTTP/1.1")),
            ("PUBLISH sip:a SIP/3.0\r\n\r\n", .unsupportedVersion("SIP/3.0")),
            ("SIP/2.0 700 x\r\n\r\n", .statusCodeOutOfRange("700")),
            ("SIP/2.0 099 x\r\n\r\n", .statusCodeOutOfRange("099")),
            ("PUBLISH sip:a SIP/2.0\r\nTo: x\r\n", .headerNotTerminated),
            ("PUBLISH sip:a SIP/2.0\r\n\r\n", .missingField(name: "From")),
            ("PUBLISH sip:a SIP/2.0\r\nno colon\r\n\r\n", .malformedHeaderLine(line: 2)),
            ("PUBLISH sip:a SIP/2.0\r\n folded\r\n\r\n", .malformedHeaderLine(line: 2)),
            ("PUBLISH sip:a SIP/2.0\r\nTo: x\r\n \r\n\r\n", .malformedHeaderLine(line: 3)),
            ("PUBLISH sip:a SIP/2.0\r\nT(o): x\r\n\r\n", .malformedHeaderLine(line: 2)),
            ("PUBLISH sip:a SIP/2.0\r\n: x\r\n\r\n", .malformedHeaderLine(line: 2)),
            ("PUBLISH sip:a SIP/2.0\r\nTo: x\ry\r\n\r\n", .forbiddenOctet(0x0D, line: 2)),
            ("PUBLISH sip:a SIP/2.0\r\nTo: x\0y\r\n\r\n", .forbiddenOctet(0, line: 2)),
            ("PUBLISH sip:a SIP/2.0\r\nTo: \\\0y\r\n\r\n", .forbiddenOctet(0, line: 2)),
            ("PUBLISH\0 sip:a SIP/2.0\r\n\r\n", .forbiddenOctet(0, line: 1)),
            ("SIP/2.0 200 \"\\\0\"\r\n\r\n", .forbiddenOctet(0, line: 1)),
        ])
    func garbage(text: String, error: SIPMessageError) {
        #expect(refusal(of: Array(text.utf8)) == error)
    }

    @Test("enforces the limits of header, fields and body, to the octet")
    func limits() throws {
        let octets = publish(body: "12345")
        let header = octets.count - 5
        let exact = SIPLimits(headerOctets: header, bodyOctets: 5, fields: 6)
        #expect(refusal(of: octets, limits: exact) == nil)
        #expect(
            refusal(of: octets, limits: SIPLimits(headerOctets: header - 1))
                == .headerTooLarge(limit: header - 1))
        #expect(refusal(of: octets, limits: SIPLimits(bodyOctets: 4)) == .bodyTooLarge(limit: 4))
        #expect(refusal(of: octets, limits: SIPLimits(fields: 5)) == .tooManyFields(limit: 5))
    }

    @Test("counts empty lines before the start line as header")
    func leadingLinesAreBounded() {
        let octets = [UInt8](repeating: 0x0A, count: 70_000) + publish()
        #expect(refusal(of: octets) == .headerTooLarge(limit: 65_536))
    }
}

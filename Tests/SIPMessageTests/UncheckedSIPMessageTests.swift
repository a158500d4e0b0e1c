import MIME
import TestSupport
import Testing

@testable import SIPMessage

@Suite("An unchecked message")
struct UncheckedSIPMessageTests {
    private func read(_ octets: [UInt8]) throws -> UncheckedSIPMessage {
        try UncheckedSIPMessage.read(octets)
    }

    private func changed(_ old: String, _ new: String, body: String = "hello") throws -> [UInt8] {
        let text = String(decoding: publish(fields: "Content-Type: text/plain\n", body: body), as: UTF8.self)
        try #require(text.contains(old))
        return Array(text.replacing(old, with: new).utf8)
    }

    @Test("is the same as a checked one, without faults")
    func checked() throws {
        let octets = publish(body: "hello")
        let message = try read(octets)
        let same = try SIPMessage.parse(octets)
        #expect(message.faults.isEmpty && message.warnings == same.warnings)
        #expect(message.headerFields == same.headerFields && message.body == same.body)
        #expect(message.from == same.from && message.cSeq == same.cSeq && message.method == "PUBLISH")
    }

    @Test(
        "has the faults that prevent its protection",
        arguments: [
            ("From: <sip:alice@example.test>;tag=1\r\n", "", SIPMessageError.missingField(name: "From")),
            ("To: <sip:alice@example.test>", "To: <<a", .malformedField(name: "To", value: "<<a")),
            ("CSeq: 1 PUBLISH", "CSeq: x", .malformedField(name: "CSeq", value: "x")),
            ("CSeq: 1 PUBLISH", "CSeq: 1 NOTIFY", .methodMismatch(request: "PUBLISH", cSeq: "NOTIFY")),
            ("Call-ID: 1@192.0.2.1", "Call-ID: a b", .malformedField(name: "Call-ID", value: "a b")),
            ("Call-ID: 1@192.0.2.1", "i: 1\r\nCall-ID: 2", .duplicateField(name: "Call-ID")),
            ("Content-Length: 5", "Content-Length: five", .malformedContentLength("five")),
            ("Content-Length: 5", "Content-Length: 6", .bodyShorterThanContentLength(declared: 6, found: 5)),
            ("Content-Length: 5", "l: 5\r\nContent-Length: 3", .duplicateField(name: "Content-Length")),
            (" SIP/2.0\r\nVia", " SIP/3.0\r\nVia", .unsupportedVersion("SIP/3.0")),
            ("Via: SIP", "Via: \u{1}SIP", .forbiddenOctet(1, line: 2)),
            ("\r\n", "\r\r\n", .doubledLineEnds),
        ])
    func faults(old: String, new: String, fault: SIPMessageError) throws {
        let octets = try changed(old, new)
        let message = try read(octets)
        #expect(message.faults.contains(fault), "\(message.faults)")
        #expect(message.body == Array("hello".utf8))
        #expect(message.values(of: "Via").count == 1)
        #expect(refusal(of: octets).map(message.faults.contains) == true)
    }

    @Test(
        "is a request or a response by its start line, however unusual the rest of that is",
        arguments: [
            ("PUBLISH  sip:a@b  SIP/2.0", StartLine.request(method: "PUBLISH", requestURI: "sip:a@b")),
            ("PUBLISH sip:a b SIP/2.0 ", .request(method: "PUBLISH", requestURI: "sip:a b")),
            ("PUBLISH <sip:a@b> sip/7.0", .request(method: "PUBLISH", requestURI: "<sip:a@b>")),
            ("SIP/2.0 4711 Odd one", .response(statusCode: 4711, reasonPhrase: "Odd one")),
            ("SIP/3.0 200", .response(statusCode: 200, reasonPhrase: "")),
        ])
    func startLines(line: String, expected: StartLine) throws {
        let octets = publish(startLine: line, body: "hello")
        #expect(refusal(of: octets) != nil)
        #expect(try read(octets).startLine == expected)
    }

    @Test(
        "is refused with the strict reader's error if its lines cannot be recognized",
        arguments: [
            "", "Dear Bob,\r\n", "To: b@example.test\r\nSubject: hi\r\n\r\n", "PUBLISH sip:a@b\r\n\r\n",
            "SIP/2.0 abc\r\n\r\n", "PUBLISH sip:a@b SIP/2.0\r\nno field\r\n\r\n",
            "PUBLISH sip:a@b SIP/2.0\r\n folded\r\n\r\n", "PUBLISH sip:a@b SIP/2.0\r\nA: b\r\n \r\n\r\n",
        ])
    func refused(text: String) throws {
        let octets = Array(text.utf8)
        let expected = try #require(refusal(of: octets))
        #expect(throws: expected) { try UncheckedSIPMessage.read(octets) }
    }

    @Test("obeys the limits, at linear cost for many folds")
    func limits() throws {
        let many = String(repeating: "A: b\r\n", count: 300)
        #expect(throws: SIPMessageError.tooManyFields(limit: 256)) {
            try UncheckedSIPMessage.read(Array("X sip:y@z SIP/2.0\r\n\(many)\r\n".utf8))
        }
        let long = "X sip:y@z SIP/2.0\r\nA:" + String(repeating: "\r\n b", count: 70_000)
        #expect(throws: SIPMessageError.self) { try UncheckedSIPMessage.read(Array(long.utf8)) }
        let folds = "X sip:y@z SIP/2.0\r\nA:" + String(repeating: "\r\n b", count: 10_000) + "\r\n\r\n"
        #expect(try read(Array(folds.utf8)).values(of: "A").first?.utf8.count == 19_999)
    }

    @Test("every torture message of RFC 4475 has the fault for which it is refused, or no header lines")
    func tortureMessages() throws {
        var looked = 0
        for name in try Vectors.names(in: "rfc4475", ending: ".dat") {
            let octets = try Vectors.octets("rfc4475/\(name)")
            guard let message = try? read(octets) else { continue }
            looked += 1
            if let error = refusal(of: octets) { #expect(message.faults.contains(error), "\(name)") }
        }
        #expect(looked == 49)
    }

    @Test("without an empty line after the header the fields are read, and the body is empty")
    func unterminated() throws {
        let message = try read(Array("X sip:y@z SIP/2.0\r\nA: b".utf8))
        #expect(message.faults.contains(.headerNotTerminated) && message.body.isEmpty)
        #expect(message.values(of: "A") == ["b"])
    }
}

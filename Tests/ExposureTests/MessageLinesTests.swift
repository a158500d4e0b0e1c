import SIPMessage
import TestSupport
import Testing

@testable import Exposure

@Suite("The lines of a message's header")
struct MessageLinesTests {
    /// The lines of a message that may be written in any way; each text is a line with its end.
    private func lines(_ text: String...) throws -> MessageLines {
        MessageLines(try UncheckedSIPMessage.read(Array(text.joined().utf8)))
    }

    @Test("lines are counted from the start line, and each field has the line on which it begins")
    func plain() throws {
        let lines = try lines(
            "OPTIONS sip:a@b SIP/2.0\r\n", "From: <sip:a@b>;tag=1\r\n", "To: <sip:a@b>\r\n", "\r\n")
        #expect(lines.startLine == 1)
        #expect(lines.fields == [2, 3])
        #expect(lines.body == 5)
        #expect(
            lines.header.map(\.text) == [
                "OPTIONS sip:a@b SIP/2.0", "From: <sip:a@b>;tag=1", "To: <sip:a@b>",
            ])
    }

    @Test("a folded field begins on its first line, and its other lines belong to it (RFC 3261 §7.3.1)")
    func folded() throws {
        let lines = try lines(
            "OPTIONS sip:a@b SIP/2.0\r\n", "Subject: one\r\n", " two\r\n", "\tthree\r\n", "To: <sip:a@b>\r\n",
            "\r\n")
        #expect(lines.fields == [2, 5])
        #expect(lines.header.map(\.beginning) == [1, 2, 2, 2, 5])
        #expect(lines.header[2].text == " two")
    }

    @Test("empty lines before the start line are counted (RFC 3261 §7.5)")
    func leadingLines() throws {
        let lines = try lines(
            "\r\n", "\r\n", "OPTIONS sip:a@b SIP/2.0\r\n", "To: <sip:a@b>\r\n", "\r\n", "body")
        #expect(lines.startLine == 3)
        #expect(lines.fields == [4])
        #expect(lines.body == 6)
    }

    @Test("lines that end with LF alone, or with CR CR LF, are lines", arguments: ["\n", "\r\r\n"])
    func lineEnds(end: String) throws {
        let text = ["OPTIONS sip:a@b SIP/2.0", "To: <sip:a@b>", "", ""].joined(separator: end)
        let lines = MessageLines(try UncheckedSIPMessage.read(Array(text.utf8)))
        #expect(lines.header.map(\.text) == ["OPTIONS sip:a@b SIP/2.0", "To: <sip:a@b>"])
        #expect(lines.fields == [2])
    }

    @Test("a body that looks like header fields adds none")
    func body() throws {
        let lines = try lines(
            "MESSAGE sip:a@b SIP/2.0\r\n", "To: <sip:a@b>\r\n", "\r\n", "From: x\r\n\r\nTo: y\r\n")
        #expect(lines.fields == [2] && lines.header.count == 2 && lines.body == 4)
    }

    @Test("octets that are not UTF-8 are replaced, and change no other line")
    func octets() throws {
        let text = Array("OPTIONS sip:a@b SIP/2.0\r\nSubject: ".utf8) + [0xFF, 0x0D, 0x0A]
        let rest = Array("To: <sip:a@b>\r\n\r\n".utf8)
        let lines = MessageLines(try UncheckedSIPMessage.read(text + rest))
        #expect(lines.header[1].text == "Subject: \u{FFFD}")
        #expect(lines.fields == [2, 3])
    }

    @Test(
        "every finding about a field has a line of that field",
        arguments: [
            "t1-plain-alice-01-tx-PUBLISH", "t1-plain-bob-01-tx-SUBSCRIBE", "t1-plain-bob-05-rx-NOTIFY",
        ])
    func findings(name: String) throws {
        let message = try ExampleMessage.capture(name)
        let lines = MessageLines(UncheckedSIPMessage(message))
        for finding in ExposureReport.of(message, layers: []).headers where finding.row.kind == .header {
            for line in finding.lines {
                let text = try #require(lines.header.first { $0.beginning == line }?.text)
                let field = HeaderName(String(text.prefix { $0 != ":" && $0 != " " }))
                #expect(field == HeaderName(finding.name), "\(finding.name): \(text)")
            }
        }
    }
}

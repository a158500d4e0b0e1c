import Testing

@testable import MessageBatch

/// Entries in the form of SIPp 3.6.1, as its `-trace_msg` wrote them on 2026-11-30.
@Suite("A log of SIPp")
struct MessageLogTests {
    private static let rule = String(repeating: "-", count: 47) + " 2026-11-30 12:32:44.530602\n"
    private static let publish = "PUBLISH sip:a@example.test SIP/2.0\r\nContent-Length: 7\r\n\r\nhello\r\n"
    private static let answer = "SIP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n"

    private func sent(_ message: String, count: Int? = nil) -> String {
        Self.rule + "UDP message sent (\(count ?? message.utf8.count) bytes):\n\n\(message)\n"
    }

    private func received(_ message: String) -> String {
        Self.rule + "UDP message received [\(message.utf8.count)] bytes :\n\n\(message)\n"
    }

    private func messages(_ log: String) -> [String] {
        MessageLog(Array(log.utf8)).messages.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("has the messages sent and received, in their order")
    func both() {
        let log = sent(Self.publish) + received(Self.answer) + sent(Self.publish)
        #expect(MessageLog.begins(Array(log.utf8)))
        #expect(messages(log) == [Self.publish, Self.answer, Self.publish])
    }

    @Test("keeps a body that has a line of dashes like its own")
    func dashes() {
        let message = "PUBLISH sip:a SIP/2.0\r\nContent-Length: 81\r\n\r\n" + Self.rule + "\nend"
        #expect(messages(sent(message) + sent(Self.answer)) == [message, Self.answer])
    }

    @Test("has a message that SIPp cut at a NUL octet as far as it goes, and those after it")
    func cut() {
        let log = sent("PUBLISH sip:a SIP/2.0\r\n\r\n0\u{82}", count: 900) + received(Self.answer)
        #expect(messages(log) == ["PUBLISH sip:a SIP/2.0\r\n\r\n0\u{82}\n", Self.answer])
    }

    @Test("without line ends is read once, however many rows of dashes it has")
    func dashesOnly() {
        let octets = [UInt8](repeating: UInt8(ascii: "-"), count: 4_000_000)
        #expect(MessageLog(octets).messages.isEmpty)
    }

    @Test("is not taken for one without its second line")
    func other() {
        #expect(!MessageLog.begins(Array((Self.rule + "Unexpected UDP\n\nx").utf8)))
        #expect(!MessageLog.begins(Array(Self.publish.utf8)) && !MessageLog.begins([]))
        #expect(messages(Self.rule + "Unexpected UDP\n\nx\n") == [])
        let huge = Self.rule + "UDP message sent (99999999999999999999 bytes):\n\nx\n"
        #expect(messages(huge) == [])
    }
}

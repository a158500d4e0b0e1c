import Testing

@testable import MessageBatch

@Suite("Messages one after another")
struct MessageSequenceTests {
    private static let first = Array("MESSAGE sip:a SIP/2.0\r\nContent-Length: 2\r\n\r\nhi".utf8)
    private static let second = Array("SIP/2.0 200 OK\nContent-Length: 0\n\n".utf8)

    @Test("end where Content-Length says, whatever line ends lie between")
    func split() {
        let octets = Self.first + [0x0D, 0x0A] + Self.second + Self.first
        #expect(
            MessageSequence.split(octets) == [Self.first, [0x0D, 0x0A] + Self.second, Self.first])
        #expect(MessageSequence.isSeveral(octets))
    }

    @Test("are split up to a limit, and the rest is one")
    func limit() {
        let octets = Array(repeating: Self.first, count: 5).flatMap(\.self)
        #expect(
            MessageSequence.split(octets, limit: 2) == [
                Self.first, Self.first, Self.first + Self.first + Self.first,
            ])
    }

    @Test("are one message without Content-Length, and if what follows is none")
    func one() {
        let open = Array("MESSAGE sip:a SIP/2.0\r\n\r\n".utf8) + Self.first
        for octets in [Self.first, open, Self.first + Array("more".utf8), Self.first + [0x0D, 0x0A], []] {
            #expect(MessageSequence.split(octets) == [octets])
            #expect(!MessageSequence.isSeveral(octets))
        }
        let begun = Self.first + Array("MESSAGE sip:b SIP/2.0\r\nTo: ".utf8)
        #expect(MessageSequence.split(begun) == [begun])
    }
}

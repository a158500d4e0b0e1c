import MIME
import SIPMessage
import Testing

@Suite("TokenWithParameters and transports")
struct TokenWithParametersTests {
    @Test("reads a token and its parameters, without white space and quotes")
    func reads() throws {
        let value = try #require(
            TokenWithParameters.parse(" ipsec-3gpp ; q = 0.1;mod=trans;text=\"a;b\"; flag"))
        #expect(value.token == "ipsec-3gpp")
        #expect(value.parameters.named("Q")?.value == "0.1")
        #expect(value.parameters.named("text")?.value == "a;b")
        #expect(value.parameters.named("flag") == HeaderParameter(name: "flag", value: nil))
    }

    @Test(
        "refuses values outside the grammar",
        arguments: [
            "", ";q=1", "tls;q=1;Q=2", "tls;", "tls q=1", "tls;q=", "<tls>", "tls,digest", "tls;q=\"1",
        ])
    func refuses(value: String) {
        #expect(TokenWithParameters.parse(value) == nil)
    }

    @Test("returns the transport of each Via, the topmost first, in capitals")
    func transports() throws {
        let text = """
            OPTIONS sip:a@example.test SIP/2.0
            Via: SIP / 2.0 / udp proxy.example.test;branch=z9hG4bK2
            v: SIP/2.0/TLS 192.0.2.1:5061;branch=z9hG4bK1, SIP/2.0/tcp 192.0.2.7;branch=z9hG4bK0
            From: <sip:a@example.test>;tag=1
            To: <sip:a@example.test>
            Call-ID: 1
            CSeq: 1 OPTIONS

            """
        let message = try SIPMessage.parse(
            Array(
                (text + "\n").split(separator: "\n", omittingEmptySubsequences: false).joined(
                    separator: "\r\n"
                ).utf8))
        #expect(message.viaTransports == ["UDP", "TLS", "TCP"])
    }
}

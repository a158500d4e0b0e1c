import MIME
import Testing

@testable import SIPMessage

@Suite("A message with another header")
struct ReplacingHeaderTests {
    private static let text =
        "\r\nPUBLISH sip:a@b SIP/2.0\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\nf: <sip:a@b>;tag=1\nTo: <sip:a@b>\nCall-ID: c\n"
        + "CSeq: 1 PUBLISH\nSubject: two\n lines\nContent-Length: 2\n\nhi"

    private func message() throws -> SIPMessage { try SIPMessage.parse(Array(Self.text.utf8)) }

    @Test("keeps start line and body, and its lines end with CRLF")
    func lines() throws {
        let message = try message()
        let same = try message.replacingHeader(with: message.headerFields)
        #expect(
            String(decoding: same.octets, as: UTF8.self)
                == Self.text.dropFirst().replacing("\n", with: "\r\n"))
        #expect(try SIPMessage.parse(same.octets) == same)
        #expect(same.from == message.from && same.body == message.body)
    }

    @Test("uses the start line of another")
    func startLine() throws {
        let other = try SIPMessage.parse(
            Array(Self.text.replacing("sip:a@b SIP", with: "sip:a@192.0.2.1 sip").utf8))
        let message = try message()
        let changed = try message.replacingHeader(with: message.headerFields, startLineOf: other)
        #expect(changed.requestURI == "sip:a@192.0.2.1" && changed.octets.starts(with: Array("PUBLISH".utf8)))
    }

    @Test("is checked like a received one")
    func checked() throws {
        let message = try message()
        let fields = message.headerFields
        #expect(throws: SIPMessageError.duplicateField(name: "From")) {
            try message.replacingHeader(with: fields + [fields[1]])
        }
        #expect(throws: SIPMessageError.missingField(name: "From")) {
            try message.replacingHeader(with: fields.filter { $0.headerName != "From" })
        }
        let length = try HeaderField(name: "Content-Length", value: "1")
        #expect(throws: SIPMessageError.bodyShorterThanContentLength(declared: 1, found: 2)) {
            try message.replacingHeader(with: fields.dropLast() + [length])
        }
        let many = [HeaderField](repeating: try HeaderField(name: "X", value: "y"), count: 260)
        #expect(throws: SIPMessageError.tooManyFields(limit: 256)) {
            try message.replacingHeader(with: fields + many)
        }
        let long = try HeaderField(name: "X", value: String(repeating: "y", count: 65_536))
        #expect(throws: SIPMessageError.headerTooLarge(limit: 65_536)) {
            try message.replacingHeader(with: fields + [long])
        }
    }

    @Test(
        "an address without its display name",
        arguments: [
            ("Alice <sip:a@b>;tag=1", "<sip:a@b>;tag=1"),
            ("\"A \\\" < B\" <sip:a@b>;x=\"<\"", "<sip:a@b>;x=\"<\""),
            ("<sip:a@b>", "<sip:a@b>"), ("sip:a@b;tag=1", "sip:a@b;tag=1"), ("*", "*"),
        ])
    func displayName(value: String, bare: String) {
        #expect(NameAddress.withoutDisplayName(value) == bare)
    }
}

import SIPMessage
import SMIMEBody
import Testing

@testable import SMIMEAgent

/// What a proxy must do with a message.
struct MessageHandlingTests {
    /// Returns the decisions about a message outward and inward.
    private func handling(
        _ start: String = "PUBLISH sip:alice@example.test SIP/2.0", event: String? = "Event: presence",
        type: String? = "Content-Type: application/pidf+xml", body: String = "<presence/>"
    ) throws -> [MessageHandling] {
        let method = start.hasPrefix("SIP/2.0") ? "SUBSCRIBE" : String(start.prefix { $0 != " " })
        let fields = [
            start, "Via: SIP/2.0/TCP pc.example.test;branch=z9hG4bK1", "From: <sip:alice@example.test>;tag=1",
            "To: <sip:alice@example.test>", "Call-ID: 1", "CSeq: 1 \(method)", event, type,
            "Content-Length: \(body.utf8.count)", "", body,
        ]
        let message = try SIPMessage.parse(Array(fields.compactMap(\.self).joined(separator: "\r\n").utf8))
        return [.outward, .inward].map { MessageHandling(of: message, going: $0) }
    }

    private static let labelled = "Content-Type: application/pkcs7-mime; smime-type=authEnveloped-data"

    @Test func `a document in clear is protected on its way out and refused on its way in`() throws {
        #expect(try handling() == [.mustBeProtected(inTunnel: false), .refused(.clearText)])
    }

    @Test func `a protected message passes on its way out and is opened on its way in`() throws {
        let lab = try AgentLab()
        for protection in [SendingOptions.Protection.signedAndEnveloped, .signedDetached, .signedOpaque] {
            let protected = try lab.protect(try AgentLab.publish()) { $0.protection = protection }
            let message = try #require(protected.message)
            #expect(MessageHandling(of: message, going: .outward) == .passes, "\(protection)")
            #expect(MessageHandling(of: message, going: .inward) == .mustBeOpened, "\(protection)")
        }
    }

    @Test func `a document in clear does not go out because its type says that it is protected`() throws {
        #expect(
            try handling(type: Self.labelled) == [.mustBeProtected(inTunnel: false), .refused(.clearText)])
    }

    @Test func `a request without a body needs a tunnel, and does not come in without one`() throws {
        for start in ["SUBSCRIBE", "NOTIFY"] {
            let found = try handling("\(start) sip:alice@example.test SIP/2.0", type: nil, body: "")
            #expect(found == [.mustBeProtected(inTunnel: true), .refused(.nothingToProtect)], "\(start)")
        }
    }

    @Test func `a response without a body passes, one with a body does not come in`() throws {
        #expect(try handling("SIP/2.0 200 OK", event: nil, type: nil, body: "") == [.passes, .passes])
        #expect(try handling("SIP/2.0 200 OK", event: nil).last == .refused(.clearText))
    }

    @Test(arguments: ["Event: Presence", "Event: presence.winfo;id=1", "o: presence", nil])
    func `the presence package is one in every spelling, and if it is not named`(event: String?) throws {
        #expect(
            try handling(event: event, type: "Content-Type: text/plain") == [
                .mustBeProtected(inTunnel: false), .refused(.clearText),
            ])
    }

    @Test func `another package passes, unless its body is protected or a presence document`() throws {
        let dialog = "Event: dialog"
        #expect(try handling(event: dialog, type: "Content-Type: text/plain") == [.passes, .passes])
        let protected = try AgentLab().protect(try AgentLab.publish()) { $0.transferEncoding = .base64 }
        let text = String(decoding: protected.octets, as: UTF8.self)
        let other = try SIPMessage.parse(Array(text.replacing("Event: presence", with: dialog).utf8))
        #expect(MessageHandling(of: other, going: .outward) == .passes)
        #expect(MessageHandling(of: other, going: .inward) == .mustBeOpened)
        #expect(try handling(event: dialog).last == .refused(.clearText))
    }

    @Test(arguments: [
        "Content-Type: application/pidf+xml", "c: application/pidf-diff+xml",
        "Content-Type: APPLICATION/PIDF+XML",
    ])
    func `a presence document in another message counts by its type`(type: String) throws {
        let found = try handling("MESSAGE sip:alice@example.test SIP/2.0", event: nil, type: type)
        #expect(found == [.mustBeProtected(inTunnel: false), .refused(.clearText)])
    }

    @Test func `what is not about presence passes`() throws {
        for method in ["MESSAGE", "INVITE", "OPTIONS"] {
            let found = try handling(
                "\(method) sip:alice@example.test SIP/2.0", event: nil, type: "Content-Type: text/plain",
                body: "hello")
            #expect(found == [.passes, .passes], "\(method)")
        }
    }

    @Test func `a type that cannot be read makes no message of the package pass`() throws {
        #expect(try handling(type: "Content-Type: application").last == .refused(.clearText))
        #expect(try handling(type: nil).last == .refused(.clearText))
    }

    @Test(arguments: ["presence\t;id=1", "presence ;id=1", "foo, presence", "presence;;", "\"presence\"", ""])
    func `an Event that another reader may take for presence is about presence`(_ value: String) throws {
        for start in ["NOTIFY sip:bob@example.test SIP/2.0", "SUBSCRIBE sip:alice@example.test SIP/2.0"] {
            let type = "Content-Type: multipart/related; boundary=b"
            let found = try handling(start, event: "Event: \(value)", type: type, body: "--b\r\n\r\n--b--")
            #expect(found == [.mustBeProtected(inTunnel: false), .refused(.clearText)], "\(start) \(value)")
        }
    }

    @Test func `a document in a part, or in a type that cannot be read, is about presence in any method`()
        throws
    {
        let start = "MESSAGE sip:bob@example.test SIP/2.0"
        let part =
            "--b\r\nContent-Type: application/pidf+xml\r\n\r\n<presence xmlns=\"urn:ietf:params:xml:ns:pidf\"/>\r\n--b--"
        let refused: [MessageHandling] = [.mustBeProtected(inTunnel: false), .refused(.clearText)]
        #expect(
            try handling(start, event: nil, type: "Content-Type: multipart/mixed; boundary=b", body: part)
                == refused)
        #expect(
            try handling(start, event: nil, type: "Content-Type: application/pidf+xml; x=\"") == refused)
        #expect(
            try handling(start, event: nil, type: "Content-Type: text/plain", body: "hello") == [
                .passes, .passes,
            ])
    }
}

import MIME
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("The signature covers whether a body is for a request or a response")
struct MessageKindTests {
    /// The response to a SUBSCRIBE from bob, with a document about alice.
    private static let response = SampleMessage(
        startLine: "SIP/2.0 200 OK",
        fields: [
            ("Via", "SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1"), ("From", "<sip:bob@example.test>;tag=b1"),
            ("To", "<sip:alice@example.test>;tag=a1"), ("Call-ID", "c3"), ("CSeq", "3 SUBSCRIBE"),
            ("Expires", "3600"),
        ])

    private func with(_ startLine: String, _ message: SampleMessage) -> SampleMessage {
        var message = message
        message.startLine = startLine
        return message
    }

    /// The same with other text in the signed field; nil omits it, as version 0.1 does.
    private func bound(
        to message: SampleMessage, for recipient: String = "sip:example.test", field: String? = nil
    ) throws -> MIMEEntity {
        let text = try String(decoding: Exchange.bound(to: message, for: [recipient]).octets, as: UTF8.self)
        let changed = text.replacing(/Intended-Message: [^\r]*\r\n/, with: field.map { $0 + "\r\n" } ?? "")
        try #require(changed != text)
        return try MIMEEntity.parse(Array(changed.utf8))
    }

    private func tampered(_ state: HeaderComparison.State) -> SMIMEError {
        .headerTampered([HeaderComparison(name: "Status-Code", state: state)])
    }

    @Test(
        "a request's body is refused in a response, signed or enveloped, also if a domain signed it",
        arguments: [TestLab.Holder.alice, .server])
    func request(signer: TestLab.Holder) throws {
        for message in [SampleMessage.publish, .notify] {
            let recipients = ["sip:example.test", "sip:bob@example.test"]
            let signed = try Exchange.signed(Exchange.bound(to: message, for: recipients), by: signer)
            let response = with("SIP/2.0 200 OK", message.with("To", message.fields[2].value))
            for body in [signed, try Exchange.enveloped(signed)] {
                let policy = Exchange.policy { $0.domainSigner = .anyMessage }
                let context = { (message: SampleMessage) in
                    var context = OpeningContext(of: try message.parsed(), at: TestLab.now)
                    context.sender = .expected(try SIPURI.parse(Exchange.alice))
                    return context
                }
                _ = try Exchange.opener(policy: policy).open(body, in: context(message))
                let error = #expect(throws: OpeningRefusal.self) {
                    try Exchange.opener(policy: policy).open(body, in: context(response))
                }
                #expect(error?.reason == tampered(.added))
            }
        }
    }

    @Test("a response's body opens with its own status code only, and not in a request")
    func response() throws {
        let body = try Exchange.signed(Exchange.bound(to: Self.response))
        let opened = try Exchange.open(body, in: Self.response)
        #expect(opened.headers.contains(HeaderComparison(name: "Status-Code", state: .same)))
        #expect(try Exchange.refusal(of: body, in: with("SIP/2.0 200 Fine", Self.response)) == nil)
        for line in ["SIP/2.0 202 Accepted", "SIP/2.0 603 Decline"] {
            #expect(
                try Exchange.refusal(of: body, in: with(line, Self.response)) == tampered(.changed))
        }
        // The sender of a response is named by another field than that of a request.
        let request = with("SUBSCRIBE sip:alice@example.test SIP/2.0", Self.response)
        var context = OpeningContext(of: try request.parsed(), at: TestLab.now)
        context.sender = .expected(try SIPURI.parse(Exchange.alice))
        let error = #expect(throws: OpeningRefusal.self) { try Exchange.opener().open(body, in: context) }
        #expect(error?.reason == tampered(.removed))
    }

    @Test("a body bound by version 0.1, without the field, opens in a request and not in a response")
    func earlier() throws {
        #expect(try Exchange.refusal(of: Exchange.signed(bound(to: .publish)), in: .publish) == nil)
        let response = try Exchange.signed(bound(to: Self.response))
        #expect(try Exchange.refusal(of: response, in: Self.response) == tampered(.added))
    }

    @Test(
        "a field with any other value, or a duplicate, is malformed",
        arguments: [
            "Intended-Message: Request", "Intended-Message: response", "Intended-Message: response 099",
            "Intended-Message: response 0200", "Intended-Message: response +20",
            "Intended-Message: request\r\nintended-message: request", "Intended-Message:",
        ])
    func malformed(field: String) throws {
        let body = try Exchange.signed(bound(to: .publish, field: field))
        #expect(
            try Exchange.refusal(of: body, in: .publish) == .malformed(.binding(.messageKind)))
    }

    @Test("a field of that name in the message itself is ignored")
    func outside() throws {
        let body = try Exchange.signed(Exchange.bound())
        let message = SampleMessage.publish.with("Intended-Message", "response 200")
        #expect(try Exchange.refusal(of: body, in: message) == nil)
        #expect(
            try Exchange.refusal(of: body, in: with("SIP/2.0 200 OK", message)) == tampered(.added))
    }

    @Test("a tunnel declares it by its start line, and by the field if another signer wrote one")
    func tunnel() throws {
        let outer = try Exchange.tunnelled()
        let line = "SIP/2.0 200 OK"
        let response = try outer.changed("PUBLISH sip:alice@example.test SIP/2.0", line)
        #expect(try Exchange.refusal(of: response) == tampered(.changed))
    }
}

import CMS
import MIME
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("Whether another sender would help is derived from the opened content")
struct SenderMismatchTests {
    /// The refusal of a body that bob signed for alice's message, and whether it is refused with any sender.
    private func expectKnown(
        _ body: MIMEEntity, in message: SampleMessage, is expected: Bool? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let opener = try Exchange.opener()
        var context = OpeningContext(of: try message.parsed(), at: TestLab.now)
        let refusal = #expect(throws: OpeningRefusal.self, sourceLocation: sourceLocation) {
            try opener.open(body, in: context)
        }
        guard case .signerNotSender? = refusal?.reason else {
            Issue.record("\(String(describing: refusal))", sourceLocation: sourceLocation)
            return
        }
        context.sender = .any
        let isRefused = (try? opener.open(body, in: context)) == nil
        #expect(
            refusal?.failsRegardlessOfSender == (expected ?? isRefused), sourceLocation: sourceLocation)
    }

    @Test("with the same result as opening it for any sender")
    func agrees() throws {
        let other = SampleMessage.publish.with("Expires", "1")
        let bobs = try Exchange.presence(of: "sip:bob@example.test")
        for content in [
            try Exchange.bound(), try Exchange.bound(content: bobs), try Exchange.bound(to: other),
            try Exchange.presence(), bobs, try Exchange.bound(for: ["sip:bob@example.test"]),
            try Exchange.bound(content: Exchange.entity("text/plain", "hello")),
        ] {
            let signed = try Exchange.signed(content, by: .bob)
            try expectKnown(signed, in: .publish)
            try expectKnown(Exchange.enveloped(signed), in: .publish)
        }
        let byAlice = try Exchange.signed(Exchange.bound())
        let renamed = SampleMessage.publish.with("From", "<sip:mallory@example.test>;tag=a1")
        try expectKnown(byAlice, in: renamed, is: true)
        try expectKnown(Exchange.enveloped(byAlice), in: renamed, is: true)
        let text = try Exchange.entity("text/plain", "hello")
        try expectKnown(Exchange.enveloped(Exchange.signed(text, by: .bob)), in: .publish, is: false)
    }

    @Test("for a signed envelope, which is not opened, from the signed fields")
    func signedEnvelope() throws {
        let text = try Exchange.entity("text/plain", "hello")
        let envelope = try Exchange.enveloped(text)
        let bound = try Exchange.signed(Exchange.bound(content: envelope))
        let renamed = SampleMessage.publish.with("From", "<sip:mallory@example.test>;tag=a1")
        try expectKnown(bound, in: renamed, is: true)
        try expectKnown(Exchange.signed(envelope, by: .bob), in: .publish, is: false)
    }

    @Test("but a refusal under CBC does not disclose it")
    func unauthenticated() throws {
        let renamed = SampleMessage.publish.with("From", "<sip:mallory@example.test>;tag=a1")
        let signed = try Exchange.signed(Exchange.bound())
        try expectKnown(Exchange.enveloped(signed, cipher: .aes256CBC), in: renamed, is: false)
        let envelope = try Exchange.enveloped(
            Exchange.entity("text/plain", "hello"), cipher: .aes256CBC)
        try expectKnown(
            Exchange.signed(Exchange.bound(content: envelope)), in: renamed, is: false)
    }
}

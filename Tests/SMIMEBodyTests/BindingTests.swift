import MIME
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("A body bound to its message")
struct BindingTests {
    private func tampered(_ name: String, _ state: HeaderComparison.State) -> SMIMEError {
        .headerTampered([HeaderComparison(name: name, state: state)])
    }

    @Test("comes back alone, octet for octet, with every signed field compared with the message")
    func roundTrip() throws {
        let content = try Exchange.presence()
        let signed = try Exchange.signed(Exchange.bound())
        for body in [signed, try Exchange.enveloped(signed)] {
            let opened = try Exchange.open(body, in: .publish)
            #expect(opened.entity == content)
            #expect(opened.warnings.isEmpty)
            let same = ["From", "To", "Call-ID", "CSeq"]
            #expect(
                opened.headers.filter { $0.state == .same }.map(\.name) == same + [
                    "Contact", "Event", "Expires",
                ])
            #expect(
                opened.headers.filter { $0.state != .same } == [
                    HeaderComparison(name: "Date", state: .declared)
                ])
        }
    }

    @Test(
        "is refused in another message, another dialog and with other fields",
        arguments: [
            ("Call-ID", "c2@192.0.2.1"), ("CSeq", "8 PUBLISH"), ("From", "<sip:alice@example.test>;tag=a2"),
            ("To", "<sip:bob@example.test>"), ("Contact", "<sip:mallory@192.0.2.66>"), ("Event", "dialog"),
            ("Expires", "0"),
        ])
    func lifted(name: String, value: String) throws {
        let body = try Exchange.enveloped(Exchange.signed(Exchange.bound()))
        let message = SampleMessage.publish.with(name, value)
        #expect(try Exchange.refusal(of: body, in: message) == tampered(name, .changed))
    }

    @Test("is refused if a field was added or removed")
    func addedAndRemoved() throws {
        let body = try Exchange.signed(Exchange.bound())
        let added = SampleMessage.publish.with("SIP-If-Match", "abc")
        #expect(try Exchange.refusal(of: body, in: added) == tampered("SIP-If-Match", .added))
        let removed = SampleMessage.publish.with("Expires", nil)
        #expect(try Exchange.refusal(of: body, in: removed) == tampered("Expires", .removed))
    }

    @Test(
        "is accepted if only the spelling of a field changed (RFC 3261 §19.1.4, §20.20)",
        arguments: [
            ("From", "\"Al\" <sip:alice@EXAMPLE.test>;tag=a1"), ("To", "sip:alice@example.test"),
            ("Contact", "\"me\" <sip:alice@192.0.2.1:5060;transport=TCP>"), ("Subject", "added on the way"),
        ])
    func spelling(name: String, value: String) throws {
        let body = try Exchange.signed(Exchange.bound())
        #expect(try Exchange.refusal(of: body, in: SampleMessage.publish.with(name, value)) == nil)
    }

    @Test(
        "is refused if a field only looks the same",
        arguments: [
            ("SIP-If-Match", "caf\u{E9}", "cafe\u{301}"), ("SIP-If-Match", "a\u{FFFD}", "a\u{FFFD}"),
            ("Contact", "<sip:alice@192.0.2.1>;q=0.1", "<sip:alice@192.0.2.1>;q=1"),
            ("From", "<sip:alice@example.test>;tag=a1;x=1", "<sip:alice@example.test>;x=2;tag=a1"),
        ])
    func look(name: String, signed: String, sent: String) throws {
        let body = try Exchange.signed(Exchange.bound(to: .publish.with(name, signed)))
        let message = SampleMessage.publish.with(name, sent)
        #expect(try Exchange.refusal(of: body, in: message) == tampered(name, .changed))
    }

    @Test("also binds the fields of other implementations, except those that proxies change (RFC 3893 §2)")
    func otherFields() throws {
        let foreign = try Exchange.signed(
            Exchange.bound(fields: "Subject: lunch\r\nRoute: <sip:192.0.2.7;lr>\r\n"))
        let lunch = SampleMessage.publish.with("Subject", "lunch").with("Route", "<sip:192.0.2.8;lr>")
        let opened = try Exchange.open(foreign, in: lunch)
        #expect(opened.headers.last == HeaderComparison(name: "Subject", state: .same))
        #expect(
            try Exchange.open(foreign, in: .publish).headers.last
                == HeaderComparison(name: "Subject", state: .declared))
        let dinner = SampleMessage.publish.with("s", "dinner")
        #expect(try Exchange.refusal(of: foreign, in: dinner) == tampered("Subject", .changed))
    }

    @Test("compares a Date of the message with the signed one")
    func date() throws {
        let dated = SampleMessage.publish.with("Date", "Mon, 23 Nov 2026 12:00:00 GMT")
        let body = try Exchange.signed(Exchange.bound(to: dated))
        let opened = try Exchange.open(body, in: dated)
        #expect(opened.headers.contains(HeaderComparison(name: "Date", state: .same)))
        let later = dated.with("Date", "Mon, 23 Nov 2026 12:00:01 GMT")
        #expect(try Exchange.refusal(of: body, in: later) == tampered("Date", .changed))
    }

    @Test("is refused by other recipients, however it was enveloped again")
    func recipient() throws {
        let signed = try Exchange.signed(Exchange.bound())
        let forwarded = try Exchange.enveloped(signed, for: .bob)
        #expect(
            try Exchange.refusal(of: forwarded, in: .publish, as: .bob)
                == .wrongRecipient(intended: ["sip:example.test"]))
        let both = try Exchange.signed(
            Exchange.bound(for: ["sip:carol@example.test", "sip:bob@example.test"]))
        #expect(try Exchange.refusal(of: both, in: .publish, as: .bob) == nil)
        let unaddressed = try Exchange.signed(Exchange.bound(for: []))
        #expect(try Exchange.refusal(of: unaddressed, in: .publish) == .wrongRecipient(intended: []))
    }

    @Test("is refused in another watcher's dialog, although its signer may notify both")
    func otherWatcher() throws {
        let body = try Exchange.signed(
            Exchange.bound(to: .notify, for: ["sip:bob@example.test"]), by: .server)
        #expect(try Exchange.refusal(of: body, in: .notify, as: .bob) == nil)
        let other = SampleMessage.notify.with("To", "<sip:carol@example.test>;tag=c1")
        #expect(try Exchange.refusal(of: body, in: other, as: .bob) == tampered("To", .changed))
        #expect(
            try Exchange.refusal(of: body, in: other, as: .alice)
                == .wrongRecipient(intended: ["sip:bob@example.test"]))
    }

    @Test("uses the signed From if From is anonymous (RFC 3323 §4.1.1.3, RFC 3261 §23.4.3)")
    func anonymous() throws {
        let body = try Exchange.enveloped(Exchange.signed(Exchange.bound()))
        let from = "\"Anonymous\" <sip:anonymous@anonymous.invalid>;tag="
        let opened = try Exchange.open(body, in: SampleMessage.publish.with("From", from + "a1"))
        #expect(opened.headers.first == HeaderComparison(name: "From", state: .explained))
        #expect(opened.signature?.rule == .userOwnsSender)
        let otherDialog = SampleMessage.publish.with("From", from + "a2")
        #expect(try Exchange.refusal(of: body, in: otherDialog) == tampered("From", .changed))
        let byBob = try Exchange.signed(
            Exchange.bound(content: Exchange.presence(of: "sip:bob@example.test")), by: .bob)
        let refusal = try Exchange.refusal(of: byBob, in: SampleMessage.publish.with("From", from + "a1"))
        guard case .signerNotSender(Exchange.alice, _) = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
    }

    @Test(
        "may come from another sender than From names only if a trusted network asserts it (RFC 3325 §9.1)"
    )
    func asserted() throws {
        let body = try Exchange.signed(Exchange.presence())
        let message = SampleMessage.publish.with("From", "<sip:a1b2@example.test>;tag=a1")
            .with("P-Asserted-Identity", "\"Alice\" <sip:alice@example.test>, <tel:+4420>")
        guard case .signerNotSender? = try Exchange.refusal(of: body, in: message) else {
            Issue.record("accepted")
            return
        }
        var context = OpeningContext(of: try message.parsed(), at: TestLab.now)
        context.trustAssertedIdentity()
        #expect(try Exchange.opener().open(body, in: context).signature?.rule == .userOwnsAssertedIdentity)
        let byBob = try Exchange.signed(Exchange.presence(of: "sip:bob@example.test"), by: .bob)
        #expect(throws: OpeningRefusal.self) { try Exchange.opener().open(byBob, in: context) }
    }

    @Test("without its message proves only what is signed")
    func alone() throws {
        let signed = try Exchange.signed(Exchange.bound())
        #expect(try Exchange.open(signed).entity == Exchange.presence())
        let policy = Exchange.policy { $0.unbound = .refuse }
        #expect(try Exchange.refusal(of: signed, policy: policy)?.reason == .unbound)
    }

    @Test("unbound is accepted with a warning, and refused if a binding or a maximum age is required")
    func unbound() throws {
        let body = try Exchange.signed(Exchange.presence())
        #expect(try Exchange.open(body, in: .publish).warnings == [.unbound, .targetUnchecked])
        let refusing: [(inout OpeningPolicy) -> Void] = [{ $0.unbound = .refuse }, { $0.maximumAge = 300 }]
        for change in refusing {
            #expect(try Exchange.refusal(of: body, in: .publish, policy: Exchange.policy(change)) == .unbound)
        }
        let allowing = Exchange.policy {
            $0.maximumAge = 300
            $0.unbound = .allow
        }
        #expect(
            try Exchange.open(body, in: .publish, policy: allowing).warnings == [.unbound, .targetUnchecked])
    }

    @Test("does not count as bound if it is unsigned, but must not contradict its message")
    func unsigned() throws {
        let body = try Exchange.enveloped(Exchange.bound())
        let policy = Exchange.policy { $0.unsigned = .allow }
        #expect(try Exchange.open(body, in: .publish, policy: policy).entity == Exchange.presence())
        let other = SampleMessage.publish.with("CSeq", "9 PUBLISH")
        #expect(try Exchange.refusal(of: body, in: other, policy: policy) == tampered("CSeq", .changed))
        let strict = Exchange.policy {
            $0.unsigned = .allow
            $0.unbound = .refuse
        }
        #expect(try Exchange.refusal(of: body, in: .publish, policy: strict) == .unbound)
    }

    @Test(
        "has the wrapper as sender if the signature is around the envelope and the bound From names the signer"
    )
    func signedEnvelope() throws {
        let list = try Exchange.entity("application/rlmi+xml", "<list/>")
        let inside = try Exchange.enveloped(Exchange.bound(content: list))
        let opened = try Exchange.open(Exchange.signed(inside), in: .publish)
        #expect(opened.entity == list && opened.signature?.covers == .ciphertext)
        // A wrapper that binds the envelope names itself, and not the author of the content.
        let wrapped = try Exchange.signed(Exchange.bound(content: inside))
        #expect(try Exchange.open(wrapped, in: .publish).headers.count == 8)
        let anonymousInside = try Exchange.enveloped(list)
        let claimed = try Exchange.signed(Exchange.bound(content: anonymousInside))
        #expect(try Exchange.refusal(of: claimed, in: .publish) == .unsigned)
        let stolen = try Exchange.signed(inside, by: .bob)
        let fromBob = SampleMessage.publish.with("From", "<sip:bob@example.test>;tag=a1")
        #expect(try Exchange.refusal(of: stolen, in: fromBob) == .unsigned)
    }
}

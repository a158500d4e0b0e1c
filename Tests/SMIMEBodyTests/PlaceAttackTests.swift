import Foundation
import MIME
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

/// Replayed and misplaced bodies; OnceTests has those that only a ledger refuses.
@Suite("A valid body in the wrong place is refused")
struct PlaceAttackTests {
    private func published(_ basic: String = "open") throws -> MIMEEntity {
        try Exchange.enveloped(Exchange.signed(Exchange.bound(content: Exchange.presence(basic: basic))))
    }

    private func notified(
        _ content: MIMEEntity? = nil, in message: SampleMessage = .notify
    ) throws -> MIMEEntity {
        let bound = try Exchange.bound(
            to: message, for: ["sip:bob@example.test"], content: content ?? Exchange.presence(basic: "closed")
        )
        return try Exchange.enveloped(Exchange.signed(bound, by: .server), for: .bob)
    }

    private func tampered(_ refusal: SMIMEError?) -> [String]? {
        guard case .headerTampered(let fields) = refusal else { return nil }
        return fields.map(\.name)
    }

    @Test("(a) an old PUBLISH in a message of its own, by its Call-ID and CSeq")
    func oldPublish() throws {
        let later = SampleMessage.publish.with("Call-ID", "c9").with("CSeq", "1 PUBLISH")
        #expect(try tampered(Exchange.refusal(of: published(), in: later)) == ["Call-ID", "CSeq"])
        #expect(try Exchange.refusal(of: published(), in: .publish) == nil)
    }

    @Test("(a) an old PUBLISH whole, by its signed Date")
    func oldMessage() throws {
        let opener = try Exchange.opener(policy: Exchange.policy { $0.maximumAge = 300 })
        let body = try published()
        for (delay, isStale) in [(300.0, false), (301.0, true)] {
            let context = try OpeningContext(of: SampleMessage.publish.parsed(), at: TestLab.now + delay)
            if isStale {
                let stale = SMIMEError.stale(signed: TestLab.now, maximumAge: 300)
                #expect { try opener.open(body, in: context) } throws: {
                    ($0 as? OpeningRefusal)?.reason == stale
                }
            } else {
                _ = try opener.open(body, in: context)
            }
        }
    }

    @Test("(b) an old \"offline\" NOTIFY in its own dialog, by its CSeq (RFC 3856 §9.4)")
    func oldNotify() throws {
        let body = try notified()
        #expect(try Exchange.refusal(of: body, in: .notify, as: .bob) == nil)
        let later = SampleMessage.notify.with("CSeq", "13 NOTIFY")
        #expect(try tampered(Exchange.refusal(of: body, in: later, as: .bob)) == ["CSeq"])
    }

    @Test("(c) a PUBLISH cut into a NOTIFY to a watcher, by its recipients and its fields")
    func splice() throws {
        let signed = try Exchange.signed(Exchange.bound())
        let toBob = try Exchange.enveloped(signed, for: .bob)
        #expect(
            try Exchange.refusal(of: toBob, in: .notify, as: .bob)
                == .wrongRecipient(intended: ["sip:example.test"]))
        // Readable by all and intended for all, it still does not fit the dialog.
        let forBoth = try Exchange.signed(Exchange.bound(for: ["sip:example.test", "sip:bob@example.test"]))
        let names = try tampered(Exchange.refusal(of: forBoth, in: .notify, as: .bob))
        #expect(names?.prefix(4) == ["From", "To", "Call-ID", "CSeq"])
    }

    @Test("(c) a NOTIFY in another watcher's dialog, by To, Call-ID and tags")
    func otherDialog() throws {
        let other = SampleMessage.notify.with("To", "<sip:alice@example.test>;tag=b1")
            .with("Call-ID", "dialog-2").with("From", "<sip:alice@example.test>;tag=s2")
        let names = try tampered(Exchange.refusal(of: notified(), in: other, as: .bob))
        #expect(names == ["From", "To", "Call-ID"])
    }

    @Test("(d) a body signed for one recipient, enveloped again for another, by its recipient")
    func forwarded() throws {
        let again = try Exchange.enveloped(
            Exchange.signed(Exchange.bound(to: .notify, for: ["sip:bob@example.test"]), by: .server),
            for: .alice)
        #expect(
            try Exchange.refusal(of: again, in: .notify, as: .alice)
                == .wrongRecipient(intended: ["sip:bob@example.test"]))
    }

    @Test("(e) a removed and replaced outer signature, since the content names its author")
    func resigned() throws {
        let stolen = try Exchange.enveloped(Exchange.presence())
        let byBob = try Exchange.signed(stolen, by: .bob)
        let fromBob = SampleMessage.publish.with("From", "<sip:bob@example.test>;tag=a1")
        #expect(try Exchange.refusal(of: byBob, in: fromBob) == .unsigned)
        guard case .signerNotSender = try Exchange.refusal(of: byBob, in: .publish) else {
            Issue.record("bob passed for alice")
            return
        }
        // The wrapper can bind anything around content that it cannot read.
        let rebound = try Exchange.signed(Exchange.bound(to: fromBob, content: stolen), by: .bob)
        #expect(try Exchange.refusal(of: rebound, in: fromBob) == .unsigned)
    }

    @Test("(h) an older partial document that would roll a version back, by its CSeq (RFC 5262 §4)")
    func versions() throws {
        let partial = { (version: Int) in
            try Exchange.entity(
                "application/pidf-diff+xml",
                "<pidf-diff xmlns=\"urn:ietf:params:xml:ns:pidf-diff\" entity=\"\(Exchange.alice)\" version=\"\(version)\"/>"
            )
        }
        let first = try notified(partial(1))
        let second = SampleMessage.notify.with("CSeq", "13 NOTIFY")
        #expect(try Exchange.refusal(of: notified(partial(2), in: second), in: second, as: .bob) == nil)
        let third = SampleMessage.notify.with("CSeq", "14 NOTIFY")
        #expect(try tampered(Exchange.refusal(of: first, in: third, as: .bob)) == ["CSeq"])
    }

    @Test("(i) a PUBLISH made a removal or the change of another publication (RFC 3903 §4.1)")
    func removal() throws {
        let body = try published()
        let removal = SampleMessage.publish.with("Expires", "0")
        #expect(try tampered(Exchange.refusal(of: body, in: removal)) == ["Expires"])
        let change = SampleMessage.publish.with("SIP-If-Match", "tag-of-another")
        #expect(try tampered(Exchange.refusal(of: body, in: change)) == ["SIP-If-Match"])
    }

    @Test("(i) and a refresh without a body has nothing to prove")
    func refresh() throws {
        let refresh = try SampleMessage.publish.with("SIP-If-Match", "abc").parsed()
        #expect(refresh.bodyEntity() == nil)
        let nothing = MIMEEntity(headerFields: [], body: [])
        #expect(try Exchange.refusal(of: nothing, in: .publish) == .clearText)
    }
}

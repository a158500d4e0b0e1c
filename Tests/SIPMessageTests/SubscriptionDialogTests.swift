import Testing

@testable import SIPMessage

/// What the dialog of a subscription makes of its facts.
@Suite("The dialog of a subscription")
struct SubscriptionDialogTests {
    /// The facts of one dialog; each can be changed.
    private struct Facts {
        var requestURI = "sip:bob@192.0.2.9"
        var from = "<sip:alice@example.test>;tag=s1"
        var to = "\"Bob\" <sip:bob@example.test>;tag=b1"
        var callID = "dialog-1@192.0.2.9"
        var routes = ["<sip:proxy.example.test;lr>"]
        var contact = "<sip:192.0.2.5>"
        var event = "presence;id=7"
        var via: String? = "SIP/2.0/TCP 192.0.2.5:5060"

        func dialog() throws(SIPMessageError) -> SubscriptionDialog {
            try SubscriptionDialog(
                requestURI: requestURI, from: from, to: to, callID: callID, routes: routes, contact: contact,
                event: event, via: via)
        }

        func with(_ change: (inout Facts) -> Void) -> Facts {
            var facts = self
            change(&facts)
            return facts
        }
    }

    private let active = "active;expires=500"

    @Test("makes a NOTIFY that the parser reads as the same message")
    func sameMessage() throws {
        for facts in [Facts(), Facts().with { ($0.via, $0.routes) = (nil, []) }] {
            let notify = try facts.dialog().notify(cSeq: 12, subscriptionState: active)
            let read = try SIPMessage.parse(notify.octets)
            #expect(read.namedFields == notify.namedFields)
            #expect(read.startLine == notify.startLine)
            #expect((read.from, read.to) == (notify.from, notify.to))
            #expect((read.callID, read.cSeq) == (notify.callID, notify.cSeq))
            #expect(read.headerStart == notify.headerStart)
            #expect(read.body.isEmpty && read.warnings.isEmpty)
        }
    }

    @Test("has its facts in the order of a request, and what is new")
    func wholeMessage() throws {
        let notify = try Facts().dialog().notify(cSeq: 12, subscriptionState: active, branch: "x1")
        let lines = [
            "NOTIFY sip:bob@192.0.2.9 SIP/2.0", "Via: SIP/2.0/TCP 192.0.2.5:5060;branch=z9hG4bKx1",
            "Max-Forwards: 70", "Route: <sip:proxy.example.test;lr>",
            "From: <sip:alice@example.test>;tag=s1", "To: \"Bob\" <sip:bob@example.test>;tag=b1",
            "Call-ID: dialog-1@192.0.2.9", "CSeq: 12 NOTIFY", "Contact: <sip:192.0.2.5>",
            "Event: presence;id=7", "Subscription-State: active;expires=500", "Content-Length: 0", "", "",
        ]
        #expect(String(decoding: notify.octets, as: UTF8.self) == lines.joined(separator: "\r\n"))
    }

    @Test("gives each NOTIFY a branch of its own, unless one is given")
    func branches() throws {
        let dialog = try Facts().dialog()
        let vias = try (0..<100).map { _ in
            try dialog.notify(cSeq: 1, subscriptionState: active).values(of: "Via").first
        }
        #expect(Set(vias).count == 100)
    }

    @Test(
        "refuses a fact that could add a line, or that its field does not allow",
        arguments: [
            ("From", Facts().with { $0.from = "<sip:alice@example.test>" }),
            ("From", Facts().with { $0.from += "\r\nRoute: <sip:mallory.test>" }),
            ("From", Facts().with { $0.from = " " + $0.from }),
            ("To", Facts().with { $0.to = "<sip:bob@example.test>" }),
            ("To", Facts().with { $0.to += "\n" }),
            ("Call-ID", Facts().with { $0.callID = "a b" }), ("Call-ID", Facts().with { $0.callID = "" }),
            ("Route", Facts().with { $0.routes.append("sip:<") }),
            ("Contact", Facts().with { $0.contact = "*" }),
            ("Contact", Facts().with { $0.contact = "<sip:a@b.test>, <sip:c@d.test>" }),
            ("Event", Facts().with { $0.event = "presence, dialog" }),
            ("Event", Facts().with { $0.event = "" }), ("Event", Facts().with { $0.event += " " }),
            ("Via", Facts().with { $0.via = "192.0.2.5" }),
            ("Via", Facts().with { $0.via = "SIP/2.0/TCP 192.0.2.5;branch=z9hG4bK1" }),
            ("Via", Facts().with { $0.via = "SIP/2.0/TCP 192.0.2.5, SIP/2.0/TCP 192.0.2.6" }),
        ])
    private func invalidFact(name: String, facts: Facts) throws {
        let error = #expect(throws: SIPMessageError.self) { try facts.dialog() }
        guard case .malformedField(name, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(
        "refuses a request URI that would change the request line",
        arguments: ["", "bob", "sip:bob@a.test SIP/2.0\r\nX: y", "sip:bob@a.test x", "sip:b@a.test?Route=x"])
    func invalidTarget(uri: String) {
        #expect(throws: SIPMessageError.self) { try Facts().with { $0.requestURI = uri }.dialog() }
    }

    @Test("refuses a number, state or branch that its field does not allow")
    func invalidNews() throws {
        let dialog = try Facts().dialog()
        #expect(throws: SIPMessageError.malformedField(name: "CSeq", value: "2147483648 NOTIFY")) {
            try dialog.notify(cSeq: 1 << 31, subscriptionState: active)
        }
        for state in ["", "a b", "active\r\nX: y", "active;expires=5\r\nX: y", "active, pending", "active "] {
            #expect(throws: SIPMessageError.malformedField(name: "Subscription-State", value: state)) {
                try dialog.notify(cSeq: 1, subscriptionState: state)
            }
        }
        for branch in ["", "a;b=c", "a\r\nX: y"] {
            #expect(throws: SIPMessageError.self) {
                try dialog.notify(cSeq: 1, subscriptionState: active, branch: branch)
            }
        }
    }
}

import MIME
import PIDF
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("A message inside another")
struct TunnelTests {
    private static let hidden = ["Subject", "User-Agent", "Organization"]

    @Test("comes back unchanged, with the Date that it was given, whatever the outer message has")
    func roundTrip() throws {
        let policies: [OuterHeaderPolicy] = [
            .none, .minimal, .anonymous(.kept), .anonymous(.rewritten),
            .omitting(try OmittedFields(list: "Subject")),
        ]
        let sent = try SampleMessage.talkative.parsed(with: Exchange.presence())
        for policy in policies {
            let outer = try Exchange.tunnelled(sent, policy)
            let opened = try Exchange.open(outer)
            #expect(opened.entity == (try Exchange.presence()) && opened.warnings.isEmpty)
            #expect(opened.presence?.entity == Exchange.alice && opened.signature?.rule == .userOwnsSender)
            let restored = try #require(opened.message)
            let date = "Date: Mon, 23 Nov 2026 12:00:00 GMT\r\n"
            let dialog = "Call-ID: \(outer.callID)\r\n"
            #expect(
                restored.headerText.replacing(date, with: "").replacing(dialog, with: "")
                    == sent.headerText.replacing("Call-ID: \(sent.callID)\r\n", with: ""))
            #expect(restored.headerText.contains(date) && restored.headerText.contains(dialog))
            #expect(restored.body == sent.body)
        }
    }

    @Test(
        "has an outer message by policy: none keeps all fields, minimal those that SIP needs, anonymous no names"
    )
    func policies() throws {
        let all = try Exchange.tunnelled(.talkative, .none).headerText
        for name in Self.hidden + ["P-Preferred-Identity"] { #expect(all.contains("\r\n\(name): ")) }
        #expect(all.contains("From: Alice <"))
        let rich = SampleMessage.talkative.with("Require", "a").with("Supported", "b").with("Accept", "c/d")
            .with("Proxy-Require", "e").with("Unsupported", "f")
        let minimal = try Exchange.tunnelled(rich).headerText
        for name in Self.hidden { #expect(!minimal.contains(name)) }
        for name in [
            "Require", "Supported", "Accept", "Proxy-Require", "Unsupported", "Expires", "Event", "Contact",
            "P-Access-Network-Info",
        ] { #expect(minimal.contains("\r\n\(name): "), "\(name)") }
        #expect(minimal.contains("From: <sip:alice@example.test>;tag=a1\r\n"))
        let kept = try Exchange.tunnelled(.talkative, .anonymous(.kept))
        #expect(!kept.headerText.contains("P-") && kept.callID == "c1@192.0.2.1")
        #expect(kept.from.uri == Exchange.alice)
        let anonymous = try Exchange.tunnelled(.talkative, .anonymous(.rewritten))
        #expect(
            anonymous.headerText.contains(
                "From: \"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=a1\r\n"))
        #expect(anonymous.callID.hasSuffix("@anonymous.invalid") && !anonymous.callID.contains("192.0.2.1"))
    }

    @Test("distinguishes declared differences from those of proxies and from unchanged fields")
    func states() throws {
        let outer = try Exchange.tunnelled(.talkative, .anonymous(.rewritten))
        let way = try outer.changed(
            "Via: ",
            "Intended-Recipient: <sip:x@y>\r\nRecord-Route: <sip:192.0.2.7;lr>\r\nVia: SIP/2.0/TCP 192.0.2.7;branch=z9hG4bKp\r\nVia: "
        )
        .changed("PUBLISH sip:alice@example.test", "PUBLISH sip:alice@example.test;lr")
        .changed(
            "Event:",
            "P-Asserted-Identity: <sip:alice@example.test>\r\nX-New: 1\r\nOrganization-Unit: y\r\nEvent:")
        let opened = try Exchange.open(way)
        let states = Exchange.states(opened)
        for name in ["From", "Call-ID", "Subject", "User-Agent", "Organization"] {
            #expect(states[name] == .declared, "\(name)")
        }
        for name in ["To", "CSeq", "Contact", "Event", "Expires", "Date"] {
            #expect(states[name] == .same, "\(name)")
        }
        #expect(states["Via"] == .changed && states["Request-URI"] == .changed)
        for name in ["Record-Route", "P-Asserted-Identity", "X-New"] { #expect(states[name] == .added) }
        let differing = opened.headers.filter { ![.same, .declared].contains($0.state) }
        #expect(differing.allSatisfy { $0.isPermitted })
        let restored = try #require(opened.message)
        #expect(restored.requestURI == "sip:alice@example.test;lr" && restored.values(of: "Via").count == 2)
        #expect(restored.values(of: "Record-Route") == ["<sip:192.0.2.7;lr>"])
        #expect(restored.values(of: "P-Asserted-Identity").count == 1)
        // End-to-end fields count as they are inside (RFC 3261 §23.4.1.2).
        #expect(restored.values(of: "Intended-Recipient").isEmpty)
        #expect(restored.values(of: "X-New").isEmpty && restored.values(of: "Subject") == ["lunch with bob"])
    }

    @Test("lists a display name that is only inside as declared")
    func displayNames() throws {
        let message = SampleMessage.talkative.with("To", "\"Al\" <sip:alice@example.test>")
        let states = try Exchange.states(Exchange.open(Exchange.tunnelled(message)))
        #expect(states["From"] == .declared && states["To"] == .declared && states["Contact"] == .same)
        let all = try Exchange.states(Exchange.open(Exchange.tunnelled(message, .none)))
        #expect(all["From"] == .same && all["To"] == .same)
    }

    @Test(
        "is refused if a declared field was changed, added or removed",
        arguments: [
            ("Event: presence", "Event: dialog", "Event", HeaderComparison.State.changed),
            ("Expires: 3600\r\n", "", "Expires", .removed),
            ("Date: Mon, 23 Nov 2026 12:00:00", "Date: Mon, 23 Nov 2026 12:00:01", "Date", .changed),
            ("Date: Mon, 23 Nov 2026 12:00:00 GMT\r\n", "", "Date", .removed),
            ("Event:", "Subject: dinner\r\nEvent:", "Subject", .added),
            ("Event:", "Supported: x\r\nEvent:", "Supported", .added),
            ("Event:", "SIP-If-Match: x\r\nEvent:", "SIP-If-Match", .added),
            ("X-Own: 1", "X-Own: 2", "X-Own", .changed),
            ("X-Own: 1\r\n", "X-Own: 1\r\nx-own: 1\r\n", "X-Own", .changed),
            ("CSeq: 7", "CSeq: 8", "CSeq", .changed), ("tag=a1", "tag=a2", "From", .changed),
            ("Contact: <sip:alice@192.0.2.1", "Contact: <sip:mallory@192.0.2.1", "Contact", .changed),
            ("transport=tcp>", "transport=tcp>;expires=0", "Contact", .changed),
            ("To: <sip:alice@", "To: <sip:bob@", "To", .changed),
        ])
    func tampered(old: String, new: String, name: String, state: HeaderComparison.State) throws {
        let outer = try Exchange.tunnelled(SampleMessage.talkative.with("X-Own", "1"))
        let refusal = try Exchange.refusal(of: outer.changed(old, new))
        #expect(refusal == .headerTampered([HeaderComparison(name: name, state: state)]))
    }

    @Test("may have no body, and may be a response, whose status must not change")
    func others() throws {
        let subscribe = SampleMessage(
            startLine: "SUBSCRIBE sip:alice@example.test SIP/2.0",
            fields: SampleMessage.talkative.fields.map { $0.name == "CSeq" ? ("CSeq", "7 SUBSCRIBE") : $0 })
        let opened = try Exchange.open(Exchange.tunnelled(subscribe.parsed()))
        #expect(opened.entity.body.isEmpty && opened.message?.method == "SUBSCRIBE")
        #expect(opened.message?.values(of: "Subject") == ["lunch with bob"])
        let response = try SampleMessage(
            startLine: "SIP/2.0 200 OK",
            fields: SampleMessage.publish.with("Server", "ps/1").with("SIP-ETag", "e1").fields
        ).parsed()
        let sent = try Exchange.tunnelled(response, .minimal, by: .server)
        #expect(sent.startLine == .response(statusCode: 200, reasonPhrase: "OK"))
        #expect(!sent.headerText.contains("Server"))
        let restored = try Exchange.open(sent).message
        #expect(restored?.values(of: "Server") == ["ps/1"] && restored?.isRequest == false)
        let refused = try Exchange.refusal(of: sent.changed("200 OK", "603 Decline"))
        #expect(refused == .headerTampered([HeaderComparison(name: "Status-Code", state: .changed)]))
    }

    @Test("has its own reason phrase, which is end to end, and a length that every reader knows")
    func restored() throws {
        let fields = SampleMessage.publish.fields
        let response = try SampleMessage(startLine: "SIP/2.0 200 OK", fields: fields).parsed()
        let sent = try Exchange.tunnelled(response, .minimal, by: .server)
        let opened = try Exchange.open(sent.changed("200 OK", "200 Call 0900"))
        #expect(opened.message?.startLine == .response(statusCode: 200, reasonPhrase: "OK"))
        let whole = try SampleMessage.talkative.parsed(with: Exchange.entity("text/plain", "hello"))
        let without = try whole.changed("Content-Length: 5\r\n", "")
        let restored = try #require(Exchange.open(Exchange.tunnelled(without)).message)
        #expect(restored.values(of: "Content-Length") == ["5"] && restored.body == Array("hello".utf8))
        #expect(try SIPMessage.parse(restored.octets) == restored)
    }

    @Test("must not have fields that receivers cannot compare")
    func notComparable() throws {
        let text = try SampleMessage.publish.with("X-Own", "@").parsed().octets
        let octets = text.map { $0 == UInt8(ascii: "@") ? 0xE9 : $0 }
        let place = try #require(text.firstRange(of: Array("X-Own: @".utf8)))
        var latin = text
        latin.replaceSubrange(place, with: octets[place])
        let message = try SIPMessage.parse(latin)
        #expect(throws: SMIMEError.malformed(.fields(.malformedField(name: "X-Own", value: "\u{FFFD}")))) {
            try Tunnel(of: message, outerHeaders: .minimal, at: TestLab.now)
        }
        let omitting = OuterHeaderPolicy.omitting(try OmittedFields(list: "X-Own"))
        #expect(try Exchange.open(Exchange.tunnelled(message, omitting)).message?.body.isEmpty == true)
    }

    @Test(
        "is anonymous only if no dialog needs the sender",
        arguments: [OuterHeaderPolicy.Dialog.kept, .rewritten])
    func anonymousInDialog(dialog: OuterHeaderPolicy.Dialog) throws {
        let inDialog = SampleMessage.publish.with("To", "<sip:alice@example.test>;tag=x")
        let response = SampleMessage(startLine: "SIP/2.0 200 OK", fields: SampleMessage.publish.fields)
        for message in [inDialog, response, .notify.with("To", "<sip:bob@example.test>")] {
            #expect(throws: SMIMEError.anonymousInDialog) {
                try Tunnel(of: message.parsed(), outerHeaders: .anonymous(dialog), at: TestLab.now)
            }
        }
    }

    @Test("is padded to a multiple of 256 octets by default")
    func padded() throws {
        let long = try Exchange.tunnelled(
            SampleMessage.talkative.with("Subject", "a somewhat longer subject"))
        let short = try Exchange.tunnelled(SampleMessage.talkative.with("Subject", "a"))
        #expect(abs(long.body.count - short.body.count) <= 8)
    }

    @Test("needs a signer, and is content like any other without a message around it")
    func alone() throws {
        let lab = try TestLab.shared()
        let unsigned = try Protector(
            unsignedFrom: SIPURI.parse(Exchange.alice), recipients: [lab.recipient(.server)])
        let tunnel = try Tunnel(
            of: SampleMessage.publish.parsed(), outerHeaders: .minimal, at: TestLab.now)
        #expect(throws: SMIMEError.unsigned) {
            try unsigned.protect(tunnel, for: [], signingTime: TestLab.now)
        }
        let body = try #require(Exchange.tunnelled().bodyEntity())
        let opened = try Exchange.open(body)
        #expect(opened.message == nil && opened.headers.isEmpty)
        #expect(try opened.entity.contentType()?.mediaType == "message/sip")
        #expect(opened.presence?.entity == Exchange.alice)
    }
}

@Suite("The omitted fields in a file")
struct OmittedFieldsTests {
    @Test("are read one a line, in any form and case, with comments")
    func list() throws {
        let policy = OuterHeaderPolicy.omitting(
            try OmittedFields(list: "# mine\r\ns\n\n  user-AGENT  \nX-Mine\nP-Access-Network-Info"))
        let outer = try Exchange.tunnelled(SampleMessage.talkative.with("X-Mine", "1"), policy)
        for name in ["Subject", "User-Agent", "X-Mine", "P-Access"] {
            #expect(!outer.headerText.contains(name))
        }
        #expect(outer.headerText.contains("Organization: ") && outer.headerText.contains("From: Alice"))
        #expect(try Exchange.open(outer).message?.values(of: "X-Mine") == ["1"])
    }

    @Test(
        "must not be needed by SIP",
        arguments: [
            "From", "f", "To", "Via", "Call-ID", "CSeq", "Contact", "Max-Forwards", "Date", "Event",
            "Expires",
            "Require", "Proxy-Require", "Supported", "Unsupported", "Accept", "Route", "Content-Type",
            "Subscription-State", "Authorization", "SIP-If-Match", "P-Asserted-Identity",
            "Identity", "Session-Expires", "P-Own", "Content-Own",
        ])
    func necessary(name: String) {
        #expect(throws: SMIMEError.outerFieldNecessary(HeaderName(name).longForm)) {
            try OmittedFields(list: "Subject\n\(name)\n")
        }
    }

    @Test(
        "must be known",
        arguments: ["Subjct", "X-Own:", "Subject: x", "Subject Server", "\u{7}"])
    func unknown(line: String) {
        #expect(throws: SMIMEError.outerFieldUnknown(line)) { try OmittedFields(list: line) }
    }

    @Test("are limited in number")
    func tooMany() throws {
        let list = { (count: Int) in (0..<count).map { "X-\($0)" }.joined(separator: "\n") }
        _ = try OmittedFields(list: list(256))
        #expect(throws: SMIMEError.tooLarge(limit: 256)) { try OmittedFields(list: list(257)) }
    }
}

import CMS
import Foundation
import MIME
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

/// The verdicts of `docs/verdicts.md` on messages inside others.
@Suite("An inconsistent message inside another is refused")
struct TunnelAttackTests {
    private static let fields = """
        Via: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1\r\nFrom: <sip:alice@example.test>;tag=a1\r\n\
        To: <sip:alice@example.test>\r\nCall-ID: c1@192.0.2.1\r\nCSeq: 7 PUBLISH\r\n\
        Date: Mon, 23 Nov 2026 12:00:00 GMT\r\nContact: <sip:alice@192.0.2.1:5060;transport=tcp>\r\n\
        Event: presence\r\nExpires: 3600\r\n
        """
    private static let startLine = "PUBLISH sip:alice@example.test SIP/2.0\r\n"
    private static let text = "Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello"

    private func message(_ old: String = "", _ new: String = "", content: String = text) throws -> [UInt8] {
        let header = Self.startLine + Self.fields
        let changed = old.isEmpty ? header : header.replacing(old, with: new)
        guard old.isEmpty || changed != header else { throw TestLab.Missing() }
        return Array((changed + content).utf8)
    }

    private func fault(_ inner: [UInt8], header: String = "") throws -> TunnelFault? {
        guard
            case .malformed(.tunnel(let fault)) = try Exchange.refusal(
                of: Exchange.tunnelled(inner: inner, header: header))
        else { return nil }
        return fault
    }

    @Test("while the same consistent message opens")
    func whole() throws {
        let opened = try Exchange.open(Exchange.tunnelled(inner: message()))
        #expect(opened.entity.body == Array("hello".utf8) && opened.message?.event == "presence")
    }

    @Test("of another method than the one outside")
    func method() throws {
        let notify = try message("PUBLISH", "NOTIFY")
        #expect(try fault(notify) == .method(inside: "NOTIFY", outside: "PUBLISH"))
        let twoMethods = try message("7 PUBLISH", "7 NOTIFY")
        #expect(try fault(twoMethods) == .message(.methodMismatch(request: "PUBLISH", cSeq: "NOTIFY")))
        let lower = String(decoding: try message(), as: UTF8.self).replacing("PUBLISH", with: "publish")
        #expect(
            try fault(Array(lower.utf8)) == .message(.methodCase("publish", registered: "PUBLISH")))
        let response = try message(Self.startLine, "SIP/2.0 200 OK\r\n")
        #expect(
            try Exchange.refusal(of: Exchange.tunnelled(inner: response))
                == .headerTampered([HeaderComparison(name: "Status-Code", state: .changed)]))
    }

    @Test("whose Content-Length is wrong")
    func contentLength() throws {
        let long = try message(content: Self.text.replacing("Length: 5", with: "Length: 6"))
        #expect(try fault(long) == .message(.bodyShorterThanContentLength(declared: 6, found: 5)))
        let short = try message(content: Self.text.replacing("Length: 5", with: "Length: 4"))
        #expect(try fault(short) == .contentLength(surplus: 1))
        let none = try message(content: Self.text.replacing("Content-Length: 5\r\n", with: ""))
        #expect(try Exchange.open(Exchange.tunnelled(inner: none)).entity.body == Array("hello".utf8))
    }

    @Test("whose body is missing")
    func bodyMissing() throws {
        for content in [
            "Content-Type: text/plain\r\n\r\n", "Content-Type: text/plain\r\nContent-Length: 0\r\n\r\n",
        ] {
            #expect(try fault(message(content: content)) == .bodyMissing)
        }
        let refresh = try Exchange.open(Exchange.tunnelled(inner: message(content: "\r\n")))
        #expect(refresh.entity.body.isEmpty && refresh.message?.body.isEmpty == true)
    }

    @Test("that contains another message, or protected content")
    func nested() throws {
        let inside = "PUBLISH sip:a@b SIP/2.0\r\n\r\n"
        let contents = [
            "Content-Type: message/sip\r\n\r\n\(inside)",
            "Content-Type: multipart/mixed;boundary=b\r\n\r\n--b\r\nContent-Type: message/sip\r\n\r\n\(inside)\r\n--b--\r\n",
            "Content-Type: application/pkcs7-mime;smime-type=signed-data\r\n\r\nx",
            "Content-Type: multipart/mixed;boundary=b\r\n\r\n--b\r\nContent-Type: application/x-pkcs7-mime\r\n\r\nx\r\n--b--\r\n",
        ]
        for content in contents { #expect(try fault(message(content: content)) == .nested, "\(content)") }
        let protected = try Exchange.tunnelled()
        #expect(throws: SMIMEError.malformed(.tunnel(.nested))) {
            try Tunnel(of: protected, outerHeaders: .none, at: TestLab.now)
        }
    }

    @Test("of another dialog or another time, or with a transfer encoding")
    func place() throws {
        #expect(try fault(message("tag=a1", "tag=a2")) == .dialog(name: "From"))
        #expect(
            try fault(message("To: <sip:alice@example.test>", "To: <sip:alice@example.test>;tag=t"))
                == .dialog(name: "To"))
        #expect(try fault(message("12:00:00 GMT", "12:00:01 GMT")) == .date)
        #expect(try fault(message("Date: Mon, 23 Nov 2026 12:00:00 GMT\r\n", "")) == .date)
        #expect(try fault(message(), header: "Content-Transfer-Encoding: base64\r\n") == .encoding)
    }

    @Test(
        "that is ambiguous or invalid",
        arguments: [
            "From: <sip:alice@example.test>;tag=a1\r\nFrom: <sip:bob@example.test>;tag=a1\r\n",
            "From: alice\r\n", "From: <sip:alice@example.test>;tag=a1\r\nno field\r\n",
        ])
    func readings(from: String) throws {
        let old = "From: <sip:alice@example.test>;tag=a1\r\n"
        guard case .message = try fault(message(old, from)) else {
            Issue.record("accepted: \(from)")
            return
        }
        #expect(try fault([]) == .message(.empty))
        #expect(try fault(Array("hello".utf8)) != nil)
    }

    @Test("whose outer fields are repeated or contradict each other")
    func outside() throws {
        let outer = try Exchange.tunnelled(SampleMessage.talkative, .none)
        for (old, new, name) in [
            ("Subject: lunch", "Subject: dinner\r\ns: lunch", "Subject"),
            ("Organization: Example", "Organization: Example\r\nOrganization: Other", "Organization"),
            ("Contact: <", "Contact: <sip:mallory@192.0.2.66>\r\nContact: <", "Contact"),
        ] {
            let refusal = try Exchange.refusal(of: outer.changed(old, new))
            #expect(refusal == .headerTampered([HeaderComparison(name: name, state: .changed)]))
        }
        for old in ["From: ", "Event: ", "Date: ", "Content-Type: "] {
            #expect(throws: SIPMessageError.self) {
                try outer.changed(old, "\(old)<sip:x@example.test>;tag=a1\r\n\(old)")
            }
        }
    }

    @Test("whose sender differs from its signer, inside or outside, even if anonymous")
    func sender() throws {
        let bob = try SampleMessage.publish.with("From", "<sip:bob@example.test>;tag=a1")
            .with("To", "<sip:bob@example.test>").parsed(with: Exchange.entity("text/plain", "x"))
        let alice = try TestLab.shared().identity(.alice).certificate.facts.uris
        for policy: OuterHeaderPolicy in [.none, .anonymous(.rewritten)] {
            let refusal = try Exchange.refusal(of: Exchange.tunnelled(bob, policy))
            #expect(
                refusal
                    == .signerNotSender(sender: "sip:bob@example.test", signer: alice))
        }
        let pretended = try message("From: <sip:alice@", "From: <sip:bob@")
        guard
            case .signerNotSender("sip:bob@example.test", _)? = try Exchange.refusal(
                of: Exchange.tunnelled(inner: pretended))
        else {
            Issue.record("alice passed for bob inside")
            return
        }
        let outside = SampleMessage.dated.with("From", "<sip:bob@example.test>;tag=a1")
        guard
            case .signerNotSender("sip:bob@example.test", _)? =
                try Exchange.refusal(of: Exchange.tunnelled(inner: message(), in: outside))
        else {
            Issue.record("alice passed for bob outside")
            return
        }
    }

    @Test("whose sender is named only inside, and is not the expected signer")
    func expected() throws {
        let anonymous = SampleMessage.dated.with(
            "From", "\"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=a1")
        let expectAlice = { (context: inout OpeningContext) in
            context.sender = .expected(try SIPURI.parse(Exchange.alice))
        }
        let open = { (from: String) in
            let inner = try from == "alice" ? message() : message("From: <sip:alice@", "From: <sip:\(from)@")
            return try Exchange.open(
                Exchange.tunnelled(inner: inner, in: anonymous), change: { try? expectAlice(&$0) })
        }
        #expect(try open("alice").message?.from.uri == Exchange.alice)
        #expect { try open("bob") } throws: {
            guard case .signerNotSender(sender: "sip:bob@example.test", _)? = ($0 as? OpeningRefusal)?.reason
            else { return false }
            return true
        }
    }

    @Test("whose sender is named only inside, if a trusted network asserts another one (RFC 3325)")
    func asserted() throws {
        let anonymous = SampleMessage.dated.with(
            "From", "\"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=a1")
        let pretended = try message("From: <sip:alice@", "From: <sip:bob@")
        func open(
            _ inner: [UInt8], _ outer: SampleMessage, policy: OpeningPolicy = OpeningPolicy()
        ) throws -> OpenedBody {
            let outer = outer.with("P-Asserted-Identity", "<sip:alice@example.test>")
            return try Exchange.open(
                Exchange.tunnelled(inner: inner, in: outer), policy: policy,
                change: { $0.trustAssertedIdentity() })
        }
        for outer in [anonymous, .dated, .dated.with("From", "<sip:carol@example.test>;tag=a1")] {
            #expect { try open(pretended, outer) } throws: {
                guard
                    case .signerNotSender(sender: "sip:bob@example.test", _)? = ($0 as? OpeningRefusal)?
                        .reason
                else { return false }
                return true
            }
        }
        #expect(try open(message(), anonymous).message?.from.uri == Exchange.alice)
        // The network has authenticated that name; the Request-URI names another.
        let outside = SampleMessage.dated.with("From", "<sip:bob@example.test>;tag=a1")
        let any = Exchange.policy { $0.target = .any }
        #expect(try open(pretended, outside, policy: any).signature?.rule == .userOwnsAssertedIdentity)
    }

    @Test("whose sender is not the signer, without an outer message too")
    func alone() throws {
        let pretended = try message("From: <sip:alice@", "From: <sip:bob@")
        let body = try #require(Exchange.tunnelled(inner: pretended).bodyEntity())
        guard
            case .signerNotSender(sender: "sip:bob@example.test", _)? = try Exchange.refusal(of: body)?.reason
        else {
            Issue.record("alice passed for bob")
            return
        }
    }

    @Test("while thousands of parameters cost no more than their number", .timeLimit(.minutes(1)))
    func manyParameters() throws {
        let names = (0..<10_000).map { ";p\($0)" }.joined()
        let inner = try message(";tag=a1", ";tag=a1\(names)")
        let outer = SampleMessage.dated.with("From", "<sip:alice@example.test>;tag=a1\(names)")
        let sent = try Exchange.tunnelled(inner: inner, in: outer)
        #expect(try Exchange.open(sent).message?.from.parameters.count == 10_001)
        let changed = try sent.changed(";p9999", ";P9999=x")
        #expect(
            try Exchange.refusal(of: changed)
                == .headerTampered([HeaderComparison(name: "From", state: .changed)]))
    }

    @Test("whose document is about another user")
    func document() throws {
        let about = try SampleMessage.publish.parsed(with: Exchange.presence(of: "sip:bob@example.test"))
        let inner = try about.changed("Event:", "Date: Mon, 23 Nov 2026 12:00:00 GMT\r\nEvent:").octets
        guard
            case .entityNotSender("sip:bob@example.test", _)? = try Exchange.refusal(
                of: Exchange.tunnelled(inner: inner))
        else {
            Issue.record("alice notified about bob")
            return
        }
        #expect(throws: SMIMEError.self) { try Exchange.tunnelled(about) }
    }

    @Test("in an envelope that only its wrapper signed")
    func wrapped() throws {
        let document = MIMEEntity(
            headerFields: [try HeaderField(name: "Content-Type", value: "message/sip")], body: try message())
        let inside = try Exchange.enveloped(Exchange.bound(to: .dated, content: document))
        let body = try SampleMessage.dated.parsed(with: Exchange.signed(inside))
        #expect(try Exchange.refusal(of: body) == .unsigned)
        let unsigned = try SampleMessage.dated.parsed(with: inside)
        #expect(try Exchange.refusal(of: unsigned) == .unsigned)
        // If it is allowed, it is reported as unsigned, whatever the document is about.
        let about = try SampleMessage.dated.parsed(with: Exchange.presence())
            .changed("From: Alice <sip:alice@", "From: <sip:bob@").octets
        let other = MIMEEntity(headerFields: document.headerFields, body: about)
        let pretended = try SampleMessage.dated.parsed(
            with: Exchange.signed(Exchange.enveloped(Exchange.bound(to: .dated, content: other))))
        let allowing = Exchange.policy { $0.unsigned = .allow }
        #expect(try Exchange.open(pretended, policy: allowing).warnings.contains(.unsigned))
    }

    @Test("older than allowed, or in a message of another Call-ID")
    func placeAndTime() throws {
        let outer = try Exchange.tunnelled()
        let entity = try #require(outer.bodyEntity())
        let aged = Exchange.policy { $0.maximumAge = 300 }
        let late = OpeningContext(of: outer, at: TestLab.now + 301)
        #expect { try Exchange.opener(policy: aged).open(entity, in: late) } throws: {
            ($0 as? OpeningRefusal)?.reason == .stale(signed: TestLab.now, maximumAge: 300)
        }
        let again = try outer.changed("Call-ID: c1", "Call-ID: c2")
        #expect(
            try Exchange.refusal(of: again)
                == .headerTampered([HeaderComparison(name: "Call-ID", state: .changed)]))
    }
}

import Foundation
import MIME
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

/// Any change that a hostile proxy makes to a field that cannot be parsed leads to a refusal.
@Suite("A bound field that cannot be parsed is bound octet for octet")
struct UnparsedFieldBindingTests {
    private static let date = "29 Nov 2026 17:33:24 GMT"
    private static let contact = "<<sip:alice@192.0.2.1>, <sip:alice@192.0.2.2>"

    private func message(_ name: String, _ value: String) -> SampleMessage { .publish.with(name, value) }

    private func refusal(
        signed: SampleMessage, sent: SampleMessage, policy: OpeningPolicy = OpeningPolicy()
    ) throws -> SMIMEError? {
        try Exchange.refusal(of: Exchange.signed(Exchange.bound(to: signed)), in: sent, policy: policy)
    }

    @Test("in its own message it is accepted", arguments: [("Date", date), ("Contact", contact)])
    func own(name: String, value: String) throws {
        let message = message(name, value)
        let body = try Exchange.signed(Exchange.bound(to: message))
        for body in [body, try Exchange.enveloped(body)] {
            let opened = try Exchange.open(body, in: message)
            #expect(opened.headers.contains(HeaderComparison(name: name, state: .same)))
        }
    }

    @Test(
        "any other octets are a change",
        arguments: [
            ("Date", date, "29  Nov 2026 17:33:24 GMT"), ("Date", date, "29 nov 2026 17:33:24 GMT"),
            ("Date", date, "Sun, 29 Nov 2026 17:33:24 GMT"), ("Date", date, "29 Nov 2026\r\n 17:33:24 GMT"),
            ("Date", date, "29 Nov 2026 17:33:24 GMT, 29 Nov 2026 17:33:25 GMT"),
            ("Date", "Sun, 29 Nov 2026 17:33:24 GMT", date),
            ("Contact", contact, "<<sip:alice@192.0.2.1>,<sip:alice@192.0.2.2>"),
            ("Contact", contact, "<<sip:alice@192.0.2.1>\r\n , <sip:alice@192.0.2.2>"),
            ("Contact", contact, "<<sip:alice@192.0.2.1>, <SIP:alice@192.0.2.2>"),
            ("Contact", contact, "<<sip:alice@192.0.2.1>, <sip:alice@192.0.2.2>;x"),
            ("Contact", contact, "<sip:alice@192.0.2.1>, <sip:alice@192.0.2.2>"),
            ("Contact", contact, "<sip:alice@192.0.2.2>, <<sip:alice@192.0.2.1>"),
            ("Contact", contact, "<<sip:alice@192.0.2.1>"), ("Contact", contact, contact + " (me)"),
            ("Contact", contact, "<<sip:alice@192.0.2.1>\r\nContact: <sip:alice@192.0.2.2>"),
            ("Contact", contact, contact + "\r\nm: <sip:mallory@192.0.2.66>"),
            ("Contact", "\"\u{E9}<sip:a@b>", "\"e\u{301}<sip:a@b>"),
        ])
    func changed(name: String, signed: String, sent: String) throws {
        let expected = SMIMEError.headerTampered([HeaderComparison(name: name, state: .changed)])
        #expect(try refusal(signed: message(name, signed), sent: message(name, sent)) == expected)
    }

    @Test("the compact name and the white space around a value are no change")
    func spelling() throws {
        var sent = SampleMessage.publish.with("Contact", nil)
        sent.fields.append(("m \t", "  " + Self.contact + " "))
        #expect(try refusal(signed: message("Contact", Self.contact), sent: sent) == nil)
    }

    @Test("a duplicate is already refused by the parser of messages")
    func twice() throws {
        let sent = message("Date", Self.date + "\r\nDate: " + Self.date)
        #expect(throws: SIPMessageError.duplicateField(name: "Date")) { try sent.parsed() }
    }

    @Test("removing or adding it is a change")
    func removed() throws {
        let removed = SMIMEError.headerTampered([HeaderComparison(name: "Contact", state: .removed)])
        let without = SampleMessage.publish.with("Contact", nil)
        #expect(try refusal(signed: message("Contact", Self.contact), sent: without) == removed)
        let added = SMIMEError.headerTampered([HeaderComparison(name: "Contact", state: .added)])
        #expect(try refusal(signed: without, sent: message("Contact", Self.contact)) == added)
    }

    @Test("a Date that cannot be parsed is refused if the age counts, although the signature has a time")
    func age() throws {
        let message = message("Date", Self.date)
        let policy = Exchange.policy { $0.maximumAge = 3600 }
        #expect(try refusal(signed: message, sent: message) == nil)
        #expect(try refusal(signed: message, sent: message, policy: policy) == .malformed(.binding(.date)))
        let opener = try Exchange.opener()
        let body = try Exchange.signed(Exchange.bound(to: message))
        let context = OpeningContext(of: try message.parsed(), at: TestLab.now)
        do throws(AdmissionError<Never, SMIMEError, Never>) {
            _ = try opener.open(body, in: context, recordingIn: NoLedger())
            Issue.record("a body without a date was admitted")
        } catch {
            guard case .body(let refusal) = error else { throw error }
            #expect(refusal.reason == .malformed(.binding(.date)))
        }
    }

    /// No body may reach the ledger.
    private struct NoLedger: ReplayLedger {
        func admit(
            _: ReplayRecord, at _: Date, rememberingFor _: Double
        ) throws(SMIMEError) -> ReplayVerdict {
            Issue.record("a body without a date was remembered")
            return .fresh
        }
    }
}

import Foundation
import Octets
import SIPMessage
import TestSupport
import Testing

@testable import Exposure

@Suite("The members of an exposure report")
struct ExposureMemberTests {
    @Test("a finding has its facts and those of its row")
    func finding() throws {
        let message = try ExampleMessage.subscribe(
            others: ["Subject: a, b", "Foo: 1"])
        let finding = try #require(ExposureReport.of(message, layers: []).finding("Subject"))
        let members = try reportMembers(of: finding)
        #expect(
            members.keys.sorted() == [
                "detail", "hideable", "identifies", "known", "lines", "mitigation", "name", "observers",
                "residual",
                "reveals", "severity", "severityReason", "source", "userAgent", "value",
            ])
        #expect(members["value"] as? String == "a, b")
        #expect(members["hideable"] as? String == "omit-outer")
        #expect(members["severity"] as? String == "medium")
        #expect(members["known"] as? Bool == true)
        #expect(members["lines"] as? [Int] == [10])
    }

    @Test("a field that the catalogue does not know says so")
    func unknown() throws {
        let message = try ExampleMessage.subscribe(others: ["X-Foo: 1"])
        let members = try reportMembers(of: #require(ExposureReport.of(message, layers: []).finding("X-Foo")))
        #expect(members["known"] as? Bool == false)
        #expect(members["name"] as? String == "X-Foo")
    }

    @Test("presentity and watcher are both identities in `reveals`, and apart in `identifies`")
    func identities() throws {
        let report = ExposureReport.of(try ExampleMessage.subscribe(), layers: [])
        let from = try reportMembers(of: #require(report.finding("From")))
        #expect((from["reveals"] as? [String])?.contains("identities") == true)
        #expect((from["reveals"] as? [String])?.contains("watcher") == false)
        #expect(from["identifies"] as? [String] == ["watcher"])
    }

    @Test("the counts have a member for each severity, and their sum is the number of findings")
    func counts() throws {
        let report = ExposureReport.of(try ExampleMessage.capture("t1-plain-bob-05-rx-NOTIFY"), layers: [])
        let members = try #require(try reportMembers(of: report)["counts"] as? [String: Int])
        #expect(Set(members.keys) == Set(Severity.allCases.map(\.rawValue)))
        #expect(members.values.reduce(0, +) == report.headers.count)
        #expect(report.counts.bySeverity.map(\.severity) == Severity.allCases.sorted(by: >))
    }

    @Test("a change names what is gone and what is new, and leaves out what reveals nothing")
    func change() throws {
        let before = ExposureReport.of(
            try ExampleMessage.subscribe(others: ["Subject: lunch", "X-Old: 1"], body: "x"), layers: [])
        let after = ExposureReport.of(
            try ExampleMessage.subscribe(
                from: "<sip:anonymous@anonymous.invalid>;tag=1", others: ["X-New: 1", "Allow: NOTIFY"]),
            layers: [VisibleLayer(kind: .authEnvelopedData, recipients: ["serial 1"], octets: 100)])
        let members = try reportMembers(of: ExposureChange(before: before, after: after))
        #expect(members.keys.sorted() == ["added", "hidden"])
        let hidden = try #require(members["hidden"] as? [String])
        let added = try #require(members["added"] as? [String])
        #expect(Set(hidden).isSuperset(of: ["From", "Subject", "X-Old"]))
        #expect(added.contains("X-New") && !added.contains("Allow") && !added.contains("From"))
        let severities = hidden.compactMap { before.finding($0)?.severity }
        #expect(severities == severities.sorted(by: >))
    }

    @Test("advice names the command, what it hides and what it needs")
    func advice() throws {
        let report = ExposureReport.of(try ExampleMessage.subscribe(others: ["Subject: lunch"]), layers: [])
        let advice = try #require(try reportMembers(of: report)["advice"] as? [[String: Any]])
        let first = try #require(advice.first)
        #expect(first.keys.sorted() == ["command", "hides", "needs"])
        #expect((first["hides"] as? [String])?.contains("Subject") == true)
        #expect((first["command"] as? String)?.hasPrefix("smime-presence encrypt --tunnel ") == true)
    }

    @Test("within a dialog the sender cannot be rewritten, so no command says it would be")
    func dialog() throws {
        let inside = try ExampleMessage.subscribe(toField: "<sip:alice@example.com>;tag=2")
        let outside = try ExampleMessage.subscribe()
        let notify = try ExampleMessage.request("NOTIFY", to: "sip:bob@192.0.2.1")
        func rewrites(_ message: SIPMessage) -> Bool {
            ExposureReport.of(message, layers: []).advice.contains { $0.command.contains("--rewrite-dialog") }
        }
        #expect(rewrites(outside) && !rewrites(inside) && !rewrites(notify))
    }

    @Test("a method that names no recipient needs one in the command")
    func recipient() throws {
        func commands(_ method: String) throws -> [String] {
            let message = try ExampleMessage.request(method, to: "sip:alice@example.com", body: "x")
            return ExposureReport.of(message, layers: []).advice.map(\.command)
        }
        #expect(try commands("REGISTER").allSatisfy { $0.contains("--to URI ") })
        #expect(try commands("MESSAGE").allSatisfy { !$0.contains("--to") })
    }

    @Test("a summary counts each message once, and the kinds of all")
    func summary() throws {
        let subscribe = ExposureReport.of(try ExampleMessage.subscribe(), layers: [])
        let publish = ExposureReport.of(try ExampleMessage.publish(body: "x"), layers: [])
        let summary = ExposureSummary([
            ("a.sip", "SUBSCRIBE", subscribe), ("b.sip", "PUBLISH", publish),
            ("a.sip", "SUBSCRIBE", subscribe),
        ])
        let members = try reportMembers(of: summary)
        #expect(members.keys.sorted() == ["counts", "information", "messages", "relationReadable"])
        #expect(members["relationReadable"] as? Int == 2)
        let messages = try #require(members["messages"] as? [[String: Any]])
        #expect(messages.map { $0["file"] as? String } == ["a.sip", "b.sip", "a.sip"])
        let kinds = try #require(members["information"] as? [[String: Any]]).compactMap {
            $0["kind"] as? String
        }
        #expect(kinds == kinds.sorted() && kinds.contains("body") && kinds.contains("relation"))
    }
}

import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("--policy: whom the rules are asked about, and what of a document")
struct PolicyAudienceTests {
    private let lab: PolicyLab

    init() throws {
        lab = try PolicyLab()
        let rules = String(decoding: try Policies.octets("answer-3"), as: UTF8.self)
        let bob = rules.replacing(
            "<many domain=\"example.test\"/>", with: "<one id=\"sip:bob@example.test\"/>")
        try lab.commands.directory.write(Array(bob.utf8), to: "bob.xml")
        let whole = rules.replacing(
            "<pr:provide-activities>true</pr:provide-activities>",
            with: "<pr:provide-devices><pr:all-devices/></pr:provide-devices><pr:provide-all-attributes/>")
        try lab.commands.directory.write(Array(whole.utf8), to: "whole.xml")
    }

    private func policy() throws -> [String: Any] {
        try #require(try lab.report().members["policy"] as? [String: Any])
    }

    @Test(
        "the recipients of --to are evaluated too, and the least decision counts",
        arguments: ["encrypt", "sign"])
    func recipients(command: String) throws {
        let other = ["--to", "sip:alice@example.test"]
        let rules = command == "sign" ? try legRules() : "bob"
        let path = command == "sign" ? "ipsec" : nil
        #expect(try lab.passes(lab.run(command, "notify.sip", rules, path)))
        #expect(try lab.passes(lab.run(command, "notify.sip", rules, path, "--to", "sip:bob@example.test")))
        for others in [other, ["--to", "sip:bob@example.test"] + other] {
            let run = lab.commands.run(
                [
                    command, "notify.sip", "--policy", "\(rules).xml", "--report", "report.json", "-o",
                    "out.sip",
                ]
                    + (path.map { ["--leg", "\($0).json"] } ?? []) + others)
            #expect(try !lab.passes(run), "\(run.words)")
        }
        #expect(
            try !lab.passes(
                lab.run(
                    command, "notify.sip", rules, path, "--to", "sip:alice@example.test", "--watcher",
                    "sip:bob@example.test")))
        _ = lab.run(command, "notify.sip", rules, path, "--to", "sip:alice@example.test")
        #expect(try policy()["watchers"] as? [String] == ["sip:alice@example.test"])
    }

    /// Rules for Bob on a protected leg.
    private func legRules() throws -> String {
        let rules = String(decoding: try lab.commands.directory.octets(of: "bob.xml"), as: UTF8.self)
        try lab.commands.directory.write(
            Array(rules.replacing("<c:body/>", with: "<c:watcher-leg/>").utf8), to: "bobs-leg.xml")
        return "bobs-leg"
    }

    @Test(
        "a PUBLISH goes to the presence server without a question, and to whom --to names if they may watch")
    func publish() throws {
        #expect(try lab.passes(lab.run("encrypt", "publish.sip", "bob")))
        for (recipient, isTaken) in [
            ("sip:example.test", true), ("sip:bob@example.test", true), ("sip:alice@example.test", false),
        ] {
            let run = lab.run("encrypt", "publish.sip", "bob", nil, "--to", recipient)
            #expect(try lab.passes(run) == isTaken, "\(recipient): \(run.words)")
        }
    }

    @Test(
        "about other events than presence the rules say nothing, and no leg stands in for the watcher's",
        arguments: ["presence.winfo", "dialog", ""])
    func events(event: String) throws {
        let field = event.isEmpty ? "" : "Event: \(event)\r\n"
        let message = String(
            decoding: PolicyLab.subscribe(body: "<filter-set/>"), as: UTF8.self
        ).replacing("Event: presence\r\n", with: field)
        let protected = lab.commands.run("encrypt", input: Array(message.utf8))
        #expect(protected.status == .done, "\(protected.words)")
        for (command, input) in [("encrypt", Array(message.utf8)), ("verify", protected.output)] {
            let run = lab.run(command, "-", "answer-1", "ipsec", input: input)
            #expect(run.status == .refused, "\(run.words)")
            #expect(run.words.contains("the rules say nothing about"), "\(run.words)")
            #expect(run.words.contains("hint: "))
            let report = try lab.report()
            #expect(report.reasonCode == "policy" && report.sipStatus == 403)
            #expect(try !lab.commands.directory.names().contains("out.sip"))
        }
        let presence = Array(message.replacing(field, with: "Event: Presence;id=7\r\n").utf8)
        if !event.isEmpty {
            #expect(try lab.passes(lab.run("encrypt", "-", "answer-1", "ipsec", input: presence)))
        }
    }

    @Test("a NOTIFY that shows more than the rules would is warned of, and the report says that it is whole")
    func unfiltered() throws {
        let run = lab.run("encrypt", "notify.sip", "answer-3")
        #expect(run.status == .done && run.words.contains("(not-filtered)"), "\(run.words)")
        #expect(run.words.contains("all-services, all-persons, activities"))
        let reported = try policy()
        #expect(reported["document"] as? String == "unfiltered")
        #expect((reported["sip"] as? [String: Any])?["document"] as? String == "unfiltered")
        let whole = lab.run("encrypt", "notify.sip", "whole")
        #expect(whole.status == .done && !whole.words.contains("not-filtered"), "\(whole.words)")
        #expect(try policy()["document"] == nil)
        #expect(!lab.run("encrypt", "publish.sip", "answer-3").words.contains("not-filtered"))
    }

    @Test(
        "the report of a refused PUBLISH has one SIP status, that of its refusal, and no means of an unknown leg"
    )
    func refusedPublish() throws {
        _ = lab.run("encrypt", "publish.sip", "combined", nil, "--watcher", "sip:bob@example.test")
        _ = lab.run("sign", "publish.sip", "combined")
        let report = try lab.report()
        #expect(report.sipStatus == 403)
        let policy = try #require(report.members["policy"] as? [String: Any])
        #expect(policy["decision"] as? String == "confirm" && policy["sip"] == nil)
        let evidence = try #require(policy["evidence"] as? [[String: Any]])
        for fact in evidence where fact["state"] as? String == "unknown" {
            #expect(fact["means"] as? [String] == [])
        }
        #expect(evidence.contains { $0["state"] as? String == "unknown" })
    }
}

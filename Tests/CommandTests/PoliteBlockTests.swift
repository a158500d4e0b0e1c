import Foundation
import MIME
import PIDF
import SIPMessage
import SMIMEAgent
import TestSupport
import Testing

@testable import smime_presence

@Suite("--polite-block, and what the rules do not let pass politely")
struct PoliteBlockTests {
    private let lab: PolicyLab

    init() throws { lab = try PolicyLab() }

    @Test(
        "a NOTIFY goes out with a document about the same entity that shows nothing",
        arguments: [true, false])
    func replaced(isTunnelled: Bool) throws {
        let options = isTunnelled ? ["--tunnel"] : []
        let run = lab.commands.run(
            [
                "encrypt", "notify.sip", "--policy", "answer-0.xml", "--polite-block", "-o", "blocked.sip",
                "--report", "report.json",
            ] + options)
        #expect(run.status == .done, "\(run.words)")
        #expect(run.words.contains("shows nothing, since the rules say polite-block"))
        let policy = try #require(try lab.report().members["policy"] as? [String: Any])
        #expect(
            policy["decision"] as? String == "polite-block" && policy["document"] as? String == "unavailable")
        let opened = lab.commands.run("decrypt", "blocked.sip")
        #expect(opened.status == .done, "\(opened.words)")
        let message = try SIPMessage.parse(opened.output)
        let document = try PresenceDocument.read(message.body)
        #expect(document.entity == "pres:alice@example.test")
        #expect(document.tuples.map(\.basic) == [.closed])
        #expect(!opened.text.contains("open") && !opened.text.contains("note"))
        #expect(opened.text.contains("Subscription-State: active;expires=3599"))
    }

    @Test("a signed one is readable, and shows nothing either")
    func signed() throws {
        let run = lab.commands.run("sign", "notify.sip", "--policy", "answer-0.xml", "--polite-block")
        #expect(run.status == .done && run.text.contains("<basic>closed</basic>"))
        #expect(!run.text.contains("<basic>open</basic>"))
    }

    @Test("where the rules say allow nothing is replaced, and where they say block it is refused")
    func otherDecisions() throws {
        let allowed = lab.commands.run(
            "sign", "notify.sip", "--policy", "answer-0.xml", "--leg", "ipsec.json", "--polite-block")
        #expect(allowed.status == .done && allowed.text.contains("<basic>open</basic>"))
        #expect(try !lab.passes(lab.run("encrypt", "notify.sip", "answer-1", nil, "--polite-block")))
        #expect(try !lab.passes(lab.run("sign", "notify.sip", "combined", nil, "--polite-block")))
    }

    @Test("an entity with characters of XML stays what it is")
    func escaped() throws {
        let octets = try lab.commands.directory.octets(of: "notify.sip")
        let message = try SIPMessage.parse(octets)
        let body = String(decoding: message.body, as: UTF8.self)
            .replacing("pres:alice@example.test", with: "sip:alice@example.test?a=&lt;&amp;&quot;")
        let entity = try #require(message.bodyEntity())
        let changed = try message.replacingBody(
            with: .init(headerFields: entity.headerFields, body: Array(body.utf8)))
        let nothing = try changed.showingNothing(at: CommandRun.noon)
        #expect(try PresenceDocument.read(nothing.body).entity == "sip:alice@example.test?a=<&\"")
    }

    @Test("what is no whole presence document is refused, and what is no NOTIFY is wrong usage")
    func notReplaceable() throws {
        let difference = try lab.commands.changed(
            "notify.sip", "application/pidf+xml", "application/pidf-diff+xml")
        let run = lab.run("encrypt", "-", "answer-0", nil, "--polite-block", input: difference)
        #expect(run.words.contains("no complete presence document"), "\(run.words)")
        #expect(run.status == .refused && run.output.isEmpty)
        try lab.commands.expectFailure(
            .usage, of: ["encrypt", "publish.sip", "--policy", "answer-0.xml", "--polite-block"],
            says: ["'--polite-block' replaces the document of a NOTIFY"])
    }

    @Test("a SUBSCRIBE that is blocked politely or waits is taken, and one that is blocked is not")
    func subscriptions() throws {
        let subscribe = PolicyLab.subscribe(body: "<filter-set/>")
        let protected = lab.commands.run("encrypt", input: subscribe)
        #expect(protected.status == .done, "\(protected.words)")
        for (policy, decision, isTaken) in [
            ("answer-0", "polite-block", true), ("answer-1", "block", false), ("answer-3", "allow", true),
        ] {
            for (command, input) in [("encrypt", subscribe), ("verify", protected.output)] {
                let run = lab.run(command, "-", policy, "integrity", input: input)
                let policy = try #require(
                    try ReportObject(lab.commands.directory.octets(of: "report.json")).members["policy"]
                        as? [String: Any])
                #expect(policy["decision"] as? String == decision)
                #expect(try lab.passes(run) == isTaken, "\(run.words)")
            }
        }
    }

    @Test("the watcher of a SUBSCRIBE is its signer; an unsigned one has no watcher")
    func authenticatedWatcher() throws {
        let subscribe = PolicyLab.subscribe(body: "<filter-set/>")
        let rules = String(decoding: try Policies.octets("answer-3"), as: UTF8.self)
            .replacing("<many domain=\"example.test\"/>", with: "<one id=\"sip:bob@example.test\"/>")
        try lab.commands.directory.write(Array(rules.utf8), to: "bob.xml")
        let protected = lab.commands.run("encrypt", input: subscribe).output
        #expect(try lab.passes(lab.run("verify", "-", "bob", input: protected)))
        let unsigned = lab.commands.run("encrypt", "--unsigned", input: subscribe).output
        #expect(try !lab.passes(lab.run("verify", "-", "bob", nil, "--allow-unsigned", input: unsigned)))
        let alices = lab.commands.run("encrypt", "--from", "sip:alice@example.test", input: subscribe).output
        #expect(try !lab.passes(lab.run("verify", "-", "bob", nil, "--any-sender", input: alices)))
        let hidden = lab.commands.run(
            "encrypt", "--tunnel", "--outer-headers", "anonymous", "--rewrite-dialog", "dialog.json",
            input: subscribe)
        #expect(hidden.status == .done, "\(hidden.words)")
        #expect(try lab.passes(lab.run("verify", "-", "bob", input: hidden.output)))
    }
}

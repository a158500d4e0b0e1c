import Foundation
import SMIMEAgent
import TestSupport
import Testing

@testable import smime_presence

@Suite("policy check and policy decide")
struct PolicyCommandTests {
    private let lab: CommandLab

    init() throws { lab = try CommandLab.example() }

    private static let parties = ["--watcher", "sip:bob@example.test", "--entity", "sip:alice@example.test"]

    private func decide(_ rules: String, _ options: String...) -> CommandRun {
        lab.run(["policy", "decide", rules] + Self.parties + options)
    }

    private func json(_ run: CommandRun) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(run.output)) as? [String: Any])
    }

    @Test("allow is status 0, every other decision 1, and the first line is the word")
    func statuses() throws {
        try lab.directory.write(Policies.octets("combined"), to: "combined.xml")
        for (run, word, status) in [
            (decide("rules.xml", "--watcher-leg", "ipsec"), "allow", ExitStatus.done),
            (decide("rules.xml"), "polite-block", .refused),
            (decide("combined.xml"), "confirm", .refused),
            (decide("enveloped.xml"), "block", .refused),
        ] {
            #expect(run.text.hasPrefix("decision: \(word)\n"), "\(run.text)")
            #expect(run.status == status)
            #expect(run.words.contains("the rules say \(word)") == (status == .refused), "\(run.words)")
            // A decision is the requested answer, not an error.
            #expect(!run.words.contains("error") && !run.words.contains("hint"))
        }
    }

    @Test("the state of a leg is what counts, and unknown or claimed is not enough")
    func legs() {
        for state in LegState.allCases {
            let run = decide("rules.xml", "--watcher-leg", state.rawValue)
            let isEnough = [.protected, .ipsec, .tls].contains(state)
            #expect(run.status == (isEnough ? .done : .refused), "\(state)")
            #expect(decide("rules.xml", "--presentity-leg", state.rawValue).status == .refused)
        }
        #expect(decide("rules.xml").text.contains("watcher-leg is unknown, which counts as not protected"))
        #expect(
            decide("rules.xml", "--watcher-leg", "claimed").text.contains("claimed by the UE alone"))
    }

    @Test("whether the body is enveloped is read from the message")
    func body() throws {
        #expect(decide("enveloped.xml", "protected.sip").status == .done)
        #expect(decide("enveloped.xml", "publish.sip").text.contains("body is not protected"))
        try lab.directory.write(lab.run("sign", "publish.sip").output, to: "signed.sip")
        #expect(decide("enveloped.xml", "signed.sip").text.contains("body is not protected"))
    }

    @Test("a message by the name of S/MIME that is none protects nothing")
    func falseName() throws {
        let publish = String(decoding: try lab.directory.octets(of: "publish.sip"), as: UTF8.self)
        try lab.directory.write(
            Array(publish.replacing("application/pidf+xml", with: "application/pkcs7-mime").utf8),
            to: "false.sip")
        #expect(decide("enveloped.xml", "false.sip").text.contains("body is not protected"))
    }

    @Test("a message about another presentity is refused, and nothing is decided")
    func otherPresentity() {
        let run = lab.run(
            "policy", "decide", "enveloped.xml", "protected.sip", "--watcher", "sip:bob@example.test",
            "--entity",
            "sip:carol@example.test")
        #expect(run.status == .refused && run.output.isEmpty)
        #expect(run.words.contains("the message is about 'sip:alice@example.test'"), "\(run.words)")
        #expect(decide("rules.xml", "notify.sip", "--watcher-leg", "tls").status == .done)
    }

    @Test("the JSON has the decision, what it rests on, and the answer in SIP")
    func report() throws {
        let report = try json(decide("rules.xml", "--format", "json"))
        #expect(report["version"] as? Int == 1 && report["operation"] as? String == "policy decide")
        #expect(report["decision"] as? String == "polite-block")
        #expect(report["decidedBy"] as? [String] == ["otherwise"])
        #expect(report["at"] as? String == "2026-11-23T12:00:00Z")
        let evidence = try #require(report["evidence"] as? [[String: Any]])
        #expect(evidence.map { $0["weight"] as? String } == ["unknown"])
        let sip = try #require(report["sip"] as? [String: Any])
        #expect(sip["status"] as? Int == 200 && sip["subscriptionState"] as? String == "active")
        #expect(sip["document"] as? String == "unavailable")
        let rules = try #require(report["rules"] as? [[String: Any]])
        #expect(rules.map { $0["matches"] as? Bool } == [false, true])
    }

    @Test("time and sphere come from options, and the time otherwise from the clock")
    func circumstances() throws {
        let rule = """
            <ruleset xmlns="urn:ietf:params:xml:ns:common-policy"><rule id="a"><conditions><sphere value="work"/>
            <validity><from>2026-11-23T12:00:00Z</from><until>2026-11-23T12:00:01Z</until></validity></conditions>
            <actions><sub-handling xmlns="urn:ietf:params:xml:ns:pres-rules">allow</sub-handling></actions></rule>
            </ruleset>
            """
        try lab.directory.write(Array(rule.utf8), to: "timed.xml")
        #expect(decide("timed.xml", "--sphere", "work").status == .done)
        #expect(decide("timed.xml").status == .refused)
        #expect(decide("timed.xml", "--sphere", "work", "--at", "2026-11-23T12:00:01Z").status == .refused)
    }

    @Test("who was not authenticated is told apart from who was forgotten")
    func unauthenticated() {
        let entity = ["policy", "decide", "rules.xml", "--entity", "sip:alice@example.test"]
        #expect(lab.run(entity).status == .usage)
        let run = lab.run(entity + ["--unauthenticated"])
        #expect(run.status == .refused && run.text.hasPrefix("decision: block\n"))
        #expect(
            lab.run(entity + ["--unauthenticated", "--watcher", "sip:bob@example.test"]).status == .usage)
        #expect(lab.run(entity + ["--watcher", "bob"]).status == .usage)
        #expect(
            lab.run("policy", "decide", "rules.xml", "--watcher", "sip:bob@example.test").status == .usage)
    }

    @Test("check lists rules with their notices")
    func check() throws {
        try lab.directory.write(
            Array(
                """
                <ruleset xmlns="urn:ietf:params:xml:ns:common-policy">
                <rule id="a"><conditions><moon xmlns="urn:x"/></conditions></rule></ruleset>
                """.utf8), to: "odd.xml")
        let run = lab.run("policy", "check", "odd.xml")
        #expect(run.status == .done && run.words.isEmpty)
        #expect(
            run.text == """
                1 rule
                rule 'a' at line 2, column 0: block on {urn:x}moon
                  note: {urn:x}moon is not known here and never holds
                  note: lets no watcher in; 'block' never outweighs another rule, an 'except' in that rule does

                """)
        let report = try json(lab.run("policy", "check", "--format", "json", "odd.xml"))
        let rules = try #require(report["rules"] as? [[String: Any]])
        let notices = try #require(rules.first?["notices"] as? [[String: Any]])
        #expect(notices.map { $0["code"] as? String } == ["unknown-condition", "grants-no-subscription"])
    }

    @Test("rules that cannot be relied on are refused with the place and a hint, and nothing is written")
    func unfit() throws {
        let rules = String(decoding: try Policies.octets("answer-0"), as: UTF8.self)
        for (right, wrong, words) in [
            ("domain", "domian", "line 9, column 16: 'many' has no attribute 'domian'"),
            ("allow", "alow", "invalid value 'alow' for 'sub-handling'"),
            ("</ruleset>", "", "this is not XML"),
            ("<ruleset", "<!DOCTYPE a><ruleset", "a DOCTYPE is not allowed"),
        ] {
            try lab.directory.write(Array(rules.replacing(right, with: wrong).utf8), to: "unfit.xml")
            for run in [lab.run("policy", "check", "unfit.xml"), decide("unfit.xml")] {
                #expect(run.status == .refused && run.output.isEmpty)
                #expect(run.words.contains(words) && run.words.contains("hint: "), "\(run.words)")
            }
        }
        #expect(lab.run("policy", "check", "absent.xml").status == .environment)
        #expect(decide("absent.xml").status == .environment)
    }

    @Test("two demands side by side are refused, and the hint says what to put them into")
    func twoDemands() throws {
        let rules = String(decoding: try Policies.octets("answer-3"), as: UTF8.self)
        try lab.directory.write(
            Array(rules.replacing("<c:body/>", with: "<c:body/><c:watcher-leg/>").utf8), to: "two.xml")
        let run = lab.run("policy", "check", "two.xml")
        #expect(run.status == .refused && run.words.contains("'confidentiality'"), "\(run.words)")
        #expect(run.words.contains("hint: put them into one <c:all-of>"), "\(run.words)")
    }

    @Test("the rules that docs/policy.md gives to start from say what it says of them")
    func guide() throws {
        try lab.directory.write(Policies.guideExample(), to: "guide.xml")
        let check = lab.run("policy", "check", "guide.xml")
        #expect(check.status == .done && check.text.hasPrefix("2 rules\n"), "\(check.words)")
        #expect(!check.text.contains("note:"), "\(check.text)")
        #expect(decide("guide.xml").text.hasPrefix("decision: polite-block\n"))
        #expect(decide("guide.xml", "--watcher-leg", "tls").status == .done)
        #expect(decide("guide.xml", "protected.sip").status == .done)
        let eve = lab.run(
            "policy", "decide", "guide.xml", "protected.sip", "--watcher", "sips:eve@example.test",
            "--entity", "sip:alice@example.test")
        #expect(eve.text.hasPrefix("decision: block\n"), "\(eve.text)")
    }

    @Test("rules and message come from standard input, but not both")
    func standardInput() throws {
        let octets = try lab.directory.octets(of: "enveloped.xml")
        #expect(lab.run("policy", "check", "-", input: octets).status == .done)
        let run = lab.run(["policy", "decide", "-", "protected.sip"] + Self.parties, input: octets)
        #expect(run.status == .done)
        #expect(lab.run(["policy", "decide", "-", "-"] + Self.parties, input: octets).status == .usage)
    }
}

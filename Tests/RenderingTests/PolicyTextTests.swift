import AccessLeg
import Foundation
import PresenceRules
import Rendering
import TestSupport
import Testing

@Suite("Rules and decisions in words")
struct PolicyTextTests {
    private static let instant = "2026-11-23T12:00:00Z"

    private func ruleset(_ rules: String) throws -> Ruleset {
        try Ruleset.read(
            Array(
                """
                <ruleset xmlns="urn:ietf:params:xml:ns:common-policy"
                  xmlns:pr="urn:ietf:params:xml:ns:pres-rules" xmlns:x="urn:x">
                \(rules)</ruleset>
                """.utf8))
    }

    private func rule(_ conditions: String, id: String = "a", handling: String = "allow") -> String {
        "<rule id='\(id)'><conditions>\(conditions)</conditions>"
            + "<actions><pr:sub-handling>\(handling)</pr:sub-handling></actions></rule>"
    }

    private static let bob = "<identity><one id='sip:bob@example.test'/></identity>"

    private func request(_ watchers: [String], sphere: String? = nil) throws -> AuthorizationRequest {
        AuthorizationRequest(
            watchers: try watchers.map { try #require(EntityURI($0)) },
            presentity: try #require(EntityURI("sip:alice@example.test")), at: TestLab.now, sphere: sphere,
            confidentiality: ConfidentialityFacts())
    }

    private func decision(
        _ rules: String, watchers: [String] = ["sip:bob@example.test"], sphere: String? = nil,
        legs: [MessageLeg] = []
    ) throws -> [String] {
        let request = try request(watchers, sphere: sphere)
        let text = PolicyText.decision(
            try ruleset(rules).decide(request), on: request, at: Self.instant, legs: legs)
        #expect(text.hasSuffix("\n") && !text.contains("\n\n"))
        return text.split(separator: "\n").map(String.init)
    }

    @Test("a set without rules allows no watcher")
    func empty() throws {
        #expect(PolicyText.rules(try ruleset("")) == "0 rules\nno watcher is allowed\n")
    }

    @Test("each rule has its id, its line, its handling and its conditions, with notices below")
    func rules() throws {
        let text = PolicyText.rules(
            try ruleset(
                rule(Self.bob + "<sphere value='work'/>") + "\n"
                    + rule("<x:moon/>", id: "b", handling: "confirm")))
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines[0] == "2 rules")
        #expect(lines[1].hasPrefix("rule 'a' at ") && lines[1].hasSuffix(": allow on identity, sphere"))
        #expect(lines[2].hasPrefix("rule 'b' at ") && lines[2].contains(": confirm on "))
        #expect(lines.dropFirst(3).allSatisfy { $0.hasPrefix("  note: ") })
        #expect(text.contains("moon") && text.contains("is not known here and never holds"))
    }

    @Test("a rule without conditions names none, and says that it matches any watcher")
    func unconditional() throws {
        let text = PolicyText.rules(
            try ruleset("<rule id='a'><actions><pr:sub-handling>allow</pr:sub-handling></actions></rule>"))
        #expect(text.hasPrefix("1 rule\n") && text.contains(": allow\n  note: asks for no identity"))
    }

    @Test("every example of the project has a line for each of its rules")
    func examples() throws {
        for name in try Policies.names() {
            let rules = try Ruleset.read(Policies.octets(name))
            let lines = PolicyText.rules(rules).split(separator: "\n")
            #expect(lines.count { $0.hasPrefix("rule '") } == rules.rules.count, "\(name)")
        }
    }

    @Test(
        "a decision says what it is in SIP (RFC 5025 §3.2.1, RFC 6665 §4.2.2)",
        arguments: [
            ("allow", "200 to a SUBSCRIBE, NOTIFY with active and the presence document"),
            ("confirm", "200 to a SUBSCRIBE, NOTIFY with pending and no document"),
            (
                "polite-block",
                "200 to a SUBSCRIBE, NOTIFY with active and a document that shows only that the presentity "
                    + "is unavailable"
            ),
            (
                "block",
                "403 to a SUBSCRIBE; for an existing subscription, NOTIFY with terminated;reason=rejected"
            ),
        ])
    func answers(handling: String, words: String) throws {
        let lines = try decision(rule(Self.bob, handling: handling))
        #expect(lines.first == "decision: \(handling)")
        #expect(lines.contains("in SIP: \(words)"))
        // Only an allowed watcher is shown something.
        #expect(lines.contains { $0.hasPrefix("shown: ") } == (handling == "allow"))
        #expect(lines.contains("watcher: sip:bob@example.test"))
        #expect(lines.contains("presentity: sip:alice@example.test, at \(Self.instant), in no sphere"))
    }

    @Test("each rule says whether it matches, and each condition why")
    func conditions() throws {
        let lines = try decision(
            rule(Self.bob) + rule(Self.bob + "<sphere value='home'/><x:moon/>", id: "b"), sphere: "work")
        #expect(lines.contains("decided by: 'a'"))
        #expect(lines.contains("rule 'a' (allow) matches"))
        #expect(lines.contains("  identity holds: the watcher matches"))
        #expect(lines.contains("rule 'b' (allow) does not match"))
        #expect(lines.contains("  sphere does not hold: the sphere is 'work'"))
        #expect(lines.contains { $0.hasSuffix("does not hold: it is not known here") })
        #expect(lines.contains { $0.hasSuffix("in sphere 'work'") })
    }

    @Test("a watcher that no rule matches is blocked by no rule")
    func unmatched() throws {
        let lines = try decision(rule(Self.bob), watchers: ["sip:eve@example.test"])
        #expect(lines.first == "decision: block")
        #expect(lines.contains("decided by: no rule, which means block"))
        #expect(lines.contains("  identity does not hold: the watcher does not match"))
    }

    @Test("a watcher who is not authenticated, an unknown sphere and a past period are named")
    func reasons() throws {
        let past = """
            <validity><from>2001-01-01T00:00:00Z</from><until>2002-01-01T00:00:00Z</until></validity>
            """
        let lines = try decision(rule(Self.bob + "<sphere value='x'/>" + past), watchers: [])
        #expect(lines.contains("watcher: not authenticated"))
        #expect(lines.contains("  identity does not hold: the watcher was not authenticated"))
        #expect(lines.contains("  sphere does not hold: no sphere is known"))
        #expect(lines.contains("  validity does not hold: the time is outside it"))
    }

    @Test("each leg that counts is named with what is known of it and of its link")
    func legs() throws {
        var path = PathDescription()
        path.watcher.hop = .ipsec
        let legs = [path.leg(.watcher), path.leg(.presentity)]
        let lines = try decision(rule(Self.bob), legs: legs)
        let ofLegs = lines.filter { $0.hasPrefix("leg of the ") }
        #expect(ofLegs.count == 2 && ofLegs[0].hasPrefix("leg of the watcher: The path says that IPsec"))
        #expect(ofLegs[1].hasPrefix("leg of the presentity: No source says"))
        #expect(ofLegs.allSatisfy { $0.hasSuffix("Nothing names the access network.") })
    }

    @Test("a sphere with control characters is printable")
    func hostile() throws {
        let sphere = "work\u{1B}]0;x\u{7}\u{202E}"
        let lines = try decision(rule(Self.bob + "<sphere value='a'/>"), sphere: sphere)
        let text = lines.joined(separator: "\n")
        #expect(text.contains("'work\\u{1B}]0;x\\u{7}\\u{202E}'"))
        #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}"))
    }
}

import Octets
import PresenceRules
import TestSupport
import Testing

@Suite("The rules in examples/policies")
struct AnswerPoliciesTests {
    private static let clear = ConfidentialityFact(.notProtected)

    private static func leg(_ means: ProtectionMeans) -> ConfidentialityFact {
        ConfidentialityFact(.protected, by: [means])
    }

    private func handling(
        _ policy: String, watcher: ConfidentialityFact = clear, presentity: ConfidentialityFact = clear,
        body: ConfidentialityFact = clear
    ) throws -> String {
        let facts = ConfidentialityFacts(watcherLeg: [watcher], presentityLeg: [presentity], body: body)
        return try Ruleset.read(Policies.octets(policy)).decide(RulesLab.request(facts)).handling.rawValue
    }

    @Test("each is read without a notice, and grants nothing to unknown watchers")
    func sound() throws {
        #expect(
            try Policies.names() == (0...5).map { "answer-\($0)" } + ["combined"])
        for name in try Policies.names() {
            let ruleset = try Ruleset.read(Policies.octets(name))
            #expect(ruleset.rules.flatMap(\.notices).isEmpty, "\(name)")
            let protected = ConfidentialityFact(.protected, by: Set(ProtectionMeans.allCases))
            let facts = ConfidentialityFacts(
                watcherLeg: [protected], presentityLeg: [protected], body: protected)
            for watchers in [["sip:eve@elsewhere.test"], []] {
                let request = try RulesLab.request(watchers, facts: facts)
                #expect(ruleset.decide(request).handling == .block, "\(name)")
            }
            #expect(ruleset.decide(try RulesLab.request(facts)).handling == .allow, "\(name)")
        }
    }

    @Test("alternative 0 shows nothing if the watcher's leg is unprotected, without disclosing why")
    func answer0() throws {
        #expect(try handling("answer-0") == "polite-block")
        #expect(try handling("answer-0", presentity: Self.leg(.tls)) == "polite-block")
        #expect(try handling("answer-0", watcher: Self.leg(.accessNetwork)) == "polite-block")
        #expect(try handling("answer-0", watcher: Self.leg(.ipsec)) == "allow")
    }

    @Test(
        "alternatives 1, 2, 4 and 5 require both legs, each by its own means",
        arguments: [
            ("answer-1", [ProtectionMeans.ipsec, .tls]), ("answer-2", [.accessNetwork, .ipsec]),
            ("answer-4", [.tls]), ("answer-5", [.ipsec]),
        ])
    func legs(policy: String, means: [ProtectionMeans]) throws {
        for watcher in ProtectionMeans.allCases {
            for presentity in ProtectionMeans.allCases {
                let expected = means.contains(watcher) && means.contains(presentity) ? "allow" : "block"
                #expect(
                    try handling(policy, watcher: Self.leg(watcher), presentity: Self.leg(presentity))
                        == expected)
            }
            #expect(try handling(policy, watcher: Self.leg(watcher)) == "block")
            #expect(try handling(policy, presentity: Self.leg(watcher)) == "block")
        }
        #expect(try handling(policy, body: ConfidentialityFact(.protected)) == "block")
    }

    @Test("alternative 3 requires the body, and no leg")
    func answer3() throws {
        #expect(try handling("answer-3", body: ConfidentialityFact(.protected)) == "allow")
        #expect(try handling("answer-3", watcher: Self.leg(.ipsec), presentity: Self.leg(.ipsec)) == "block")
        #expect(try handling("answer-3", body: .unknown) == "block")
    }

    @Test("the combination accepts either, and asks the presentity if there is neither")
    func combined() throws {
        #expect(try handling("combined", body: ConfidentialityFact(.protected)) == "allow")
        #expect(try handling("combined", watcher: Self.leg(.tls), presentity: Self.leg(.ipsec)) == "allow")
        #expect(try handling("combined", watcher: Self.leg(.tls)) == "confirm")
    }

    @Test(
        "each follows the schema of the condition, which refuses misspelt words",
        .enabled(if: Tool.arePresent("xmllint"), "xmllint is not installed"))
    func schema() throws {
        let directory = try TemporaryDirectory()
        let xmllint = Tool(name: "xmllint", directory: directory)
        for name in try Policies.names() {
            try directory.write(Policies.octets(name), to: "rules.xml")
            try xmllint("--noout", "--relaxng", Policies.schema, "rules.xml")
        }
        let rules = String(decoding: try Policies.octets("answer-4"), as: UTF8.self)
        for (right, wrong) in [("c:watcher-leg", "c:watch-leg"), ("\"tls\"", "\"wep\"")] {
            try directory.write(Array(rules.replacing(right, with: wrong).utf8), to: "rules.xml")
            #expect(throws: Tool.Failure.self) {
                try xmllint("--noout", "--relaxng", Policies.schema, "rules.xml")
            }
        }
    }
}

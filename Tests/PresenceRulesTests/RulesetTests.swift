import PresenceRules
import TestSupport
import Testing
import XML

@Suite("Presence authorization rules")
struct RulesetTests {
    @Test("the example of RFC 5025 grants the documented permissions")
    func published() throws {
        let ruleset = try Ruleset.read(try Vectors.octets("presence/rfc5025_01_cr_ruleset.xml"))
        let decision = ruleset.decide(try RulesLab.request(["sip:user@example.com"]))
        #expect(decision.handling == .allow && decision.decisive.map(\.id) == ["a"])
        let permissions = decision.permissions
        #expect(
            permissions.services
                == .some([
                    Occurrence(kind: .serviceURIScheme, value: "sip"),
                    Occurrence(kind: .serviceURIScheme, value: "mailto"),
                ]))
        #expect(permissions.persons == .all && permissions.devices == .none)
        #expect(permissions.attributes == [.activities] && permissions.userInput == .bare)
        #expect(
            permissions.unknownAttributes
                == [ExpandedName(namespace: "urn:vendor-specific:foo-namespace", local: "foo")])
        #expect(ruleset.decide(try RulesLab.request(["sip:other@example.com"])).permissions == Permissions())
    }

    @Test("of all matching rules the greatest handling counts, whatever their order, and block is the least")
    func greatest() throws {
        let words = SubscriptionHandling.allCases.map(\.rawValue)
        for first in words {
            for second in words {
                let ruleset = try RulesLab.read(
                    RulesLab.rule("", handling: first) + RulesLab.rule("", id: "b", handling: second))
                let decision = ruleset.decide(try RulesLab.request())
                let greater = [first, second].compactMap { SubscriptionHandling(rawValue: $0) }.max()
                #expect(decision.handling == greater)
                #expect(decision.decisive.count == (first == second ? 2 : 1))
            }
        }
        #expect(try RulesLab.read("").decide(RulesLab.request()).handling == .block)
        #expect(try RulesLab.read("<rule id='a'/>").decide(RulesLab.request()).handling == .block)
    }

    @Test("permissions are combined over the matching rules, and over no others")
    func union() throws {
        func rule(_ id: String, _ condition: String, _ transformations: String) -> String {
            "<rule id='\(id)'><conditions>\(condition)</conditions><transformations>\(transformations)"
                + "</transformations></rule>"
        }
        let device = "<pr:provide-devices><pr:class> biz </pr:class></pr:provide-devices>"
        let ruleset = try RulesLab.read(
            rule(
                "a", "",
                device
                    + "<pr:provide-mood>0</pr:provide-mood><pr:provide-user-input>full</pr:provide-user-input>"
            )
                + rule(
                    "b", "",
                    "<pr:provide-devices><pr:deviceID>urn:a</pr:deviceID></pr:provide-devices>"
                        + "<pr:provide-mood>1</pr:provide-mood><pr:provide-user-input>bare</pr:provide-user-input>"
                )
                + rule("c", "<sphere value='s'/>", "<pr:provide-all-attributes/>"))
        let permissions = ruleset.decide(try RulesLab.request()).permissions
        #expect(
            permissions.devices
                == .some([
                    Occurrence(kind: .class, value: "biz"), Occurrence(kind: .deviceID, value: "urn:a"),
                ]))
        #expect(permissions.attributes == [.mood] && permissions.userInput == .full)
        #expect(!permissions.showsAllAttributes)
    }

    @Test("actions and transformations of other namespaces grant nothing, and are listed")
    func ignored() throws {
        let ruleset = try RulesLab.read(
            "<rule id='a'><actions><x:grant>all</x:grant></actions><transformations><x:show/></transformations></rule>"
        )
        let names = ["grant", "show"].map { ExpandedName(namespace: "urn:x", local: $0) }
        #expect(ruleset.rules[0].ignoredPermissions == names)
        #expect(
            ruleset.rules[0].notices
                == names.map { .ignoredPermission($0) } + [RuleNotice.grantsNoSubscription])
    }

    @Test("the decision states for each rule which condition did not hold")
    func findings() throws {
        let decision = try RulesLab.read(
            RulesLab.rule("<identity><many/></identity><sphere value='work'/>")
                + RulesLab.rule("<x:moon/>", id: "b") + RulesLab.rule("", id: "c", handling: "confirm")
        ).decide(RulesLab.request(sphere: "home"))
        #expect(decision.rules.map(\.matches) == [false, false, true])
        #expect(decision.rules[0].conditions.map(\.holds) == [true, false])
        #expect(decision.rules[0].conditions[1].reason == .sphere("home", isNamed: false))
        #expect(decision.rules[1].conditions.map(\.reason) == [.unknown])
        #expect(decision.decisive.map(\.id) == ["c"])
    }

    @Test("the answer to a watcher depends on the handling alone")
    func answers() {
        let answers = SubscriptionHandling.allCases.map { SubscriptionAnswer(to: $0) }
        #expect(answers.map(\.status) == [403, 200, 200, 200])
        #expect(
            answers.map(\.subscriptionState) == ["terminated;reason=rejected", "pending", "active", "active"])
        #expect(answers.map(\.document) == [.none, .none, .unavailable, .filtered])
    }
}

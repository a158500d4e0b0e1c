import Octets
import PresenceRules
import Testing

@Suite("Conditions on confidentiality")
struct ConfidentialityConditionTests {
    private func handling(_ demand: String, _ facts: ConfidentialityFacts) throws -> SubscriptionHandling {
        try RulesLab.handling(
            "<c:confidentiality>\(demand)</c:confidentiality>", RulesLab.request(facts))
    }

    @Test("each subject holds by its own fact alone")
    func subjects() throws {
        let protected = ConfidentialityFact(.protected)
        let all: [(String, ConfidentialityFacts)] = [
            ("<c:watcher-leg/>", ConfidentialityFacts(watcherLeg: [protected])),
            ("<c:presentity-leg/>", ConfidentialityFacts(presentityLeg: [protected])),
            ("<c:body/>", ConfidentialityFacts(body: protected)),
        ]
        for (index, (demand, _)) in all.enumerated() {
            for (other, (_, facts)) in all.enumerated() {
                #expect(try handling(demand, facts) == (index == other ? .allow : .block), "\(demand)")
            }
        }
    }

    @Test("what is unknown, not protected or claimed counts as not protected, and the evidence says which")
    func weights() throws {
        let ruleset = try RulesLab.read(
            RulesLab.rule("<c:confidentiality><c:watcher-leg by='ipsec tls'/></c:confidentiality>"))
        for (fact, weight) in [
            (ConfidentialityFact.unknown, ConfidentialityEvidence.Weight.unknown),
            (ConfidentialityFact(.notProtected), .notProtected),
            (ConfidentialityFact(.protected, by: [.ipsec], source: .claimedByUE), .claimedByUE),
            (ConfidentialityFact(.protected, by: [.ipsec], source: .assertedByNetwork), .networkNotTrusted),
            (ConfidentialityFact(.protected), .otherMeans),
            (ConfidentialityFact(.protected, by: [.accessNetwork]), .otherMeans),
            (ConfidentialityFact(.protected, by: [.accessNetwork, .tls]), .counts),
        ] {
            let decision = ruleset.decide(try RulesLab.request(ConfidentialityFacts(watcherLeg: [fact])))
            #expect(decision.handling == (weight == .counts ? .allow : .block), "\(fact)")
            #expect(decision.evidence.map(\.weight) == [weight])
            #expect(decision.evidence.first?.demandedMeans == [.ipsec, .tls])
        }
    }

    @Test("trust lets the assertion of the network count, and not the claim of a UE")
    func trust() throws {
        for (source, expected) in [
            (ConfidentialityFact.Source.assertedByNetwork, SubscriptionHandling.allow),
            (.claimedByUE, .block),
        ] {
            let facts = ConfidentialityFacts(
                watcherLeg: [ConfidentialityFact(.protected, source: source)], trustsNetwork: true)
            #expect(try handling("<c:watcher-leg/>", facts) == expected)
        }
    }

    @Test("ciphering of the access network, which ends before the P-CSCF, counts only if it is named")
    func accessNetwork() throws {
        let facts = ConfidentialityFacts(watcherLeg: [ConfidentialityFact(.protected, by: [.accessNetwork])])
        #expect(try handling("<c:watcher-leg/>", facts) == .block)
        #expect(try handling("<c:watcher-leg by='ipsec tls'/>", facts) == .block)
        #expect(try handling("<c:watcher-leg by='access-network'/>", facts) == .allow)
    }

    @Test(
        "of several ways to protect a leg the best demanded one counts, and the evidence is about that one")
    func severalWays() throws {
        let clear = ConfidentialityFact(.notProtected, by: [.ipsec, .tls])
        let ciphered = ConfidentialityFact(.protected, by: [.accessNetwork])
        let claimed = ConfidentialityFact(.protected, by: [.tls], source: .claimedByUE)
        for (ways, demand, weight) in [
            ([clear, ciphered], "<c:watcher-leg/>", ConfidentialityEvidence.Weight.notProtected),
            ([clear, ciphered], "<c:watcher-leg by='tls access-network'/>", .counts),
            ([claimed, ciphered], "<c:watcher-leg by='tls'/>", .claimedByUE),
            ([ciphered, claimed], "<c:watcher-leg by='ipsec'/>", .claimedByUE),
            ([ciphered], "<c:watcher-leg by='ipsec'/>", .otherMeans), ([], "<c:watcher-leg/>", .unknown),
        ] {
            let rule = RulesLab.rule("<c:confidentiality>\(demand)</c:confidentiality>")
            let decision = try RulesLab.read(rule)
                .decide(RulesLab.request(ConfidentialityFacts(watcherLeg: ways)))
            #expect(decision.evidence.map(\.weight) == [weight], "\(demand)")
            #expect(decision.handling == (weight == .counts ? .allow : .block))
        }
    }

    @Test("what another message passes does not restrict this one")
    func ofAnotherMessage() throws {
        let demand = "<c:all-of><c:watcher-leg by='tls'/><c:presentity-leg/></c:all-of>"
        var facts = ConfidentialityFacts(
            watcherLeg: [.ofAnotherMessage], presentityLeg: [ConfidentialityFact(.protected)])
        #expect(try handling(demand, facts) == .allow)
        facts.presentityLeg = [ConfidentialityFact(.notProtected)]
        #expect(try handling(demand, facts) == .block)
    }

    @Test("at-least-one-of needs one, all-of needs all, and both nest")
    func combinations() throws {
        let demand =
            "<c:at-least-one-of><c:body/><c:all-of><c:watcher-leg/><c:presentity-leg/></c:all-of></c:at-least-one-of>"
        let yes = ConfidentialityFact(.protected)
        let no = ConfidentialityFact(.notProtected)
        for (watcher, presentity, body) in [(yes, yes, no), (no, no, yes), (yes, yes, yes), (no, yes, yes)] {
            let facts = ConfidentialityFacts(watcherLeg: [watcher], presentityLeg: [presentity], body: body)
            #expect(try handling(demand, facts) == .allow)
        }
        for (watcher, presentity) in [(yes, no), (no, yes), (no, no)] {
            let facts = ConfidentialityFacts(watcherLeg: [watcher], presentityLeg: [presentity], body: no)
            #expect(try handling(demand, facts) == .block)
        }
    }

    @Test("an unknown demand never holds, and its alternatives still can")
    func unknown() throws {
        let facts = ConfidentialityFacts(body: ConfidentialityFact(.protected))
        #expect(try handling("<c:moon/>", facts) == .block)
        #expect(try handling("<x:body/>", facts) == .block)
        #expect(try handling("<c:all-of><c:body/><x:body/></c:all-of>", facts) == .block)
        #expect(try handling("<c:at-least-one-of><x:body/><c:body/></c:at-least-one-of>", facts) == .allow)
    }

    @Test("the evidence has every demanded fact, each once")
    func evidence() throws {
        let demand = "<c:confidentiality><c:all-of><c:body/><c:watcher-leg/></c:all-of></c:confidentiality>"
        let decision = try RulesLab.read(RulesLab.rule(demand) + RulesLab.rule(demand, id: "b"))
            .decide(RulesLab.request())
        #expect(decision.evidence.map(\.subject) == [.body, .watcherLeg])
    }
}

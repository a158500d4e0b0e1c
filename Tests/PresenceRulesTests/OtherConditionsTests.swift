import Foundation
import PresenceRules
import Testing

@Suite("Conditions on sphere and time")
struct OtherConditionsTests {
    @Test("a sphere holds if it is one of the words, whatever the case, and never if it is undefined")
    func sphere() throws {
        let condition = "<sphere value='home Work'/>"
        for (sphere, handling) in [
            ("work", SubscriptionHandling.allow), ("HOME", .allow), ("home work", .block),
        ] {
            #expect(try RulesLab.handling(condition, RulesLab.request(sphere: sphere)) == handling)
        }
        #expect(try RulesLab.handling(condition, RulesLab.request()) == .block)
    }

    @Test("a period holds from its first instant to the one after its last, in any zone")
    func validity() throws {
        let condition =
            "<validity><from>2026-11-23T13:00:00+01:00</from><until>2026-11-23T12:00:01.5Z</until>"
            + "<from>2026-11-24T00:00:00Z</from><until>2026-11-25T00:00:00Z</until></validity>"
        for (seconds, handling) in [
            (-0.5, SubscriptionHandling.block), (0, .allow), (1.25, .allow), (1.5, .block), (50_000, .allow),
        ] {
            let request = try RulesLab.request(at: RulesLab.noon + seconds)
            #expect(try RulesLab.handling(condition, request) == handling, "\(seconds)")
        }
    }

    @Test("all conditions of a rule must hold")
    func conjunction() throws {
        let both = "<sphere value='work'/><identity><one id='sip:bob@example.test'/></identity>"
        #expect(try RulesLab.handling(both, RulesLab.request(sphere: "work")) == .allow)
        #expect(try RulesLab.handling(both, RulesLab.request(sphere: "home")) == .block)
        #expect(
            try RulesLab.handling(both, RulesLab.request(["sip:eve@example.test"], sphere: "work")) == .block)
    }

    @Test("an unknown condition never holds, in whatever namespace (RFC 4745 §7)")
    func unknown() throws {
        for element in ["<x:moon/>", "<moon/>", "<pr:moon/>", "<c:moon/>", "<moon xmlns=''/>"] {
            #expect(try RulesLab.handling(element, RulesLab.request()) == .block, "\(element)")
            #expect(
                try RulesLab.handling("<identity><many/></identity>" + element, RulesLab.request()) == .block)
        }
    }
}

import Foundation
import PresenceRules
import TestSupport
import Testing

@Suite("Conditions on identity")
struct IdentityConditionTests {
    private func matches(_ identity: String, _ watchers: String...) throws -> Bool {
        try RulesLab.handling("<identity>\(identity)</identity>", RulesLab.request(watchers)) == .allow
    }

    @Test("one matches one entity; any of several is enough")
    func one() throws {
        let identity = "<one id='sip:bob@example.test'/><one id='tel:+1-212-555-1234'/>"
        #expect(try matches(identity, "sip:bob@example.test"))
        #expect(try matches(identity, "tel:+12125551234"))
        #expect(try !matches(identity, "sip:carol@example.test"))
    }

    @Test(
        "URIs of one entity are equal, and of different schemes or users are not",
        arguments: [
            ("sip:bob@EXAMPLE.test", true), ("SIP:%62ob@example.test;transport=tcp", true),
            ("sip:bob@example.test.", true), ("sip:bob@example.test:5060", true),
            ("sips:bob@example.test", false), ("pres:bob@example.test", false),
            ("sip:Bob@example.test", false),
            ("sip:bob@example.test:5070", false), ("sip:bob@example.test.evil.test", false),
        ])
    func equality(watcher: String, isEqual: Bool) throws {
        #expect(try matches("<one id='sip:bob@example.test'/>", watcher) == isEqual)
    }

    @Test("a telephone number in a SIP URI is not that of a tel URI (RFC 5025 §3.1.1.2)")
    func telephone() throws {
        #expect(try !matches("<one id='tel:+12125551234'/>", "sip:+12125551234@example.test;user=phone"))
    }

    @Test("many matches every authenticated watcher, and no other")
    func many() throws {
        #expect(try matches("<many/>", "sip:bob@example.test"))
        #expect(try matches("<many/>", "tel:+1212"))
        #expect(try !matches("<many/>"))
    }

    @Test("a domain matches its users, whatever the case, and not those of parent or sibling domains")
    func domain() throws {
        let identity = "<many domain='Example.test'/>"
        #expect(try matches(identity, "sip:bob@example.TEST") && matches(identity, "mailto:bob@example.test"))
        #expect(try !matches(identity, "sip:bob@sub.example.test") && !matches(identity, "tel:+1212"))
    }

    @Test("exceptions exclude users and domains")
    func exceptions() throws {
        let identity =
            "<many><except domain='bad.test'/><except id='sip:eve@example.test'/><except id='tel:+1212'/></many>"
        #expect(try matches(identity, "sip:bob@example.test"))
        for watcher in ["sip:bob@bad.test", "sip:bob@bad.test.", "sip:eve@example.test", "tel:+1-2-12"] {
            #expect(try !matches(identity, watcher), "\(watcher)")
        }
    }

    @Test("one of several authenticated URIs is enough to match, and one to be excluded (RFC 5025 §3.1.1.2)")
    func several() throws {
        #expect(try matches("<one id='sip:bob@example.test'/>", "tel:+1212", "sip:bob@example.test"))
        #expect(
            try !matches(
                "<many domain='example.test'><except id='tel:+1212'/></many>", "tel:+1212",
                "sip:bob@example.test"))
    }

    @Test("an unknown element matches no watcher, and neither does the element around it")
    func unknown() throws {
        let bob = "sip:bob@example.test"
        #expect(try !matches("<x:group/>", bob))
        #expect(try matches("<x:group/><one id='\(bob)'/>", bob))
        #expect(try !matches("<one id='\(bob)'><x:only-if/></one>", bob))
        #expect(try !matches("<many><x:except-group/></many>", bob))
    }

    @Test(
        "an exception excludes the same user under every SIP scheme, although one matches its own scheme only"
    )
    func exceptionOfAnyScheme() throws {
        let identity = "<many><except id='pres:eve@example.test'/></many>"
        for watcher in [
            "sip:eve@example.test", "sips:eve@example.TEST", "pres:eve@example.test.", "im:eve@example.test",
            "sip:eve@example.test:5070",
        ] {
            #expect(try !matches(identity, watcher), "\(watcher)")
        }
        #expect(try matches(identity, "sip:bob@example.test") && matches(identity, "tel:+1212"))
        #expect(try !matches("<one id='pres:eve@example.test'/>", "sip:eve@example.test"))
    }

    @Test("if a domain is excluded, a watcher of unknown domain does not match")
    func unknownDomain() throws {
        let identity = "<many><except domain='bad.test'/></many>"
        #expect(try !matches(identity, "tel:+1212") && !matches(identity, "urn:uuid:1"))
        #expect(try matches(identity, "tel:+1212", "sip:bob@example.test"))
        #expect(try !matches(identity, "tel:+1212", "sip:bob@bad.test"))
        #expect(try !matches(identity, "sip:eve@bad.test?subject=%40example.test"))
    }

    @Test(
        "a mailto that is not one plain address is not an entity: its domain would be ambiguous",
        arguments: [
            "mailto:eve@bad.test?cc=bob@example.test", "mailto:eve@bad.test#@example.test",
            "mailto:eve%40bad.test@example.test", "mailto:eve@bad.test,bob@example.test", "mailto:eve",
            "mailto:@bad.test", "mailto:eve@bad_test;x",
        ])
    func unfitMailto(text: String) {
        #expect(EntityURI(text) == nil)
        #expect(throws: PresenceRulesError.self) {
            try RulesLab.read(RulesLab.rule("<identity><many><except id='\(text)'/></many></identity>"))
        }
    }

    @Test("without an identity condition a rule matches every watcher, also an unauthenticated one")
    func absent() throws {
        #expect(try RulesLab.handling("", RulesLab.request([])) == .allow)
        #expect(try RulesLab.read(RulesLab.rule("")).rules[0].notices == [.withoutIdentity])
    }

    @Test("for any watcher, an identity holds that can match one, and no other condition is skipped")
    func anyWatcher() throws {
        var request = try RulesLab.request([])
        request.isForAnyWatcher = true
        for identity in ["<one id='sip:eve@elsewhere.test'/>", "<many domain='example.test'/>", "<many/>"] {
            #expect(try RulesLab.handling("<identity>\(identity)</identity>", request) == .allow)
        }
        for identity in [
            "<x:someone/>", "<many domain='example.test'><except domain='Example.test.'/></many>",
        ] {
            #expect(try RulesLab.handling("<identity>\(identity)</identity>", request) == .block)
        }
        #expect(
            try RulesLab.handling("<identity><many/></identity><sphere value='work'/>", request) == .block)
    }

    @Test("the examples of RFC 4745 §7.1 match the watchers that the RFC says")
    func published() throws {
        let rule =
            "<actions xmlns:p='urn:ietf:params:xml:ns:pres-rules'><p:sub-handling>allow</p:sub-handling></actions>"
        func handling(_ number: Int, _ watcher: String) throws -> SubscriptionHandling {
            let text = String(
                decoding: try Vectors.octets("presence/rfc4745_0\(number)_ruleset.xml"), as: UTF8.self)
            let ruleset = try Ruleset.read(
                Array(text.replacingOccurrences(of: "<actions/>", with: rule).utf8))
            return ruleset.decide(
                try RulesLab.request(
                    [watcher], at: Date(timeIntervalSince1970: 1_072_283_400), sphere: "work")
            ).handling
        }
        #expect(
            try handling(1, "mailto:bob@example.net") == .allow
                && handling(1, "sip:bob@example.net") == .block)
        #expect(try handling(2, "sip:anyone@anywhere.example") == .allow)
        #expect(try handling(3, "sip:carol@good.example.net") == .allow)
        #expect(try handling(3, "sip:carol@example.org") == .block)
        #expect(try handling(3, "sip:bob@good.example.net") == .block)
        #expect(
            try handling(4, "sip:carol@example.com") == .allow && handling(4, "sip:bob@example.com") == .block
        )
    }
}

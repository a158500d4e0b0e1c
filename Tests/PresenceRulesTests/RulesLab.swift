import Foundation
import PresenceRules
import TestSupport

/// Rules in the form of tests, and requests to evaluate them for.
enum RulesLab {
    /// 2026-11-23T12:00:00Z.
    static let noon = Date(timeIntervalSince1970: 1_795_435_200)

    /// A ruleset with these rules in it.
    static func document(_ rules: String) -> [UInt8] {
        Array(
            """
            <ruleset xmlns="urn:ietf:params:xml:ns:common-policy" xmlns:pr="urn:ietf:params:xml:ns:pres-rules"
              xmlns:c="urn:smime-presence:xml:ns:confidentiality" xmlns:x="urn:x">
            \(rules)</ruleset>
            """.utf8)
    }

    /// One rule that allows under these conditions, on line 3.
    static func rule(_ conditions: String, id: String = "a", handling: String = "allow") -> String {
        "<rule id='\(id)'><conditions>\(conditions)</conditions>"
            + "<actions><pr:sub-handling>\(handling)</pr:sub-handling></actions></rule>"
    }

    static func read(_ rules: String) throws -> Ruleset { try Ruleset.read(document(rules)) }

    static func entity(_ text: String) throws -> EntityURI {
        struct NoURI: Error { let text: String }
        guard let entity = EntityURI(text) else { throw NoURI(text: text) }
        return entity
    }

    static func request(
        _ watchers: [String] = ["sip:bob@example.test"], at instant: Date = noon, sphere: String? = nil,
        facts: ConfidentialityFacts = ConfidentialityFacts()
    ) throws -> AuthorizationRequest {
        AuthorizationRequest(
            watchers: try watchers.map(entity), presentity: try entity("sip:alice@example.test"), at: instant,
            sphere: sphere, confidentiality: facts)
    }

    /// A request of bob with these facts about confidentiality.
    static func request(_ facts: ConfidentialityFacts) throws -> AuthorizationRequest {
        try request(facts: facts)
    }

    /// The handling of one rule that allows under these conditions.
    static func handling(
        _ conditions: String, _ request: AuthorizationRequest
    ) throws -> SubscriptionHandling {
        try read(rule(conditions)).decide(request).handling
    }
}

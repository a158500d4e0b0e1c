import Foundation
import PresenceRules

/// Presence authorization rules: only matching rules grant, and none that demands confidentiality
/// while nothing is known about it.
struct RulesTarget: FuzzTarget {
    let maximumOctets = 4096
    let words = [
        "<!DOCTYPE", "<![CDATA[", "xmlns:", "urn:ietf:params:xml:ns:common-policy",
        "urn:ietf:params:xml:ns:pres-rules",
        ConfidentialityDemand.namespace, "at-least-one-of", "all-of", "sub-handling",
        "provide-all-attributes",
    ]

    func seeds() throws -> [(name: String, octets: [UInt8])] {
        try Seeds.files(in: "examples/policies", ending: [".xml"], atMost: maximumOctets)
            + Seeds.files(in: "Tests/Vectors/presence", ending: ["_ruleset.xml"], atMost: maximumOctets)
    }

    func run(_ octets: [UInt8]) {
        guard let ruleset = try? Ruleset.read(octets), let presentity = EntityURI("sip:alice@example.test")
        else {
            return
        }
        require(Set(ruleset.rules.map(\.id)).count == ruleset.rules.count, "identifiers differ")
        for watchers in [[], ["sip:bob@example.test"], ["tel:+12125551234", "sip:user@example.com"]] {
            let decision = ruleset.decide(
                AuthorizationRequest(
                    watchers: watchers.compactMap { EntityURI($0) }, presentity: presentity,
                    at: Date(timeIntervalSince1970: 1_795_435_200), sphere: "work",
                    confidentiality: ConfidentialityFacts()))
            let matching = decision.rules.filter(\.matches)
            require(decision.handling == matching.map(\.handling).max() ?? .block, "the greatest counts")
            for (rule, finding) in zip(ruleset.rules, decision.rules) where finding.matches {
                require(!rule.conditions.contains(where: \.cannotHold), "a demand holds without facts")
            }
        }
    }
}

extension Condition {
    /// Whether it demands something unknown.
    fileprivate var cannotHold: Bool {
        switch self {
        case .confidentiality, .unknown: true
        case .identity, .sphere, .validity: false
        }
    }
}

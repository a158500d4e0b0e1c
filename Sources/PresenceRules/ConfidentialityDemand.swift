import Octets
public import XML

/// The confidentiality that a rule requires: the child of a `confidentiality` condition.
///
/// It can only narrow a rule. On a server that does not know the namespace a rule with it never matches, and
/// so grants nothing (RFC 4745 §7).
public indirect enum ConfidentialityDemand: Sendable, Equatable {
    /// The subject is confidential; a leg by one of `means`, which is empty if every means
    /// counts that covers the whole leg.
    case subject(ConfidentialitySubject, by: Set<ProtectionMeans>)
    /// One of these holds.
    case atLeastOneOf([ConfidentialityDemand])
    /// All of these hold.
    case allOf([ConfidentialityDemand])
    /// An unknown element; it never holds.
    case unknown(ExpandedName)

    /// The namespace of the elements; a URN of this project, with an unregistered namespace identifier.
    public static let namespace = "urn:smime-presence:xml:ns:confidentiality"
    /// The maximum nesting of demands.
    public static let maximumDepth = 8

    /// Returns whether the demand is met, and the evidence: every fact that it mentions, in its order.
    ///
    /// All facts are evaluated, even after the first has decided, so that the evidence is complete.
    func evaluated(with facts: ConfidentialityFacts) -> (holds: Bool, evidence: [ConfidentialityEvidence]) {
        switch self {
        case .subject(let subject, let means):
            let evidence = ConfidentialityEvidence(subject, means, facts)
            return (evidence.weight.isEnough, [evidence])
        case .atLeastOneOf(let demands):
            let evaluated = demands.map { $0.evaluated(with: facts) }
            return (evaluated.contains(where: \.holds), evaluated.flatMap(\.evidence))
        case .allOf(let demands):
            let evaluated = demands.map { $0.evaluated(with: facts) }
            return (evaluated.allSatisfy(\.holds), evaluated.flatMap(\.evidence))
        case .unknown: return (false, [])
        }
    }
}

/// One fact in a decision, and its weight.
public struct ConfidentialityEvidence: Sendable, Equatable {
    /// The weight of a fact.
    public enum Weight: String, Sendable, CaseIterable {
        /// It is protected, by a demanded means, and that is certain.
        case counts
        /// Another message passes it, and is decided about separately.
        case ofAnotherMessage = "of-another-message"
        /// It is not protected.
        case notProtected = "not-protected"
        /// It is unknown, which counts as not protected.
        case unknown
        /// Only a UE claims that it is protected, which counts as not protected.
        case claimedByUE = "claimed-by-ue"
        /// A node of the network asserts that it is protected, and is not trusted for that.
        case networkNotTrusted = "network-not-trusted"
        /// It is protected, but by another means than demanded, or by an unknown one.
        case otherMeans = "other-means"

        /// Whether the demand is met.
        public var isEnough: Bool { self == .counts || self == .ofAnotherMessage }

        /// Of several facts the greatest counts.
        fileprivate var rank: Int {
            switch self {
            case .notProtected: 0
            case .unknown: 1
            case .otherMeans: 2
            case .claimedByUE: 3
            case .networkNotTrusted: 4
            case .ofAnotherMessage: 5
            case .counts: 6
            }
        }
    }

    /// The subject.
    public let subject: ConfidentialitySubject
    /// The means that would count; empty if every means would.
    public let demandedMeans: Set<ProtectionMeans>
    /// The fact: of several facts about the means that would count, the one with the greatest weight.
    public let fact: ConfidentialityFact
    /// Its weight.
    public let weight: Weight

    init(_ subject: ConfidentialitySubject, _ means: Set<ProtectionMeans>, _ facts: ConfidentialityFacts) {
        self.subject = subject
        demandedMeans = means
        let known = facts[subject]
        let relevant = known.filter { $0.means.isEmpty || Self.isMet(means, by: $0.means) }
        let weighed = (relevant.isEmpty ? known : relevant).map {
            (fact: $0, weight: Self.weight(of: $0, demanding: means, trustsNetwork: facts.trustsNetwork))
        }
        (fact, weight) = weighed.max { $0.weight.rank < $1.weight.rank } ?? (.unknown, .unknown)
    }

    /// Returns whether protection by `means` meets the demand.
    ///
    /// Ciphering of the access network ends before the P-CSCF, so it counts only if the demand names it.
    private static func isMet(_ demanded: Set<ProtectionMeans>, by means: Set<ProtectionMeans>) -> Bool {
        demanded.isEmpty ? means != [.accessNetwork] : !demanded.isDisjoint(with: means)
    }

    private static func weight(
        of fact: ConfidentialityFact, demanding means: Set<ProtectionMeans>, trustsNetwork: Bool
    ) -> Weight {
        if fact.isOfAnotherMessage { return .ofAnotherMessage }
        return switch (fact.state, fact.source) {
        case (.unknown, _): .unknown
        case (.notProtected, _): .notProtected
        case (.protected, .claimedByUE): .claimedByUE
        case (.protected, .assertedByNetwork) where !trustsNetwork: .networkNotTrusted
        case (.protected, _): isMet(means, by: fact.means) ? .counts : .otherMeans
        }
    }
}

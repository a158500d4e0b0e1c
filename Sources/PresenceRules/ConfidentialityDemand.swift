import Octets
public import XML

/// What a rule demands of confidentiality: the child of a `confidentiality` condition.
///
/// It only ever narrows a rule. A server that does not know the namespace has a rule with it never match, and so grants
/// nothing (RFC 4745 §7).
public indirect enum ConfidentialityDemand: Sendable, Equatable {
    /// The subject is confidential; a leg by one of `means`, which are empty where any will do that covers all of it.
    case subject(ConfidentialitySubject, by: Set<ProtectionMeans>)
    /// One of these holds.
    case atLeastOneOf([ConfidentialityDemand])
    /// All of these hold.
    case allOf([ConfidentialityDemand])
    /// An element that is not known here; it never holds.
    case unknown(ExpandedName)

    /// The namespace of the elements; a URN of this project's, with a namespace identifier that is not registered.
    public static let namespace = "urn:smime-presence:xml:ns:confidentiality"
    /// How deep demands nest.
    public static let maximumDepth = 8

    /// Whether the demand is met, and what that rests on: every fact that was asked for, in the order of the demand.
    ///
    /// All are asked for, also where the first has decided, so that the evidence is whole.
    func weighed(against facts: ConfidentialityFacts) -> (holds: Bool, evidence: [ConfidentialityEvidence]) {
        switch self {
        case .subject(let subject, let means):
            let evidence = ConfidentialityEvidence(subject, means, facts)
            return (evidence.weight.isEnough, [evidence])
        case .atLeastOneOf(let demands):
            let weighed = demands.map { $0.weighed(against: facts) }
            return (weighed.contains(where: \.holds), weighed.flatMap(\.evidence))
        case .allOf(let demands):
            let weighed = demands.map { $0.weighed(against: facts) }
            return (weighed.allSatisfy(\.holds), weighed.flatMap(\.evidence))
        case .unknown: return (false, [])
        }
    }
}

/// One fact that a decision rests on, and what it was worth.
public struct ConfidentialityEvidence: Sendable, Equatable {
    /// What a fact is worth.
    public enum Weight: String, Sendable, CaseIterable {
        /// It is protected, by what was demanded, and known for certain.
        case counts
        /// Another message passes it, and is decided about by itself.
        case ofAnotherMessage = "of-another-message"
        /// It is not protected.
        case notProtected = "not-protected"
        /// Nobody knows, which counts as not protected.
        case unknown
        /// Only a UE says that it is protected, which counts as not protected.
        case claimedByUE = "claimed-by-ue"
        /// A node of the network says that it is protected, and is not trusted in that.
        case networkNotTrusted = "network-not-trusted"
        /// It is protected, but not by what was demanded, or nobody says by what.
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

    /// What was asked about.
    public let subject: ConfidentialitySubject
    /// The means that would have counted; empty where any would.
    public let demandedMeans: Set<ProtectionMeans>
    /// What is known: of several facts about the means that would have counted, the one that is worth most.
    public let fact: ConfidentialityFact
    /// What it was worth.
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

    /// Whether protection by `means` is what was demanded.
    ///
    /// Ciphering of the access network ends short of the P-CSCF, so it is enough only where it is asked for by name.
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

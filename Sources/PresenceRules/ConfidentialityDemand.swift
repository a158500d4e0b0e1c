public import XML

/// What a rule demands of confidentiality: the child of a `confidentiality` condition.
///
/// It only ever narrows a rule. A server that does not know the namespace has a rule with it never match, and so grants
/// nothing (RFC 4745 §7).
public indirect enum ConfidentialityDemand: Sendable, Equatable {
    /// The subject is confidential; a leg by one of `means`, which are empty where any will do.
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
            return (evidence.weight == .counts, [evidence])
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
    }

    /// What was asked about.
    public let subject: ConfidentialitySubject
    /// The means that would have counted; empty where any would.
    public let demandedMeans: Set<ProtectionMeans>
    /// What is known.
    public let fact: ConfidentialityFact
    /// What it was worth.
    public let weight: Weight

    init(_ subject: ConfidentialitySubject, _ means: Set<ProtectionMeans>, _ facts: ConfidentialityFacts) {
        self.subject = subject
        demandedMeans = means
        fact = facts[subject]
        weight = Self.weight(of: fact, demanding: means, trustsNetwork: facts.trustsNetwork)
    }

    private static func weight(
        of fact: ConfidentialityFact, demanding means: Set<ProtectionMeans>, trustsNetwork: Bool
    ) -> Weight {
        switch (fact.state, fact.source) {
        case (.unknown, _): .unknown
        case (.notProtected, _): .notProtected
        case (.protected, .claimedByUE): .claimedByUE
        case (.protected, .assertedByNetwork) where !trustsNetwork: .networkNotTrusted
        case (.protected, _): means.isEmpty || !means.isDisjoint(with: fact.means) ? .counts : .otherMeans
        }
    }
}

public import Octets

/// One thing that says whether a leg is confidential, and what it says.
public struct LegEvidence: Sendable, Equatable, JSONEncodable {
    /// Where it comes from.
    public enum Source: String, Sendable, Equatable, JSONEncodable, CaseIterable {
        /// Security-Client, Security-Server and Security-Verify (RFC 3329).
        case securityAgreement = "security-agreement"
        /// The transport of a Via.
        case transport
        /// P-Access-Network-Info (RFC 7315 §5.4), and what the caller says of the access network.
        case accessNetwork = "access-network"
        /// The parameter of answer 0.
        case registrationFlag = "registration-flag"
        /// What the caller says of the hop between terminal and P-CSCF.
        case path
    }

    /// Where it comes from.
    public let source: Source
    /// What it says.
    public let state: ConfidentialityState
    /// Whether only somebody says so who may gain by it or may be wrong: then it proves nothing.
    public let isClaimed: Bool
    /// Why, as a sentence.
    public let reason: String

    init(_ source: Source, _ state: ConfidentialityState, isClaimed: Bool = false, _ reason: String) {
        self.source = source
        self.state = state
        self.isClaimed = isClaimed
        self.reason = reason
    }

    /// Writes the members of the report.
    public func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("isClaimed", isClaimed)
            $0.member("reason", reason)
            $0.member("source", source)
            $0.member("state", state)
        }
    }
}

/// Whether a leg is confidential, and why that is said.
public struct LegConfidentiality: Sendable, Equatable, JSONEncodable {
    /// What is known.
    public let state: ConfidentialityState
    /// Whether the protection is only claimed; what is claimed counts as not protected.
    public let isClaimed: Bool
    /// Why, as a sentence: that of the evidence that decided.
    public let reason: String
    /// Everything that was looked at.
    public let evidence: [LegEvidence]

    /// Whether the leg is protected, and more than somebody's word stands for it.
    ///
    /// All else is to be treated as clear.
    public var isProtected: Bool { state == .protected && !isClaimed }

    /// Weighs evidence on one stretch: what says that it is not protected outweighs all else.
    ///
    /// - Parameters:
    ///   - state: what holds where there is no evidence at all.
    ///   - otherwise: the sentence for that.
    init(
        weighing evidence: [LegEvidence], state otherState: ConfidentialityState = .unknown, otherwise: String
    ) {
        let decisive =
            evidence.first { $0.state == .notProtected }
            ?? evidence.first { $0.state == .protected && !$0.isClaimed }
            ?? evidence.first { $0.state == .protected }
            ?? evidence.first
        state = decisive?.state ?? otherState
        isClaimed = decisive?.isClaimed ?? false
        reason = decisive?.reason ?? otherwise
        self.evidence = evidence
    }

    /// The least protected of several; nil where there is none.
    public static func worst(of legs: [LegConfidentiality]) -> LegConfidentiality? {
        legs.min { $0.rank < $1.rank }
    }

    /// The best of several ways to protect one stretch, any of which is enough; nil where there is none.
    public static func best(of ways: [LegConfidentiality]) -> LegConfidentiality? {
        ways.max { $0.rank < $1.rank }
    }

    private var rank: Int {
        switch state {
        case .notProtected: 0
        case .unknown: 1
        case .protected: isClaimed ? 2 : 3
        }
    }

    /// Writes the members of the report.
    public func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("evidence", evidence)
            $0.member("isClaimed", isClaimed)
            $0.member("reason", reason)
            $0.member("state", state)
        }
    }
}

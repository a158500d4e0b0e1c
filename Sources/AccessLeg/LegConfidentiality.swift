public import Octets

/// One source's statement on whether a leg is confidential.
public struct LegEvidence: Sendable, Equatable, JSONEncodable {
    /// The source of the evidence.
    public enum Source: String, Sendable, Equatable, JSONEncodable, CaseIterable {
        /// Security-Client, Security-Server and Security-Verify (RFC 3329).
        case securityAgreement = "security-agreement"
        /// The transport of a Via.
        case transport
        /// P-Access-Network-Info (RFC 7315 §5.4), and the caller's description of the access network.
        case accessNetwork = "access-network"
        /// The parameter of alternative 0.
        case registrationFlag = "registration-flag"
        /// The caller's description of the hop between terminal and P-CSCF.
        case path
    }

    /// The source of the evidence.
    public let source: Source
    /// The statement.
    public let state: ConfidentialityState
    /// Whether the source may be wrong or may gain by the statement, which then proves nothing.
    public let isClaimed: Bool
    /// The reason, as a sentence.
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

/// Whether a leg is confidential, and the reason.
public struct LegConfidentiality: Sendable, Equatable, JSONEncodable {
    /// The known state.
    public let state: ConfidentialityState
    /// Whether the protection is only claimed; a claimed protection counts as none.
    public let isClaimed: Bool
    /// The reason, as a sentence: that of the decisive evidence.
    public let reason: String
    /// All evidence that was examined.
    public let evidence: [LegEvidence]

    /// Whether the leg is protected by more than a claim.
    ///
    /// Every other leg is treated as clear.
    public var isProtected: Bool { state == .protected && !isClaimed }

    /// Weighs evidence on one stretch; evidence that it is not protected outweighs all other.
    ///
    /// - Parameters:
    ///   - state: the state if there is no evidence.
    ///   - otherwise: the sentence for that case.
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

    /// Returns the least protected of several legs; nil if there is none.
    public static func worst(of legs: [LegConfidentiality]) -> LegConfidentiality? {
        legs.min { $0.rank < $1.rank }
    }

    /// Returns the best of several ways to protect one stretch, any of which is enough; nil if there is none.
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

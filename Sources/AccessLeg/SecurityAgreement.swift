import Octets
internal import SIPMessage

/// The security agreement between terminal and P-CSCF that a message shows (RFC 3329).
///
/// Security-Client is an offer and Security-Server an answer. Both are sent before protection starts, so an
/// attacker on the path can change them. Security-Verify comes back under protection; only its comparison
/// shows that the lists are unchanged.
struct SecurityAgreement: Equatable {
    private let offer: SecurityMechanismList?
    private let answer: SecurityMechanismList?
    private let verify: SecurityMechanismList?
    /// The answer that the P-CSCF gave earlier.
    private let server: SecurityMechanismList?
    private let isVerified: Bool

    /// - Parameters:
    ///   - sent: what the terminal sent, with its offer and its verification.
    ///   - received: what it received, with an answer.
    ///   - server: the list of an earlier Security-Server.
    ///   - isVerified: whether the P-CSCF is known to have compared the lists.
    init(sent: SIPMessage?, received: SIPMessage?, server: SecurityMechanismList?, isVerified: Bool) {
        offer = sent.flatMap { SecurityMechanismList("Security-Client", of: $0) }
        verify = sent.flatMap { SecurityMechanismList("Security-Verify", of: $0) }
        answer = received.flatMap { SecurityMechanismList(answeredIn: $0) }
        self.server = server
        self.isVerified = isVerified
    }

    /// The mechanism in effect; nil if none was verified or the lists do not agree.
    var effective: SecurityMechanism? { verify?.effective(offeredTo: offer) }

    /// The evidence on the hop from the agreement; nil if the message shows none.
    var evidence: LegEvidence? {
        guard let verify else { return offerEvidence }
        func found(_ state: ConfidentialityState, isClaimed: Bool = false, _ reason: String) -> LegEvidence {
            LegEvidence(.securityAgreement, state, isClaimed: isClaimed, reason)
        }
        if verify.fault != nil { return found(.notProtected, "Security-Verify is malformed.") }
        if let server, !verify.repeats(server) {
            return found(
                .notProtected,
                "Security-Verify differs from Security-Server, so one of them was changed.")
        }
        guard let mechanism = effective else {
            return found(.notProtected, "Security-Verify and Security-Client have no mechanism in common.")
        }
        switch mechanism.effect {
        case .leavesReadable:
            return found(.notProtected, mechanism.readableReason)
        case .unknown:
            return found(.unknown, "The mechanism of Security-Verify does not show whether it encrypts.")
        case .encrypts:
            let words = mechanism.name == "tls" ? "TLS" : "IPsec with an encryption algorithm"
            guard isVerified || server != nil else {
                return found(
                    .protected, isClaimed: true,
                    "Security-Verify names \(words), but nothing shows that the P-CSCF compared it.")
            }
            return found(.protected, "Security-Verify names \(words), and is the same as Security-Server.")
        }
    }

    private var offerEvidence: LegEvidence? {
        guard let list = answer ?? offer else { return nil }
        let name = answer == nil ? "Security-Client" : "Security-Server"
        guard let mechanism = list.effective() else {
            return LegEvidence(.securityAgreement, .notProtected, "\(name) is malformed.")
        }
        switch mechanism.effect {
        case .encrypts:
            return LegEvidence(
                .securityAgreement, .protected, isClaimed: true,
                "\(name) names a mechanism that encrypts, but nothing is verified yet.")
        case .leavesReadable:
            return LegEvidence(.securityAgreement, .notProtected, mechanism.readableReason)
        case .unknown:
            return LegEvidence(
                .securityAgreement, .unknown, "The mechanism of \(name) does not show whether it encrypts.")
        }
    }
}

extension SecurityMechanism {
    /// The reason why its content can be read.
    fileprivate var readableReason: String {
        switch (name, ipsecProtocol, encryptionAlgorithm) {
        case ("digest", _, _): "Digest authenticates, but encrypts nothing."
        case (_, "ah", _): "IPsec with AH encrypts nothing."
        case (_, _, nil): "IPsec without an encryption algorithm (no ealg): integrity only."
        default: "IPsec with the encryption algorithm null: integrity only."
        }
    }
}

import Exposure
import PresenceRules
import SIPMessage

extension PathDescription {
    /// Both legs as far as they are known when `message` passes one of them: by the message, by those before it, and by
    /// what is described.
    ///
    /// Of several messages that passed a leg the last counts: a terminal can change its network within a subscription.
    func legs(of message: SIPMessage?, after earlier: [SIPMessage] = []) -> [AccessLeg] {
        let read = AccessLegs(of: earlier + [message].compactMap(\.self), path: self).legs
        return LegRole.allCases.map { role in read.last { $0.role == role } ?? leg(role) }
    }
}

extension AccessLeg {
    /// What rules are held against: a fact for each way to protect the leg.
    ///
    /// What shows the hop to be clear outweighs any word for it. Ciphering of the access network stands on its own, since
    /// it ends short of the P-CSCF.
    var facts: [ConfidentialityFact] {
        let isClear = confidentiality.state == .notProtected
        // A flag that nobody has set says nothing beyond what the hop does.
        let ways = isClear ? [confidentiality] : flag.evidence.isEmpty ? [hop] : [hop, flag]
        return ways.map { ConfidentialityFact($0, by: means(of: $0), saidBy: source(of: $0)) }
            + [ConfidentialityFact(link, by: [.accessNetwork], saidBy: source(of: link))]
    }

    /// What protects the hop, as far as the evidence that counts tells; where nothing does, what could.
    private func means(of found: LegConfidentiality) -> Set<ProtectionMeans> {
        guard found.state == .protected else { return [.ipsec, .tls] }
        return Set(
            found.evidence.filter { $0.state == .protected && $0.isClaimed == found.isClaimed }
                .compactMap { evidence in
                    switch evidence.source {
                    case .path: description.hop == .tls ? .tls : .ipsec
                    case .securityAgreement: mechanism?.name == "tls" ? .tls : .ipsec
                    case .transport: .tls
                    case .accessNetwork: .accessNetwork
                    // The network does not say by what.
                    case .registrationFlag: nil
                    }
                })
    }

    private func source(of found: LegConfidentiality) -> ConfidentialityFact.Source {
        if found.evidence.contains(where: { $0.source == .registrationFlag }) {
            // A flag that the caller passes on is the network's; one in the message may be anybody's.
            let isNetworks = !found.isClaimed || description.confidentialityFlag == true
            return isNetworks ? .assertedByNetwork : .claimedByUE
        }
        return found.isClaimed ? .claimedByUE : .established
    }

    /// What is only claimed of the leg, and so counts for nothing.
    var claims: [LegConfidentiality] {
        [hop, link, flag].filter { $0.state == .protected && $0.isClaimed }
    }
}

extension ConfidentialityFact {
    fileprivate init(_ found: LegConfidentiality, by means: Set<ProtectionMeans>, saidBy source: Source) {
        switch found.state {
        case .protected: self.init(.protected, by: means, source: source)
        case .notProtected: self.init(.notProtected, by: means, source: source)
        case .unknown: self.init(.unknown, by: means, source: source)
        }
    }
}

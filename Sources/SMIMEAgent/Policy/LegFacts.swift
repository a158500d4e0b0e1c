package import AccessLeg
import Octets
package import PresenceRules
package import SIPMessage

extension PathDescription {
    /// Both legs as far as they are known when `message` passes one of them: by the message, by those before it, and by
    /// what is described.
    ///
    /// Of several messages that passed a leg the last counts: a terminal can change its network within a subscription.
    /// A message of another user than `users` passes another leg and is skipped; ``MessageLeg/passedOver`` counts it.
    ///
    /// - Parameter users: whose legs they are; nil for those whom `message` names.
    package func legs(
        of message: SIPMessage?, after earlier: [SIPMessage] = [], users: LegUsers? = nil
    ) -> [MessageLeg] {
        let users = users ?? message.map { LegUsers(of: $0) } ?? LegUsers()
        var counted: [(message: SIPMessage, role: LegRole)] = []
        var passedOver: [LegRole: Int] = [:]
        for message in earlier + [message].compactMap(\.self) {
            if let role = users.role(of: message) {
                counted.append((message, role))
            } else {
                passedOver[LegRole(of: message), default: 0] += 1
            }
        }
        let read = MessageLegs(of: counted.map(\.message), roles: counted.map(\.role), path: self).legs
        return LegRole.allCases.map { role in
            var found = read.last { $0.role == role } ?? leg(role)
            found.passedOver = passedOver[role] ?? 0
            return found
        }
    }
}

/// Whose access legs are asked about.
package struct LegUsers {
    /// The addresses of the watcher; nil if it is not known who watches: then it may be any user.
    package var watchers: [EntityURI]?
    /// The presentity; nil if it is not known whose presence it is.
    package var presentity: EntityURI?

    package init(watchers: [EntityURI]? = nil, presentity: EntityURI? = nil) {
        self.watchers = watchers
        self.presentity = presentity
    }
}

extension LegUsers {
    /// Those whose terminals this message passes between.
    package init(of message: SIPMessage) {
        let user = EntityURI(message.terminalUserURI)
        let from = EntityURI(message.from.uri)
        let to = EntityURI(message.to.uri)
        switch LegRole(of: message) {
        case .presentity: self.init(watchers: [], presentity: user)
        case .watcher:
            self.init(watchers: [user].compactMap(\.self), presentity: message.method == "NOTIFY" ? from : to)
        }
    }

    /// Whose leg a message passes: by its method where that tells, else by its user; nil for another's.
    package func role(of message: SIPMessage) -> LegRole? {
        let implied = LegRole(of: message)
        let isTold = LegRole.isTold(by: message)
        if let presentity, message.isOfTerminal(of: presentity), !isTold || implied == .presentity {
            return .presentity
        }
        let isWatchers = watchers.map { $0.contains(where: message.isOfTerminal) } ?? isTold
        return isWatchers && (!isTold || implied == .watcher) ? .watcher : nil
    }
}

extension SIPMessage {
    /// Whether this user's terminal sends or receives the message; `pres:` and `sip:` name one user.
    fileprivate func isOfTerminal(of user: EntityURI) -> Bool {
        if EntityURI(terminalUserURI) == user { return true }
        guard let mine = try? SIPURI.parse(terminalUserURI), let other = try? SIPURI.parse(user.text) else {
            return false
        }
        return mine.namesSamePresentity(as: other)
    }
}

extension MessageLeg {
    /// What rules are held against: a fact for each way to protect the leg.
    ///
    /// What shows the hop to be clear outweighs any word for it. Ciphering of the access network stands on its own, since
    /// it ends short of the P-CSCF.
    package var facts: [ConfidentialityFact] {
        let isClear = confidentiality.state == .notProtected
        // A flag that is not set says nothing beyond what the hop does.
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
            // A flag that the caller passes on is the network's; one in the message may be any sender's.
            let isNetworks = !found.isClaimed || description.confidentialityFlag == true
            return isNetworks ? .assertedByNetwork : .claimedByUE
        }
        return found.isClaimed ? .claimedByUE : .established
    }

    /// What is only claimed of the leg, and so counts for nothing.
    package var claims: [LegConfidentiality] {
        [hop, link, flag].filter { $0.state == .protected && $0.isClaimed }
    }

    /// The warnings about messages that were given for this leg and are of another user.
    package var warningsOfOthers: [ReportedWarning] {
        passedOver > 0 ? [.passedOver(passedOver, of: role)] : []
    }
}

extension ConfidentialityFact {
    fileprivate init(_ found: LegConfidentiality, by means: Set<ProtectionMeans>, saidBy source: Source) {
        self.init(found.state, by: means, source: source)
    }
}

package import AccessLeg
import Octets
package import PresenceRules
package import SIPMessage

extension PathDescription {
    /// Returns the known facts about both legs when `message` passes one of them: from the message, from
    /// those before it, and from the description.
    ///
    /// The last of several messages on a leg counts, because a terminal can change its network within a
    /// subscription. A message of a user other than `users` passes another leg and is skipped;
    /// ``MessageLeg/skippedMessageCount`` counts it.
    ///
    /// - Parameter users: the users of the legs; nil for those that `message` names.
    package func legs(
        of message: SIPMessage?, after earlier: [SIPMessage] = [], users: LegUsers? = nil
    ) -> [MessageLeg] {
        let users = users ?? message.map { LegUsers(of: $0) } ?? LegUsers()
        var counted: [(message: SIPMessage, role: LegRole)] = []
        var skippedCounts: [LegRole: Int] = [:]
        for message in earlier + [message].compactMap(\.self) {
            if let role = users.role(of: message) {
                counted.append((message, role))
            } else {
                skippedCounts[LegRole(of: message), default: 0] += 1
            }
        }
        let read = MessageLegs(of: counted.map(\.message), roles: counted.map(\.role), path: self).legs
        return LegRole.allCases.map { role in
            var found = read.last { $0.role == role } ?? leg(role)
            found.skippedMessageCount = skippedCounts[role] ?? 0
            return found
        }
    }
}

/// The users whose access legs are in question.
package struct LegUsers {
    /// The addresses of the watcher; nil if the watcher is unknown and may be any user.
    package var watchers: [EntityURI]?
    /// The presentity; nil if it is unknown.
    package var presentity: EntityURI?

    package init(watchers: [EntityURI]? = nil, presentity: EntityURI? = nil) {
        self.watchers = watchers
        self.presentity = presentity
    }
}

extension LegUsers {
    /// The users whose terminals exchange this message.
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

    /// Returns the leg that a message passes: by its method if that implies it, otherwise by
    /// its user; nil for another user.
    package func role(of message: SIPMessage) -> LegRole? {
        let implied = LegRole(of: message)
        let isImplied = LegRole.isImplied(by: message)
        if let presentity, message.isOfTerminal(of: presentity), !isImplied || implied == .presentity {
            return .presentity
        }
        let isWatchers = watchers.map { $0.contains(where: message.isOfTerminal) } ?? isImplied
        return isWatchers && (!isImplied || implied == .watcher) ? .watcher : nil
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
    /// The facts that rules are matched against: one for each way to protect the leg.
    ///
    /// Evidence that the hop is clear outweighs every statement. Ciphering of the access network is a
    /// separate fact, because it ends before the P-CSCF.
    package var facts: [ConfidentialityFact] {
        let isClear = confidentiality.state == .notProtected
        // A missing flag adds nothing to the facts about the hop.
        let ways = isClear ? [confidentiality] : flag.evidence.isEmpty ? [hop] : [hop, flag]
        return ways.map { ConfidentialityFact($0, by: means(of: $0), saidBy: source(of: $0)) }
            + [ConfidentialityFact(link, by: [.accessNetwork], saidBy: source(of: link))]
    }

    /// Returns what protects the hop according to the decisive evidence; if nothing does, what could.
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
                    // The network does not state the means.
                    case .registrationFlag: nil
                    }
                })
    }

    private func source(of found: LegConfidentiality) -> ConfidentialityFact.Source {
        if found.evidence.contains(where: { $0.source == .registrationFlag }) {
            // A flag from the caller is the network's; one in the message may come from any sender.
            let isNetworks = !found.isClaimed || description.confidentialityFlag == true
            return isNetworks ? .assertedByNetwork : .claimedByUE
        }
        return found.isClaimed ? .claimedByUE : .established
    }

    /// The claims about the leg, which do not count.
    package var claims: [LegConfidentiality] {
        [hop, link, flag].filter { $0.state == .protected && $0.isClaimed }
    }

    /// The warnings about messages that were given for this leg but belong to other users.
    package var warningsOfOthers: [ReportedWarning] {
        skippedMessageCount > 0 ? [.skippedMessages(skippedMessageCount, of: role)] : []
    }
}

extension ConfidentialityFact {
    fileprivate init(_ found: LegConfidentiality, by means: Set<ProtectionMeans>, saidBy source: Source) {
        self.init(found.state, by: means, source: source)
    }
}

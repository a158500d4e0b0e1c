public import SIPMessage

/// The known facts about a whole path: each access leg, and whether the network is trusted.
public struct PathDescription: Sendable, Equatable {
    /// The leg of the presentity.
    public var presentity = LegDescription()
    /// The leg of the watcher.
    public var watcher = LegDescription()
    /// Whether statements of the network are trusted.
    public var trust = NetworkTrust.none

    /// Creates a description in which everything is unknown.
    public init() {}

    /// The leg of this role.
    public subscript(role: LegRole) -> LegDescription {
        get { role == .presentity ? presentity : watcher }
        set {
            if role == .presentity { presentity = newValue } else { watcher = newValue }
        }
    }
}

/// The access legs that the messages of a dialog pass, each message separately.
///
/// A terminal can change its access network within a subscription, so one message proves nothing about the
/// next. A leg is only as good as it was for the worst of its messages.
public struct MessageLegs: Sendable, Equatable {
    /// The leg of each message, in their order.
    public let legs: [MessageLeg]

    /// Examines messages in the order they were sent.
    ///
    /// A message from a terminal counts for later messages of the same user. So does the Security-Server of a
    /// response that challenges it.
    ///
    /// - Parameter roles: the leg that each message passes; nil for ``LegRole/all(of:)``.
    public init(of messages: [SIPMessage], roles: [LegRole]? = nil, path: PathDescription = PathDescription())
    {
        var servers: [Passage: SecurityMechanismList] = [:]
        var sent: [Passage: MessageLeg] = [:]
        legs = zip(messages, roles ?? LegRole.all(of: messages)).map { message, role in
            let passage = Passage(role: role, user: message.terminalUser)
            let leg = MessageLeg(
                of: message, role: role, description: path[role], trust: path.trust,
                server: servers[passage], after: sent[passage])
            if leg.direction == .fromTerminal {
                sent[passage] = leg
            } else if let list = SecurityMechanismList(answeredIn: message) {
                servers[passage] = list
            }
            return leg
        }
    }

    /// One user's terminal on one leg; an agreement belongs to that terminal alone.
    private struct Passage: Hashable {
        let role: LegRole
        let user: String
    }

    /// Returns the confidentiality of a leg: that of its worst message; nil if no message passes it.
    public func confidentiality(of role: LegRole) -> LegConfidentiality? {
        .worst(of: legs.filter { $0.role == role }.map(\.confidentiality))
    }

    /// Returns the confidentiality of the leg's link, in the same way.
    public func link(of role: LegRole) -> LegConfidentiality? {
        .worst(of: legs.filter { $0.role == role }.map(\.link))
    }
}

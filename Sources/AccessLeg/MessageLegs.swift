public import SIPMessage

/// What is known of a whole path: what each access leg is like, and whether the network's word is taken.
public struct PathDescription: Sendable, Equatable {
    /// The leg of the presentity.
    public var presentity = LegDescription()
    /// The leg of the watcher.
    public var watcher = LegDescription()
    /// Whether the word of the network is taken.
    public var trust = NetworkTrust.none

    /// Knows nothing.
    public init() {}

    /// The leg of this role.
    public subscript(role: LegRole) -> LegDescription {
        get { role == .presentity ? presentity : watcher }
        set {
            if role == .presentity { presentity = newValue } else { watcher = newValue }
        }
    }
}

/// The access legs that the messages of a dialog pass, each message on its own.
///
/// A terminal can change its access network within a subscription, so one message proves nothing of the next: a leg is
/// as good as it was for the worst of its messages.
public struct MessageLegs: Sendable, Equatable {
    /// The leg of each message, in their order.
    public let legs: [MessageLeg]

    /// Reads messages in the order they were sent.
    ///
    /// What a terminal sent counts for the messages of the same user after it, and so does a Security-Server of a
    /// response that challenges it.
    ///
    /// - Parameter roles: the leg that each message passes; nil for what ``LegRole/all(of:)`` says.
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

    /// One user's terminal on one leg: what it agreed on is nobody else's.
    private struct Passage: Hashable {
        let role: LegRole
        let user: String
    }

    /// The confidentiality of a leg: that of its worst message; nil where no message passes it.
    public func confidentiality(of role: LegRole) -> LegConfidentiality? {
        .worst(of: legs.filter { $0.role == role }.map(\.confidentiality))
    }

    /// The same of the link of its access network.
    public func link(of role: LegRole) -> LegConfidentiality? {
        .worst(of: legs.filter { $0.role == role }.map(\.link))
    }
}

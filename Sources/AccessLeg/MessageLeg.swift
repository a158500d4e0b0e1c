import Octets
public import SIPMessage

/// What is known of the access leg that a message passes: between a terminal and its P-CSCF.
public struct MessageLeg: Sendable, Equatable {
    /// Whose leg it is.
    public let role: LegRole
    /// Which way the message goes.
    public let direction: Direction
    /// The transport, in capitals, which the path may name in place of Via; nil where neither does.
    ///
    /// It tells what could be used on the leg. What protects it is judged by Via as well: the path does not hide it.
    public let transport: String?
    /// The access network, by the best word there is for it; nil where nobody names one.
    public let accessNetwork: AccessType?
    /// Whether the access network is only the terminal's word.
    public let isAccessNetworkClaimed: Bool
    /// The mechanism of the security agreement in effect; nil where none is known.
    public let mechanism: SecurityMechanism?
    /// What the caller knows.
    public let description: LegDescription
    /// Whether IPsec or TLS hides the message from terminal to P-CSCF.
    public let hop: LegConfidentiality
    /// Whether the access network hides it on its own link, which ends short of the P-CSCF.
    public let link: LegConfidentiality
    /// What the network says of the registration (answer 0).
    public let flag: LegConfidentiality
    /// How many earlier messages were passed over, being of others; whoever chooses among them says so.
    public var passedOver = 0
    /// Whether the network says in so many words that the registration has no confidentiality.
    private let isFlagOff: Bool

    /// The confidentiality of the whole leg: that of the hop, or what a network that is trusted says of it.
    ///
    /// Ciphering of the link is not enough: it ends short of the P-CSCF. Ask ``link`` where it is to be.
    public var confidentiality: LegConfidentiality {
        // What shows that the hop is clear outweighs any word for it, and so does a network that says so.
        if hop.state == .notProtected { return hop }
        if isFlagOff { return flag }
        return LegConfidentiality.best(of: [hop, flag].filter { $0.state == .protected }) ?? hop
    }

    /// Reads a message on its leg.
    ///
    /// Only what the terminal sends describes its access: the fields of a message to the terminal are those of others.
    /// For such a message counts what the terminal sent before.
    ///
    /// - Parameters:
    ///   - message: the message as it passes the leg; nil where there is only the description.
    ///   - role: whose leg it is.
    ///   - description: what the caller knows of the leg.
    ///   - trust: whether the word of the network is taken.
    ///   - server: the list of Security-Server that the P-CSCF was seen to send, to hold Security-Verify against.
    ///   - earlier: the leg of the last message that the terminal sent.
    public init(
        of message: SIPMessage?, role: LegRole, description: LegDescription = LegDescription(),
        trust: NetworkTrust = .none, server: SecurityMechanismList? = nil, after earlier: MessageLeg? = nil
    ) {
        let direction = description.direction ?? message.map { Direction(of: $0) } ?? .fromTerminal
        let isFromTerminal = direction == .fromTerminal
        let earlier = isFromTerminal ? nil : earlier
        self.role = role
        self.direction = direction
        self.description = description
        let vias = message?.viaTransports ?? []
        // The terminal's own Via is the lowest of its requests and of their responses.
        let isTerminalsTransaction = isFromTerminal == (message?.isRequest ?? true)
        let via = (isTerminalsTransaction ? vias.last : vias.first) ?? nil
        transport = description.transport ?? via
        let sent = isFromTerminal ? message : nil
        let agreement = SecurityAgreement(
            sent: sent, received: isFromTerminal ? nil : message, server: server,
            isVerified: description.isAgreementVerified)
        mechanism = agreement.effective ?? earlier?.mechanism
        let access = AccessReading(of: sent, description: description, trust: trust)
        accessNetwork = earlier?.accessNetwork ?? access.type
        isAccessNetworkClaimed = earlier?.isAccessNetworkClaimed ?? access.isTypeClaimed
        var evidence = Self.hopEvidence(agreement, via: via, description: description)
        if message != nil, via == nil { evidence.append(.unreadableVia) }
        if let earlier {
            // What was clear stays clear until the terminal sends again.
            evidence += earlier.hop.evidence.filter {
                ($0.source == .securityAgreement || $0.state == .notProtected) && !evidence.contains($0)
            }
        }
        if mechanism?.name == "tls" || description.hop == .tls,
            [via, description.transport].contains("UDP")
        {
            evidence.append(.tlsOverUDP)
        }
        hop = LegConfidentiality(
            weighing: evidence,
            otherwise:
                "Nothing says how the hop between terminal and P-CSCF is protected, so it counts as clear.")
        link = earlier?.link ?? access.link
        flag = earlier?.flag ?? access.flag
        isFlagOff = earlier?.isFlagOff ?? access.isFlagOff
    }

    private static func hopEvidence(
        _ agreement: SecurityAgreement, via: String?, description: LegDescription
    ) -> [LegEvidence] {
        var evidence: [LegEvidence] = []
        if let hop = description.hop {
            evidence.append(
                LegEvidence(
                    .path, hop.isConfidential ? .protected : .notProtected,
                    hop.isConfidential
                        ? "The path says that \(hop == .tls ? "TLS" : "IPsec with encryption") covers the hop."
                        : "The path says that the hop is not encrypted."))
        }
        if let found = agreement.evidence { evidence.append(found) }
        let isSecure = isTLS(via ?? description.transport)
        if let stated = description.transport, isTLS(stated) != isSecure {
            evidence.append(
                LegEvidence(
                    .transport, .notProtected, "Via and the path differ about whether TLS carries the hop."))
        } else if isSecure {
            let isKnown = description.transport != nil
            evidence.append(
                LegEvidence(
                    .transport, .protected, isClaimed: !isKnown,
                    isKnown
                        ? "The path says that TLS carries the hop."
                        : "Via says TLS, and whoever sends writes Via."))
        }
        return evidence
    }

    private static func isTLS(_ transport: String?) -> Bool { transport == "TLS" || transport == "WSS" }
}

extension PathDescription {
    /// The leg of this role: as `message` shows it where it passes that leg, else as far as it is described.
    public func leg(_ role: LegRole, of message: SIPMessage? = nil) -> MessageLeg {
        let passing = message.flatMap { LegRole(of: $0) == role ? $0 : nil }
        return MessageLeg(of: passing, role: role, description: self[role], trust: trust)
    }
}

extension LegEvidence {
    /// TLS needs a connection (RFC 3261 §26.2.1).
    static let unreadableVia = LegEvidence(
        .transport, .notProtected,
        "Via is missing or cannot be parsed, so it does not say what carries the hop.")
    static let tlsOverUDP = LegEvidence(
        .transport, .notProtected, "The message travels over UDP, which TLS cannot carry.")
}

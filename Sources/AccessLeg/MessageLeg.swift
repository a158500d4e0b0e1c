import Octets
public import SIPMessage

/// The known facts about the access leg that a message passes, between a terminal and its P-CSCF.
public struct MessageLeg: Sendable, Equatable {
    /// The user whose leg it is.
    public let role: LegRole
    /// The direction of the message.
    public let direction: Direction
    /// The transport, in capitals, of the path description or else of Via; nil if neither has one.
    ///
    /// It shows what is possible on the leg. Its protection is also judged by Via,
    /// which the path does not override.
    public let transport: String?
    /// The access network according to the most trusted source; nil if it is not named.
    public let accessNetwork: AccessType?
    /// Whether the access network is only the terminal's claim.
    public let isAccessNetworkClaimed: Bool
    /// The mechanism of the security agreement in effect; nil if none is known.
    public let mechanism: SecurityMechanism?
    /// The caller's knowledge.
    public let description: LegDescription
    /// Whether IPsec or TLS hides the message from terminal to P-CSCF.
    public let hop: LegConfidentiality
    /// Whether the access network hides the message on its own link, which ends before the P-CSCF.
    public let link: LegConfidentiality
    /// The network's statement about the registration (alternative 0).
    public let flag: LegConfidentiality
    /// The number of earlier messages that were skipped because they belong to other users; the
    /// caller that skips them sets it.
    public var skippedMessageCount = 0
    /// Whether the network states explicitly that the registration has no confidentiality.
    private let isFlagOff: Bool

    /// The confidentiality of the whole leg: that of the hop, or the statement of a trusted network.
    ///
    /// Ciphering of the link is not enough, because it ends before the P-CSCF; ``link`` has it.
    public var confidentiality: LegConfidentiality {
        // Evidence that the hop is clear outweighs every statement, and so does a network that says so.
        if hop.state == .notProtected { return hop }
        if isFlagOff { return flag }
        return LegConfidentiality.best(of: [hop, flag].filter { $0.state == .protected }) ?? hop
    }

    /// Examines a message on its leg.
    ///
    /// Only messages from the terminal describe its access; others write the fields of a message to the
    /// terminal. For such a message, the last message from the terminal counts.
    ///
    /// - Parameters:
    ///   - message: the message as it passes the leg; nil if there is only the description.
    ///   - role: the user whose leg it is.
    ///   - description: the caller's knowledge of the leg.
    ///   - trust: whether statements of the network are trusted.
    ///   - server: the list of Security-Server that the P-CSCF sent, to compare with Security-Verify.
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
            // A clear hop stays clear until the terminal sends again.
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
                "No source says how the hop between terminal and P-CSCF is protected, so it counts as clear.")
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
                        ? "The path says that \(hop == .tls ? "TLS" : "IPsec with encryption") covers the "
                            + "hop."
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
                        : "Via says TLS, but the sender writes Via itself."))
        }
        return evidence
    }

    private static func isTLS(_ transport: String?) -> Bool { transport == "TLS" || transport == "WSS" }
}

extension PathDescription {
    /// Returns the leg of this role: as `message` shows it if it passes that leg, otherwise as described.
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

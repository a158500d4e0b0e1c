import Octets
internal import SIPMessage

/// The access network according to a message and the caller.
struct AccessReading {
    /// The access network; nil if it is not named, or if several contradict each other.
    let type: AccessType?
    /// Whether it is only a claim.
    let isTypeClaimed: Bool
    /// Whether its link ciphers.
    let link: LegConfidentiality
    /// The network's statement about the registration.
    let flag: LegConfidentiality
    /// Whether the network states that the registration has no confidentiality; silence
    /// and contradiction do not count.
    let isFlagOff: Bool

    /// - Parameter message: what the terminal sent; nil if there is none.
    init(of message: SIPMessage?, description: LegDescription, trust: NetworkTrust) {
        let found = message.map { AccessNetworkInfo.all(of: $0) } ?? (elements: [], hasFault: false)
        // The element of a trusted network outweighs the terminal's; otherwise all must agree.
        let provided = trust == .proxies ? found.elements.filter(\.isNetworkProvided) : []
        let named = provided.isEmpty ? found.elements : provided
        let isConsistent = Set(named.map(\.type.family)).count == 1 && !found.hasFault
        let inMessage = isConsistent ? named.first?.type : nil
        let isBelieved = !provided.isEmpty
        type = inMessage ?? (named.isEmpty && !found.hasFault ? description.accessNetwork : nil)
        isTypeClaimed =
            inMessage != nil && !isBelieved && inMessage?.family != description.accessNetwork?.family
        let isContradictory = !isConsistent && !(named.isEmpty && !found.hasFault)
        link = Self.link(
            inMessage, isBelieved: isBelieved, isContradictory: isContradictory, description: description)
        flag = Self.flag(
            found.elements, isContradictory: isContradictory, description: description, trust: trust)
        isFlagOff =
            description.confidentialityFlag == false
            || found.elements.contains { $0.confidentialityFlag == false }
    }

    private static func link(
        _ inMessage: AccessType?, isBelieved: Bool, isContradictory: Bool, description: LegDescription
    ) -> LegConfidentiality {
        func weighed(
            _ state: ConfidentialityState, isClaimed: Bool = false, _ reason: String
        ) -> LegConfidentiality {
            LegConfidentiality(
                weighing: [LegEvidence(.accessNetwork, state, isClaimed: isClaimed, reason)],
                otherwise: reason)
        }
        if isContradictory {
            return weighed(.notProtected, "P-Access-Network-Info is malformed, or names several networks.")
        }
        guard let type = inMessage ?? description.accessNetwork else {
            return weighed(.unknown, "Nothing names the access network.")
        }
        if let stated = description.accessNetwork, stated.family != type.family {
            return weighed(
                .notProtected,
                "The terminal is in another access network (\(type.family.rawValue)) than the path says.")
        }
        guard type.family.canCipher else {
            return weighed(
                .notProtected, "The operator cannot rely on ciphering of \(type.family.rawValue).")
        }
        guard let ciphering = description.ciphering else {
            return weighed(
                .unknown, "\(type.family.rawValue) can cipher, but need not; no source says that it does.")
        }
        guard ciphering else { return weighed(.notProtected, "The link does not cipher.") }
        let isKnown = description.accessNetwork != nil || isBelieved
        if description.cipheringSource == .terminal || !isKnown {
            return weighed(
                .protected, isClaimed: true,
                "That the link ciphers, or which one it is, is only the terminal's word.")
        }
        return weighed(.protected, "The link ciphers, up to \(type.family.cipheringEndsAt).")
    }

    private static func flag(
        _ elements: [AccessNetworkInfo], isContradictory: Bool, description: LegDescription,
        trust: NetworkTrust
    ) -> LegConfidentiality {
        let isBelieved = trust == .proxies
        // A network that writes an element without a statement on confidentiality states that it is off.
        let relevant = elements.filter { $0.isNetworkProvided || $0.confidentialityFlag != nil }
        var evidence = relevant.map { element in
            let isOn = element.confidentialityFlag == true
            return LegEvidence(
                .registrationFlag, isOn ? .protected : .notProtected,
                isClaimed: isOn && !(isBelieved && element.isNetworkProvided),
                isOn
                    ? "P-Access-Network-Info says that the registration has confidentiality."
                    : element.confidentialityFlag == nil
                        ? "P-Access-Network-Info of the network does not mention "
                            + "confidentiality, so it is off."
                        : "P-Access-Network-Info says that the registration has no confidentiality.")
        }
        if isContradictory {
            evidence.append(
                LegEvidence(
                    .registrationFlag, .notProtected,
                    "P-Access-Network-Info is malformed, or names several networks, so it proves nothing."))
        }
        if let flag = description.confidentialityFlag {
            evidence.append(
                LegEvidence(
                    .registrationFlag, flag ? .protected : .notProtected, isClaimed: flag && !isBelieved,
                    "The path says that the network reports confidentiality as \(flag ? "on" : "off")."))
        }
        return LegConfidentiality(
            weighing: evidence, state: .notProtected,
            otherwise: "No network reports confidentiality, which means that it is off.")
    }
}

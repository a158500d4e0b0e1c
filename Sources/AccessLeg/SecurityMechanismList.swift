public import SIPMessage

/// The mechanisms that one of the three fields of a security agreement names (RFC 3329 §2.2).
public struct SecurityMechanismList: Sendable, Equatable {
    /// The largest number of mechanisms that are read; terminals name two or four.
    public static let maximum = 32

    /// The reason why a list cannot be used.
    public enum Fault: Sendable, Equatable {
        /// An element does not follow the grammar, or contradicts itself.
        case malformed
        /// There are more elements than ``SecurityMechanismList/maximum``.
        case tooMany
    }

    /// The mechanisms in order; those before the fault if there is one.
    public let mechanisms: [SecurityMechanism]
    /// The fault in the list; nil if there is none.
    public let fault: Fault?

    /// Parses all fields of this name; nil if there is none.
    ///
    /// - Parameter name: Security-Client, Security-Server or Security-Verify.
    public init?(_ name: HeaderName, of message: SIPMessage) {
        let values = message.values(of: name)
        guard !values.isEmpty else { return nil }
        var mechanisms: [SecurityMechanism] = []
        var fault: Fault?
        for value in values.prefix(Self.maximum) {
            guard let mechanism = SecurityMechanism.parse(value) else {
                fault = .malformed
                break
            }
            mechanisms.append(mechanism)
        }
        if fault == nil, values.count > Self.maximum { fault = .tooMany }
        self.mechanisms = mechanisms
        self.fault = fault
    }

    /// Parses the Security-Server of a response that challenges the terminal; nil for every other message.
    ///
    /// Only a P-CSCF sends it, and only in these responses (RFC 3329 §2.3.1); in another message
    /// it may come from any sender.
    public init?(answeredIn message: SIPMessage) {
        guard case .response(let statusCode, _) = message.startLine,
            [401, 407, 421, 494].contains(statusCode)
        else { return nil }
        self.init("Security-Server", of: message)
    }

    /// Returns the mechanism both sides use: the most preferred of those in common
    /// with `offer` (RFC 3329 §2.3.1).
    ///
    /// If preferences do not rank two mechanisms, the one that protects less counts.
    ///
    /// - Returns: nil if the lists have nothing in common, or one has a fault.
    public func effective(offeredTo offer: SecurityMechanismList? = nil) -> SecurityMechanism? {
        guard fault == nil, offer?.fault == nil else { return nil }
        let common = mechanisms.filter { mechanism in
            offer?.mechanisms.contains { $0.name == mechanism.name && $0.cipher == mechanism.cipher } ?? true
        }
        let preferences = common.compactMap(\.preference)
        // If one of several has no preference, the others' preferences rank nothing.
        let isRanked = preferences.count == common.count
        let first = isRanked ? common.filter { $0.preference == preferences.max() } : common
        return first.min { $0.effect.rank < $1.effect.rank }
    }

    /// Whether the terminal repeated the server's list unchanged (RFC 3329 §2.3.1).
    public func repeats(_ server: SecurityMechanismList) -> Bool {
        fault == nil && server.fault == nil && mechanisms == server.mechanisms
    }
}

extension SecurityMechanism {
    /// The cipher; nil for none, so that an absent one and `null` are equal.
    fileprivate var cipher: String? { encryptionAlgorithm == "null" ? nil : encryptionAlgorithm }
}

extension SecurityMechanism.Effect {
    /// The rank of the effect; a weaker protection has a lower one.
    fileprivate var rank: Int {
        switch self {
        case .leavesReadable: 0
        case .unknown: 1
        case .encrypts: 2
        }
    }
}

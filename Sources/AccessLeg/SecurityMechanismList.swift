public import SIPMessage

/// The mechanisms that one of the three fields of a security agreement names (RFC 3329 §2.2).
public struct SecurityMechanismList: Sendable, Equatable {
    /// The most mechanisms that are looked at; terminals name two or four.
    public static let maximum = 32

    /// Why a list cannot be gone by.
    public enum Fault: Sendable, Equatable {
        /// An element does not follow the grammar, or contradicts itself.
        case malformed
        /// There are more elements than ``SecurityMechanismList/maximum``.
        case tooMany
    }

    /// The mechanisms in their order; those before the fault where there is one.
    public let mechanisms: [SecurityMechanism]
    /// What is wrong with the list; nil where nothing is.
    public let fault: Fault?

    /// Reads all fields of this name; nil where there is none.
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

    /// Reads the Security-Server of a response that challenges the terminal; nil for every other message.
    ///
    /// Only a P-CSCF answers so, and only there (RFC 3329 §2.3.1): the field may stand in what anybody else sends.
    public init?(answeredIn message: SIPMessage) {
        guard case .response(let statusCode, _) = message.startLine,
            [401, 407, 421, 494].contains(statusCode)
        else { return nil }
        self.init("Security-Server", of: message)
    }

    /// The mechanism the two sides use: the most preferred of those in common with `offer` (RFC 3329 §2.3.1).
    ///
    /// Where preferences do not tell two mechanisms apart, the one that protects least counts.
    ///
    /// - Returns: nil where nothing is in common, or the list has a fault.
    public func effective(offeredTo offer: SecurityMechanismList? = nil) -> SecurityMechanism? {
        guard fault == nil, offer?.fault == nil else { return nil }
        let common = mechanisms.filter { mechanism in
            offer?.mechanisms.contains { $0.name == mechanism.name && $0.cipher == mechanism.cipher } ?? true
        }
        let preferences = common.compactMap(\.preference)
        // A preference that one of several lacks says nothing about any of them.
        let isRanked = preferences.count == common.count
        let first = isRanked ? common.filter { $0.preference == preferences.max() } : common
        return first.min { $0.effect.rank < $1.effect.rank }
    }

    /// Whether the terminal gave the server's list back unchanged (RFC 3329 §2.3.1).
    public func repeats(_ server: SecurityMechanismList) -> Bool {
        fault == nil && server.fault == nil && mechanisms == server.mechanisms
    }
}

extension SecurityMechanism {
    /// The cipher, nil for none, so that an absent one and `null` are the same.
    fileprivate var cipher: String? { encryptionAlgorithm == "null" ? nil : encryptionAlgorithm }
}

extension SecurityMechanism.Effect {
    /// The less it protects the lower.
    fileprivate var rank: Int {
        switch self {
        case .leavesReadable: 0
        case .unknown: 1
        case .encrypts: 2
        }
    }
}

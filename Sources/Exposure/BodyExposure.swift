internal import SIPMessage

/// What the path can read of a body.
public enum BodyExposure: Sendable, Equatable {
    /// There is no body.
    case absent
    /// Only its recipients can read it.
    case encrypted
    /// It is signed, and readable.
    case signedInClear
    /// It is readable.
    case clear
}

extension ExposureReport {
    /// What the path can read of the body.
    public var body: BodyExposure {
        guard !message.body.isEmpty else { return .absent }
        if layers.contains(where: \.isEnvelope) { return .encrypted }
        return layers.isEmpty ? .clear : .signedInClear
    }

    /// Who can read that two parties have to do with each other; empty if the message does not show it.
    public var relationReaders: [Observer] {
        RelationRule(message: message, layers: layers).finding().observers
    }
}

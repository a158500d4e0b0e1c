public import SIPMessage

/// The header of a message that came inside another, for rules to judge before the body is admitted.
///
/// Both messages are without a body and the fields that describe one.
public struct TunnelledHeader: Sendable {
    private let restoredMessage: SIPMessage
    private let signedMessage: SIPMessage

    /// The header merged with the one around it (RFC 3261 §23.4.1), as in ``OpenedBody/message``.
    public var restored: SIPMessage { restoredMessage.withoutBody }
    /// The header as its sender signed it, as in ``OpenedBody/messageInside``.
    public var signed: SIPMessage { signedMessage.withoutBody }

    /// Takes both messages, whose bodies are removed when a rule asks; nil if there is no message inside.
    init?(restored: SIPMessage?, signed: SIPMessage?) {
        guard let restored, let signed else { return nil }
        restoredMessage = restored
        signedMessage = signed
    }
}

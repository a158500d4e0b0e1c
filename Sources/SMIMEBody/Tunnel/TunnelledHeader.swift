import MIME
public import SIPMessage

/// The header of a message that came inside another, for rules to judge before the body is admitted.
///
/// Both messages are without a body and the fields that describe one.
public struct TunnelledHeader: Sendable {
    /// The header merged with the one around it (RFC 3261 §23.4.1), as in ``OpenedBody/message``.
    public let restored: SIPMessage
    /// The header as its sender signed it, as in ``OpenedBody/messageInside``.
    public let signed: SIPMessage

    /// Removes the bodies; nil if there is no message inside.
    init?(restored: SIPMessage?, signed: SIPMessage?) throws(SMIMEError) {
        guard let restored, let signed else { return nil }
        let nothing = MIMEEntity(headerFields: [], body: [])
        do throws(SIPMessageError) {
            self.restored = try restored.replacingBody(with: nothing)
            self.signed = try signed.replacingBody(with: nothing)
        } catch {
            throw .malformed(.fields(error))
        }
    }
}

public import MIME
public import SIPMessage

/// The input that an agent protects or opens.
public enum MessageOrEntity: Sendable {
    /// A whole SIP message.
    case sip(SIPMessage)
    /// A MIME entity, or a bare body turned into one; with the names of skipped
    /// fields, which describe no body.
    case entity(MIMEEntity, skippedFields: [String] = [])

    /// The message, if it is one.
    public var message: SIPMessage? {
        if case .sip(let message) = self { message } else { nil }
    }

    /// The body as a MIME entity; nil if there is none.
    public var body: MIMEEntity? {
        switch self {
        case .sip(let message): message.bodyEntity()
        case .entity(let entity, _): entity.bodyOctets.isEmpty ? nil : entity
        }
    }

    /// Returns the input with another body: a SIP message with its other lines unchanged, or an entity.
    public func replacingBody(with entity: MIMEEntity) throws(AgentError) -> (
        octets: [UInt8], message: SIPMessage?
    ) {
        guard case .sip(let message) = self else { return (entity.octets, nil) }
        do {
            let replaced = try message.replacingBody(with: entity)
            return (replaced.octets, replaced)
        } catch {
            throw .message(error)
        }
    }
}

public import MIME
public import SIPMessage

/// What an agent protects or opens.
public enum MessageOrEntity: Sendable {
    /// A whole SIP message.
    case sip(SIPMessage)
    /// A MIME entity, or a bare body made one; the names of fields that were skipped, since they describe no body.
    case entity(MIMEEntity, skippedFields: [String] = [])

    /// The message, if it is one.
    public var message: SIPMessage? {
        if case .sip(let message) = self { message } else { nil }
    }

    /// The body as MIME entity; nil if there is none.
    public var body: MIMEEntity? {
        switch self {
        case .sip(let message): message.bodyEntity()
        case .entity(let entity, _): entity.body.isEmpty ? nil : entity
        }
    }

    /// The input again with another body: a SIP message with its other lines untouched, or an entity.
    package func replacingBody(with entity: MIMEEntity) throws(AgentError) -> (
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

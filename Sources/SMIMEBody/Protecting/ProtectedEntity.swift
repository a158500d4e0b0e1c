public import MIME
public import PIDF

/// A protected entity, with the findings of the checks about its content.
public struct ProtectedEntity: Sendable {
    /// The entity that is sent in place of the content.
    public let entity: MIMEEntity
    /// The departures of the presence documents from RFC 3863, to warn the sender.
    public let nonconformities: PIDFNonconformities
}

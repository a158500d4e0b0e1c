public import MIME
public import PIDF

/// A protected entity, with what the checks before found of its content.
public struct ProtectedEntity: Sendable {
    /// What is sent in place of the content.
    public let entity: MIMEEntity
    /// Where the presence documents in the content depart from RFC 3863, for the sender to be warned.
    public let nonconformities: PIDFNonconformities
}

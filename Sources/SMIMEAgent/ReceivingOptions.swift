import SIPMessage
public import SMIMEBody

/// How a receiving agent opens messages.
public struct ReceivingOptions: Sendable {
    /// The name of the operation in the report.
    public var operation: String
    /// Who must have signed; nil for the sender whom the message names.
    public var sender: OpeningContext.Sender?
    /// Whether P-Asserted-Identity names the sender too, since a trusted network wrote it (RFC 3325); only if ``sender`` is nil.
    public var trustsAssertedIdentity = false
    /// Whether a ledger remembers what is accepted, so that it is accepted once.
    public var once = false
    /// Which checks are relaxed.
    public var policy = OpeningPolicy()

    /// Sets the name of the operation in the report; nothing is relaxed.
    public init(operation: String) { self.operation = operation }
}

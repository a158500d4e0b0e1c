import SIPMessage
public import SMIMEBody

/// The options of a receiving agent.
public struct ReceivingOptions: Sendable {
    /// The name of the operation in the report.
    public var operation: String
    /// The required signer; nil for the sender that the message names.
    public var sender: OpeningContext.Sender?
    /// Whether P-Asserted-Identity also names the sender, because a trusted network wrote it (RFC
    /// 3325); only if ``sender`` is nil.
    public var trustsAssertedIdentity = false
    /// Whether a ledger remembers accepted bodies so that each is accepted only once.
    public var once = false
    /// The relaxed checks.
    public var policy = OpeningPolicy()

    /// Creates options with the name of the operation in the report; no check is relaxed.
    public init(operation: String) { self.operation = operation }
}

/// A body that a policy accepted and about which a ledger has not yet decided.
///
/// For a service that has one transaction for many bodies: it passes ``request`` to the ledger, and completes this with
/// the verdict once the record is durable. There is no other way to the content.
public struct PendingBody: ~Copyable, Sendable {
    /// What the ledger is asked.
    public let request: LedgerRequest
    private let content: CheckedContent
    /// Whether it is a NOTIFY, of which the last to be sent may come first.
    private let isNotify: Bool

    /// Nil if no record was made of it.
    init?(_ checked: consuming CheckedBody) {
        guard let request = checked.content.request else { return nil }
        self.request = request
        content = checked.content
        isNotify = checked.context.method == "NOTIFY" && !checked.context.isResponse
    }

    /// Returns the content if the ledger has remembered the body as new.
    ///
    /// - Throws: ``OpeningRefusal`` with ``SMIMEError/replayed``, ``SMIMEError/superseded(isNotify:)`` or
    ///   ``SMIMEError/signedBeforeLedger(_:)``; nothing of the content is in it.
    public consuming func completed(with verdict: ReplayVerdict) throws(OpeningRefusal) -> OpenedBody {
        switch verdict {
        case .fresh: return content.opened
        case .replayed: throw content.refusal(.replayed)
        case .superseded: throw content.refusal(.superseded(isNotify: isNotify))
        case .beforeLedger: throw content.refusal(.signedBeforeLedger(request.record.signed))
        }
    }
}

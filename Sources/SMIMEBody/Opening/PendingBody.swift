package import SIPMessage

/// A body that a policy accepted and for which the ledger's verdict is pending.
///
/// A service that has one transaction for many bodies passes ``request`` to the ledger, and completes this
/// with the verdict once the record is durable. There is no other way to the content.
public struct PendingBody: ~Copyable, Sendable {
    /// The request to the ledger.
    public let request: LedgerRequest
    private let content: CheckedContent
    /// Whether it is a NOTIFY; these may arrive in another order than they were sent.
    private let isNotify: Bool

    /// Creates a pending body; nil if the check made no record.
    init?(_ checked: consuming CheckedBody) {
        guard let request = checked.content.request else { return nil }
        self.request = request
        content = checked.content
        isNotify = checked.context.method == "NOTIFY" && !checked.context.isResponse
    }

    /// Returns the address of the sender if the body is enveloped and the signer's certificate is that of the
    /// address or of its domain; nil if the signer was accepted for another address.
    ///
    /// The sender is in From of the message inside, or of the one outside if there is none; in a response
    /// in To.
    package func protectedAddress(in outside: SIPMessage?) -> AddressURI? {
        let opened = content.opened
        let isEnveloped = opened.layers.contains { if case .enveloped = $0 { true } else { false } }
        guard let identity = opened.signature?.identity, isEnveloped,
            let message = opened.message ?? outside,
            let sender = (message.isRequest ? message.from : message.to).address,
            identity.owns(sender) || sender.sipURI.map(identity.isAuthority) == true
        else { return nil }
        return sender
    }

    /// Returns the content if the ledger has remembered the body as new.
    ///
    /// - Throws: ``OpeningRefusal`` with ``SMIMEError/replayed``, ``SMIMEError/superseded(isNotify:)`` or
    ///   ``SMIMEError/signedBeforeLedger(_:)``; it contains nothing of the content.
    public consuming func completed(with verdict: ReplayVerdict) throws(OpeningRefusal) -> OpenedBody {
        switch verdict {
        case .fresh: return content.opened
        case .replayed: throw content.refusal(.replayed)
        case .superseded: throw content.refusal(.superseded(isNotify: isNotify))
        case .beforeLedger: throw content.refusal(.signedBeforeLedger(request.record.signed))
        }
    }
}

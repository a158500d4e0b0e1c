import CMS
import MIME
import PIDF
import SIPMessage

/// The checks of a bound body: for whom it is, and in which message.
struct BindingChecks {
    let opener: Opener
    let context: OpeningContext
    /// The certificate whose key opened the envelope; nil without an envelope.
    let recipient: Certificate?
    /// The presence documents in the content.
    let documents: [PresenceDocument]

    /// The signed fields, held against those of the message; nil where nothing ties the body to it.
    func check(
        _ bound: BoundContent?, evidence: SignatureEvidence?
    ) throws(SMIMEError) -> [HeaderComparison]? {
        guard let bound else { return try unbound() }
        try checkRecipient(of: bound)
        // Fields that nobody signed tie nothing, but must not contradict the message either.
        guard let message = context.message else { return try unbound() }
        let comparisons =
            bound.tunnelled.map {
                HeaderComparison.compare($0, declared: bound.fragment, kind: bound.kind, with: message)
            }
            ?? HeaderComparison.compare(bound, with: message)
        let tampered = comparisons.filter(\.isTampered)
        guard tampered.isEmpty else { throw .headerTampered(tampered) }
        if opener.policy.target == .named {
            try TargetChecks(bound: bound, documents: documents, entity: opener.policy.entity)
                .check(message)
        }
        if evidence == nil { _ = try unbound() }
        return comparisons
    }

    private func unbound() throws(SMIMEError) -> [HeaderComparison]? {
        guard !opener.policy.refusesUnbound else { throw .unbound }
        return nil
    }

    /// A recipient could envelope again for another what was signed for it alone.
    private func checkRecipient(of bound: BoundContent) throws(SMIMEError) {
        guard opener.policy.target == .named else { return }
        let identity = recipient.map { opener.cache.identity(of: $0) }
        if let identity, bound.recipients.contains(where: identity.isRecipient) { return }
        for uri in bound.recipients where try opener.keys.holdsKey(of: uri) {
            guard let recipient else { return }
            // Another address of the same store opened what was not signed for it.
            throw .wrongTarget(
                .recipient(opened: recipient.facts.uris, intended: bound.recipients.map(\.addressOfRecord)))
        }
        throw .wrongRecipient(intended: bound.recipients.map(\.addressOfRecord))
    }
}

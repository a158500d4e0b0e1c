import MIME
import SIPMessage

/// The checks of a bound body: for whom it is, and in which message.
struct BindingChecks {
    let opener: Opener
    let context: OpeningContext

    /// The signed fields, held against those of the message; nil where nothing ties the body to it.
    func check(
        _ bound: BoundContent?, evidence: SignatureEvidence?
    ) throws(SMIMEError) -> [HeaderComparison]? {
        guard let bound else { return try unbound() }
        try checkRecipient(of: bound)
        // Fields that nobody signed tie nothing, but must not contradict the message either.
        guard let message = context.message else { return try unbound() }
        let comparisons =
            bound.tunnelled.map { HeaderComparison.compare($0, declared: bound.fragment, with: message) }
            ?? HeaderComparison.compare(bound.fragment, with: message)
        let tampered = comparisons.filter(\.isTampered)
        guard tampered.isEmpty else { throw .headerTampered(tampered) }
        if evidence == nil { _ = try unbound() }
        return comparisons
    }

    private func unbound() throws(SMIMEError) -> [HeaderComparison]? {
        guard !opener.policy.refusesUnbound else { throw .unbound }
        return nil
    }

    /// A recipient could envelope again for somebody else what was signed for it alone.
    private func checkRecipient(of bound: BoundContent) throws(SMIMEError) {
        for uri in bound.recipients where try opener.keys.holdsKey(of: uri) { return }
        throw .wrongRecipient(intended: bound.recipients.map(\.addressOfRecord))
    }
}

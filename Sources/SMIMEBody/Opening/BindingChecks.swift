import CMS
import MIME
import PIDF
import SIPMessage

/// The checks of a bound body: its recipients, and the message it is in.
struct BindingChecks {
    let input: OpeningInput
    /// The certificate whose key opened the envelope; nil without an envelope.
    let recipient: Certificate?
    /// The presence documents in the content.
    let documents: [PresenceContent]

    private var terms: OpeningTerms { input.terms }
    private var context: OpeningContext { input.context }

    /// Compares the signed fields with those of the message; nil if the body is not bound to a message.
    func check(
        _ bound: BoundContent?, evidence: SignatureEvidence?
    ) throws(SMIMEError) -> [HeaderComparison]? {
        guard let bound else { return try unbound() }
        try checkRecipient(of: bound)
        // Unsigned fields bind nothing, but must not contradict the message either.
        guard let message = context.message else { return try unbound() }
        let comparisons = Self.comparisons(of: bound, with: message)
        let tampered = comparisons.filter(\.isTampered)
        guard tampered.isEmpty else { throw .headerTampered(tampered) }
        if terms.policy.target == .named {
            let receivers = try receivers(of: bound, in: message)
            try TargetChecks(
                bound: bound, documents: documents, entity: terms.policy.entity, signer: evidence?.identity,
                receivers: receivers
            ).check(message)
        }
        if evidence == nil { _ = try unbound() }
        return comparisons
    }

    /// Compares the signed fields with those of `message`, by the rules for the kind of `bound`.
    static func comparisons(of bound: BoundContent, with message: SIPMessage) -> [HeaderComparison] {
        bound.tunnelled.map {
            HeaderComparison.compare($0, declared: bound.fragment, kind: bound.kind, with: message)
        } ?? HeaderComparison.compare(bound, with: message)
    }

    private func unbound() throws(SMIMEError) -> [HeaderComparison]? {
        guard !terms.policy.refusesUnbound else { throw .unbound }
        return nil
    }

    /// Returns the identities of the certificate that opened the envelope.
    ///
    /// For a signed-only message these are all certificates in the store that are its recipients', which only
    /// a NOTIFY for a telephone number needs.
    private func receivers(
        of bound: BoundContent, in message: SIPMessage
    ) throws(SMIMEError) -> [CertificateIdentity] {
        if let recipient { return [terms.cache.identity(of: recipient)] }
        guard case .telephone? = message.to.address else { return [] }
        var found: [CertificateIdentity] = []
        for uri in bound.recipients {
            found += try terms.sources.certificatesWithKey(of: uri).map { CertificateIdentity(of: $0) }
        }
        return found
    }

    /// A recipient could encrypt to another the content that was signed for that recipient alone.
    private func checkRecipient(of bound: BoundContent) throws(SMIMEError) {
        guard terms.policy.target == .named else { return }
        let identity = recipient.map { terms.cache.identity(of: $0) }
        if let identity, bound.recipients.contains(where: identity.isRecipient) { return }
        for uri in bound.recipients where try terms.sources.holdsKey(of: uri) {
            guard let recipient else { return }
            // Another address of the same store opened a body that was not signed for it.
            throw .wrongTarget(
                .recipient(opened: recipient.facts.uris, intended: bound.recipients.map(\.addressOfRecord)))
        }
        throw .wrongRecipient(intended: bound.recipients.map(\.addressOfRecord))
    }
}

import CMS
import SIPMessage

/// The checks of a signer: a certificate that is trusted and valid, fit for signing, and the sender's.
struct SignerChecks {
    let terms: OpeningTerms
    let context: OpeningContext

    private var policy: OpeningPolicy { terms.policy }

    /// Returns the proof of who signed; `bound` is what was signed, if it is bound to its message.
    ///
    /// A signer who is not the sender comes back with `mismatch`, the refusal that is due, since what else is wrong with
    /// the body decides about the next step; nothing of such a body is admitted.
    func evidence(
        for signature: UnwrappedSignature, of bound: BoundContent?
    ) throws(SMIMEError) -> (evidence: SignatureEvidence, mismatch: SMIMEError?) {
        let path = try cms { () throws(CMSError) in
            try terms.anchors.verify(
                signature.signer, intermediates: signature.intermediates, at: context.instant,
                strength: policy.strength, revocation: policy.revocation)
        }
        let identity = terms.cache.identity(of: signature.signer)
        try CertificateFitness.checkAuthorities(of: path, identity)
        try CertificateFitness.checkSigning(signature.signer, identity)
        var rules: [IdentityRule] = []
        var mismatch: SMIMEError?
        do throws(SMIMEError) {
            for named in senders(bound) {
                rules.append(try rule(for: identity, of: signature.signer, as: named))
            }
        } catch {
            guard case .signerNotSender = error else { throw error }
            mismatch = error
            rules = [try rule(for: identity, of: signature.signer, as: Named(sender: .anybody))]
        }
        let evidence = SignatureEvidence(
            signer: signature.signer, identity: identity, path: path, signerInfo: signature.signerInfo,
            covers: .content, rule: rules.first ?? .anySender)
        return (evidence, mismatch)
    }

    /// Somebody whom the signer must be.
    private struct Named {
        let sender: OpeningContext.Sender
        /// Whether nobody on the way has seen the name, so that nobody vouches for it.
        var isOnlyInside = false
    }

    /// Who must have signed, at least one.
    ///
    /// Where From is anonymous, whom the signed From names (RFC 3261 §23.4.3); of a message that came inside another, whom
    /// that names and whom the one outside does.
    private func senders(_ bound: BoundContent?) -> [Named] {
        let expected = Named(sender: context.sender)
        guard let bound else { return [expected] }
        let named = bound.sender
        var inside = Named(sender: OpeningContext.Sender(named: named))
        if let message = context.message {
            let outside = message.isRequest ? message.from : message.to
            inside.isOnlyInside = bound.tunnelled != nil && !HeaderComparison.isSame(named, outside)
            if context.isSenderOfMessage {
                if message.isRequest, message.from.isAnonymous { return [inside] }
                return bound.tunnelled == nil ? [expected] : [inside, expected]
            }
        } else {
            inside.isOnlyInside = bound.tunnelled != nil
        }
        // Whoever expects another signer than the message names has seen that name, but not one that is only inside.
        guard context.sender.address != nil, inside.isOnlyInside else { return [expected] }
        return [expected, inside]
    }

    /// The rule by which the signer is the sender (RFC 3261 §23.2, RFC 3856 §6.7).
    private func rule(
        for identity: CertificateIdentity, of signer: Certificate, as named: Named
    ) throws(SMIMEError) -> IdentityRule {
        if !named.isOnlyInside, context.assertedIdentities.contains(where: { identity.owns($0) }) {
            return .userOwnsAssertedIdentity
        }
        switch named.sender {
        case .anybody: return .anySender
        case .unownable(let uri):
            throw .signerNotSender(sender: uri, signer: identity.namesForPeople)
        case .expectedNumber(let number):
            // No domain speaks for a number.
            guard identity.owns(number) else {
                throw .signerNotSender(sender: number.canonical, signer: identity.namesForPeople)
            }
            return .userOwnsSender
        case .expected(let sender):
            if identity.owns(sender) { return .userOwnsSender }
            guard identity.isAuthority(for: sender) else {
                throw .signerNotSender(
                    sender: sender.addressOfRecord, signer: identity.namesForPeople)
            }
            // A domain itself as the sender needs no rule about its users.
            guard sender.isDomain || context.allowsDomainSigner || policy.domainSigner == .anyMessage else {
                throw .domainSignerNotAllowed(
                    signer: signer.facts.uris, method: context.method ?? "a body on its own")
            }
            return .domainOwnsSender
        }
    }
}

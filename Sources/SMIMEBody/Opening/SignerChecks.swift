import CMS
import SIPMessage

/// The checks of a signer: a certificate that is trusted and valid, fit for signing, and the sender's.
struct SignerChecks {
    let opener: Opener
    let context: OpeningContext

    private var policy: OpeningPolicy { opener.policy }

    /// The proof of who signed; `bound` is what was signed, where it is bound to its message.
    func evidence(
        for signature: UnwrappedSignature, of bound: BoundContent?
    ) throws(SMIMEError) -> SignatureEvidence {
        let path = try cms { () throws(CMSError) in
            try opener.anchors.verify(
                signature.signer, intermediates: signature.intermediates, at: context.instant,
                strength: policy.strength, revocation: policy.revocation)
        }
        let identity = opener.cache.identity(of: signature.signer)
        try CertificateFitness.checkSigning(signature.signer, identity)
        let named = sender(bound)
        let rule = try self.rule(for: identity, of: signature.signer, as: named.sender)
        if let other = named.also { _ = try self.rule(for: identity, of: signature.signer, as: other) }
        return SignatureEvidence(
            signer: signature.signer, identity: identity, path: path, signerInfo: signature.signerInfo,
            covers: .content, rule: rule)
    }

    /// Who must have signed: where From is anonymous, whom the signed From names (RFC 3261 §23.4.3); of a message that
    /// came inside another, whom that names and whom the one outside does.
    private func sender(
        _ bound: BoundContent?
    ) -> (sender: OpeningContext.Sender, also: OpeningContext.Sender?) {
        guard let bound, let message = context.message else { return (context.sender, nil) }
        let named = bound.sender
        let inside = named.sipURI.map { OpeningContext.Sender.expected($0) } ?? .unownable(named.uri)
        let isAnonymous = message.isRequest && message.from.isAnonymous
        if context.isSenderOfMessage {
            if isAnonymous { return (inside, nil) }
            return bound.tunnelled == nil ? (context.sender, nil) : (inside, context.sender)
        }
        // Whoever expects another signer than the message names has seen that name, but not one that is only inside.
        guard case .expected = context.sender, bound.tunnelled != nil else { return (context.sender, nil) }
        let outside = message.isRequest ? message.from : message.to
        return (context.sender, HeaderComparison.isSame(named, outside) ? nil : inside)
    }

    /// The rule by which the signer is the sender (RFC 3261 §23.2, RFC 3856 §6.7).
    private func rule(
        for identity: CertificateIdentity, of signer: Certificate, as sender: OpeningContext.Sender
    ) throws(SMIMEError) -> IdentityRule {
        if context.assertedIdentities.contains(where: identity.owns) { return .userOwnsAssertedIdentity }
        switch sender {
        case .anybody: return .anySender
        case .unownable(let uri):
            throw .signerNotSender(sender: uri, signer: signer.facts.uris)
        case .expected(let sender):
            if identity.owns(sender) { return .userOwnsSender }
            guard identity.isAuthority(for: sender) else {
                throw .signerNotSender(sender: sender.addressOfRecord, signer: signer.facts.uris)
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

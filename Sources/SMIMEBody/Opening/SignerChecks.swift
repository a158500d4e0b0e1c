import CMS
import SIPMessage

/// The checks of a signer: its certificate is trusted, valid, usable for signing, and the sender's.
struct SignerChecks {
    let input: OpeningInput

    private var terms: OpeningTerms { input.terms }
    private var context: OpeningContext { input.context }
    private var policy: OpeningPolicy { input.terms.policy }

    /// Returns the proof of the signer; `bound` is the signed content if it is bound to its message.
    ///
    /// A signer who is not the sender is returned with `mismatch`, the refusal that is due, because other
    /// defects of the body decide about the hint. Such a body is never admitted.
    func evidence(
        for signature: UnwrappedSignature, of bound: BoundContent?
    ) throws(SMIMEError) -> (evidence: SignatureEvidence, mismatch: SMIMEError?) {
        let path = try cms { () throws(CMSError) in
            try terms.anchors.verify(
                signature.signer, intermediates: signature.intermediates, at: context.instant,
                strength: policy.strength, revocation: policy.revocation,
                remembering: context.isPresent)
        }
        terms.cache.keep(
            signature.intermediates.filter { $0 != signature.signer && path.certificates.contains($0) })
        let identity = terms.cache.identity(of: signature.signer)
        try CertificateUsageCheck.checkAuthorities(of: path, identity)
        try CertificateUsageCheck.checkSigning(signature.signer, identity)
        var rules: [IdentityRule] = []
        var mismatch: SMIMEError?
        do throws(SMIMEError) {
            for named in senders(bound) {
                rules.append(try rule(for: identity, of: signature.signer, as: named))
            }
        } catch {
            guard case .signerNotSender = error else { throw error }
            mismatch = error
            rules = [try rule(for: identity, of: signature.signer, as: ExpectedSender(sender: .any))]
        }
        let evidence = SignatureEvidence(
            signature, identity: identity, path: path, rule: rules.first ?? .anySender,
            encryptionCertificate: encryptionCertificate(in: signature, along: path))
        return (evidence, mismatch)
    }

    /// Returns the certificate that the signer names as the one to encrypt for, and caches it, so that it is
    /// not decoded again for the next message.
    private func encryptionCertificate(
        in signature: UnwrappedSignature, along path: TrustedPath
    ) -> Certificate? {
        let others = signature.intermediates.filter { !path.certificates.contains($0) }
        guard !others.isEmpty, let identifier = signature.signerInfo.encryptionKeyPreference,
            let named = others.first(where: identifier.names)
        else { return nil }
        // Only a certificate of the same holder, by the same authority, is cached.
        if terms.cache.certificate(der: named.der) == nil,
            Set(named.facts.uris) == Set(signature.signer.facts.uris),
            path.certificates.dropFirst().first.map(named.isIssued) == true
        {
            terms.cache.keep([named])
        }
        return named
    }

    /// An address that the signer must own.
    private struct ExpectedSender {
        let sender: OpeningContext.Sender
        /// Whether the name was hidden on the way, so that no proxy can have authenticated it.
        var isOnlyInside = false
    }

    /// Returns the required signers, at least one.
    ///
    /// If From is anonymous, the signed From counts (RFC 3261 §23.4.3). For a message inside
    /// another, the senders of both count.
    private func senders(_ bound: BoundContent?) -> [ExpectedSender] {
        let expected = ExpectedSender(sender: context.sender)
        guard let bound else { return [expected] }
        let named = bound.sender
        var inside = ExpectedSender(sender: OpeningContext.Sender(named: named))
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
        // A caller that expects another signer than the message names has seen that name, but
        // not a name that is only inside.
        guard context.sender.address != nil, inside.isOnlyInside else { return [expected] }
        return [expected, inside]
    }

    /// Returns the rule by which the signer is the sender (RFC 3261 §23.2, RFC 3856 §6.7).
    private func rule(
        for identity: CertificateIdentity, of signer: Certificate, as named: ExpectedSender
    ) throws(SMIMEError) -> IdentityRule {
        if !named.isOnlyInside, context.assertedIdentities.contains(where: { identity.owns($0) }) {
            return .userOwnsAssertedIdentity
        }
        switch named.sender {
        case .any: return .anySender
        case .unownable(let uri):
            throw .signerNotSender(sender: uri, signer: identity.displayNames)
        case .expectedNumber(let number):
            // A domain's certificate owns no telephone number.
            guard identity.owns(number) else {
                throw .signerNotSender(sender: number.canonical, signer: identity.displayNames)
            }
            return .userOwnsSender
        case .expected(let sender):
            if identity.owns(sender) { return .userOwnsSender }
            guard identity.isAuthority(for: sender) else {
                throw .signerNotSender(
                    sender: sender.addressOfRecord, signer: identity.displayNames)
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

import CMS
import MIME
import PIDF
import SIPMessage

/// The checks that follow once the content has been taken out.
///
/// Is the signer trusted, fit, and the sender? Is the document about the signer?
struct ContentChecks {
    let opener: Opener
    let context: OpeningContext

    private var policy: OpeningPolicy { opener.policy }

    func check(_ content: UnwrappedContent, layers: [Layer]) throws(SMIMEError) -> OpenedBody {
        var evidence: SignatureEvidence?
        if let signature = content.signature {
            evidence = signature.evidence
            if evidence == nil { evidence = try self.evidence(for: signature) }
        }
        let presence: PresenceDocument?
        do {
            presence = try PresenceContent.document(in: content.entity, limits: policy.limits)
            try checkEntity(of: presence, evidence: evidence, cipher: content.cipher)
        } catch {
            // Nothing but the cipher stands between an attacker and this content, see afterKeyUse.
            if let cipher = content.cipher, evidence?.covers != .content {
                throw error.afterKeyUse(cipher: cipher)
            }
            throw error
        }
        return OpenedBody(
            entity: content.entity, layers: layers, signature: evidence, presence: presence,
            warnings: warnings(content, evidence: evidence, presence: presence))
    }

    /// Whether the signer is trusted, fit and the sender.
    func evidence(for signature: UnwrappedSignature) throws(SMIMEError) -> SignatureEvidence {
        let path = try cms { () throws(CMSError) in
            try opener.anchors.verify(
                signature.signer, intermediates: signature.intermediates, at: context.instant,
                strength: policy.strength)
        }
        try CertificateFitness.checkSigning(signature.signer)
        let identity = opener.cache.identity(of: signature.signer)
        return SignatureEvidence(
            signer: signature.signer, identity: identity, path: path, signerInfo: signature.signerInfo,
            covers: signature.covers, rule: try rule(for: identity, of: signature.signer))
    }

    /// The rule by which the signer is the sender (RFC 3261 §23.2, RFC 3856 §6.7).
    private func rule(
        for identity: CertificateIdentity, of signer: Certificate
    ) throws(SMIMEError) -> IdentityRule {
        switch context.sender {
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

    /// The document must be about its signer; without one, about the sender.
    private func checkEntity(
        of presence: PresenceDocument?, evidence: SignatureEvidence?, cipher: ContentCipher?
    ) throws(SMIMEError) {
        let entity = presence.map { try? SIPURI.parse($0.entity) } ?? nil
        if let evidence, evidence.covers == .ciphertext {
            // Only the content's own word says that whoever wrapped it also wrote it.
            let names = entity.map(evidence.identity.covers) ?? false
            guard names || policy.allowsUnsigned(under: cipher) else { throw .unsigned }
        }
        guard let presence, policy.entity == .signerOnly else { return }
        if let evidence {
            guard let entity, evidence.identity.covers(entity: entity) else {
                throw .entityNotSender(entity: presence.entity, sender: evidence.signer.facts.uris)
            }
        } else if case .expected(let sender) = context.sender {
            guard let entity, entity.namesSamePresentity(as: sender) else {
                throw .entityNotSender(entity: presence.entity, sender: [sender.addressOfRecord])
            }
        }
    }

    private func warnings(
        _ content: UnwrappedContent, evidence: SignatureEvidence?, presence: PresenceDocument?
    ) -> [OpeningWarning] {
        var warnings: [OpeningWarning] = []
        let entity = presence.flatMap { try? SIPURI.parse($0.entity) }
        let namesSigner = entity.map { evidence?.identity.covers(entity: $0) ?? false } ?? false
        if evidence == nil || (evidence?.covers == .ciphertext && !namesSigner) { warnings.append(.unsigned) }
        if let evidence, evidence.signerInfo.signatureAlgorithm.isWeak {
            let algorithm = evidence.signerInfo.signatureAlgorithm
            warnings.append(.weakAlgorithm("\(algorithm.name) with \(algorithm.digest.name)"))
        }
        if let cipher = content.cipher, cipher.isWeak { warnings.append(.weakAlgorithm(cipher.name)) }
        if policy.entity == .anybody, let presence, evidence != nil, !namesSigner {
            warnings.append(.entityNotSender(entity: presence.entity))
        }
        return warnings
    }
}

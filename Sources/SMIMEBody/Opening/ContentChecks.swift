import CMS
import PIDF
import SIPMessage

/// The checks of the content: a presence document must be one, and about its signer.
struct ContentChecks {
    let opener: Opener
    let context: OpeningContext

    private var policy: OpeningPolicy { opener.policy }

    func check(_ content: UnwrappedContent, layers: [Layer]) throws(SMIMEError) -> OpenedBody {
        let evidence = content.evidence
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
            warnings: warnings(content, presence: presence))
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

    /// Whether the document is about the sender; a domain may sign for any of its users, so this says more then.
    private func namesSender(_ entity: SIPURI?) -> Bool {
        guard case .expected(let sender) = context.sender, !sender.isDomain else { return true }
        return entity?.namesSamePresentity(as: sender) ?? false
    }

    private func warnings(
        _ content: UnwrappedContent, presence: PresenceDocument?
    ) -> [OpeningWarning] {
        let evidence = content.evidence
        var warnings: [OpeningWarning] = []
        let entity = presence.flatMap { try? SIPURI.parse($0.entity) }
        let namesSigner = entity.map { evidence?.identity.covers(entity: $0) ?? false } ?? false
        if evidence == nil || (evidence?.covers == .ciphertext && !namesSigner) { warnings.append(.unsigned) }
        if let evidence, evidence.signerInfo.signatureAlgorithm.isWeak {
            let algorithm = evidence.signerInfo.signatureAlgorithm
            warnings.append(.weakAlgorithm("\(algorithm.name) with \(algorithm.digest.name)"))
        }
        if let cipher = content.cipher, cipher.isWeak { warnings.append(.weakAlgorithm(cipher.name)) }
        if let presence, evidence != nil, !namesSigner || !namesSender(entity) {
            warnings.append(.entityNotSender(entity: presence.entity))
        }
        return warnings
    }
}

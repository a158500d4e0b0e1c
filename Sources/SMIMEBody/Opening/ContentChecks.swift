import CMS
import PIDF
import SIPMessage

/// The checks of the content: a presence document must be one, and about its signer.
struct ContentChecks {
    let opener: Opener
    let context: OpeningContext

    private var policy: OpeningPolicy { opener.policy }

    func check(_ content: UnwrappedContent, layers: [Layer]) throws(SMIMEError) -> OpenedBody {
        let subject: Subject
        do {
            subject = Subject(
                try PresenceContent.document(in: content.entity, limits: policy.limits),
                signer: content.evidence?.identity)
            try check(subject, of: content)
        } catch {
            // Nothing but the cipher stands between an attacker and this content, see afterKeyUse.
            if let cipher = content.cipher, content.evidence?.covers != .content {
                throw error.afterKeyUse(cipher: cipher)
            }
            throw error
        }
        return OpenedBody(
            entity: content.entity, layers: layers, signature: content.evidence, presence: subject.presence,
            warnings: warnings(content, about: subject))
    }

    /// Whom the content is about.
    private struct Subject {
        let presence: PresenceDocument?
        let entity: SIPURI?
        let isSigner: Bool

        init(_ presence: PresenceDocument?, signer: CertificateIdentity?) {
            self.presence = presence
            entity = presence.flatMap { try? SIPURI.parse($0.entity) }
            isSigner = entity.map { signer?.covers(entity: $0) ?? false } ?? false
        }
    }

    /// The document must be about its signer; without one, about the sender.
    private func check(_ subject: Subject, of content: UnwrappedContent) throws(SMIMEError) {
        if let evidence = content.evidence, evidence.covers == .ciphertext {
            // Only the content's own word says that whoever wrapped it also wrote it.
            guard subject.isSigner || policy.allowsUnsigned(under: content.cipher) else { throw .unsigned }
        }
        guard let presence = subject.presence, policy.entity == .signerOnly else { return }
        if let evidence = content.evidence {
            guard subject.isSigner else {
                throw .entityNotSender(entity: presence.entity, sender: evidence.signer.facts.uris)
            }
        } else if case .expected(let sender) = context.sender {
            guard let entity = subject.entity, entity.namesSamePresentity(as: sender) else {
                throw .entityNotSender(entity: presence.entity, sender: [sender.addressOfRecord])
            }
        }
    }

    private func warnings(_ content: UnwrappedContent, about subject: Subject) -> [OpeningWarning] {
        var warnings: [OpeningWarning] = []
        if content.evidence?.covers != .content, !subject.isSigner { warnings.append(.unsigned) }
        if let cipher = content.cipher, cipher.isWeak { warnings.append(.weakAlgorithm(cipher.name)) }
        guard let evidence = content.evidence else { return warnings }
        let algorithm = evidence.signerInfo.signatureAlgorithm
        if algorithm.isWeak {
            warnings.append(.weakAlgorithm("\(algorithm.name) with \(algorithm.digest.name)"))
        }
        warnings += evidence.path.unlisted.map { .noRevocationList(of: $0) }
        warnings += evidence.path.outdated.map { .outdatedRevocationList($0) }
        if let presence = subject.presence, !subject.isSigner || !isSender(subject, signedBy: evidence) {
            warnings.append(.entityNotSender(entity: presence.entity))
        }
        return warnings
    }

    /// Whether the document is about the sender, where a domain signed, which may do so for any of its users.
    private func isSender(_ subject: Subject, signedBy evidence: SignatureEvidence) -> Bool {
        guard evidence.rule == .domainOwnsSender, case .expected(let sender) = context.sender,
            !sender.isDomain
        else { return true }
        return subject.entity?.namesSamePresentity(as: sender) ?? false
    }
}

import CMS
import PIDF
import SIPMessage

/// The checks of whom the content is about: presence documents are about their signer or, where nobody signed, about
/// the sender.
struct SubjectChecks {
    /// What the content says, where it is a presence document itself.
    let presence: PresenceDocument?
    /// The documents that must be about the signer or sender, those in parts included.
    private let documents: [PresenceDocument]
    private let nonconformities: PIDFNonconformities
    /// The first that is not about the signer, if anybody signed.
    private let stranger: PresenceDocument?
    /// Whether the content names the signer, as its subject or in a bound From.
    private let namesSigner: Bool
    private let evidence: SignatureEvidence?
    private let policy: OpeningPolicy
    private let context: OpeningContext

    /// `bound` is what nobody but the writer of the content can have bound it to.
    init(
        _ found: [PresenceContent], in bound: BoundContent?, evidence: SignatureEvidence?,
        policy: OpeningPolicy, context: OpeningContext
    ) {
        // In a request of its own a domain speaks for none of its users (RFC 3856 §6.7).
        let speaksForUsers =
            evidence?.identity.kind != .domain || context.method == nil || context.allowsDomainSigner
            || policy.domainSigner == .anyMessage
        let isSigners = { (uri: SIPURI) in
            evidence?.identity.covers(entity: uri) == true && (speaksForUsers || uri.isDomain)
        }
        presence = found.first.flatMap { $0.isPart ? nil : $0.document }
        documents = found.map(\.document)
        nonconformities = documents.reduce(into: PIDFNonconformities()) { $0.formUnion($1.nonconformities) }
        stranger = documents.first { !($0.presentity.map(isSigners) ?? false) }
        let names = [presence?.presentity, bound?.from.sipURI].compactMap(\.self)
        // Whoever signed around an envelope signed no field of a message in it.
        namesSigner = bound?.tunnelled == nil && names.contains(where: isSigners)
        self.evidence = evidence
        self.policy = policy
        self.context = context
    }

    func check(_ content: UnwrappedContent) throws(SMIMEError) {
        if let evidence, evidence.covers == .ciphertext {
            // Only the content's own word says that whoever wrapped it also wrote it.
            guard namesSigner || policy.allowsUnsigned(under: content.cipher) else { throw .unsigned }
        }
        guard policy.entity == .signerOnly else { return }
        if let evidence {
            guard let stranger else { return }
            throw .entityNotSender(entity: stranger.entity, sender: evidence.signer.facts.uris)
        }
        guard case .expected(let sender) = context.sender, let other = document(notAbout: sender) else {
            return
        }
        throw .entityNotSender(entity: other.entity, sender: [sender.addressOfRecord])
    }

    /// What was put up with.
    func warnings(about content: UnwrappedContent) -> [OpeningWarning] {
        var warnings: [OpeningWarning] = []
        if evidence?.covers != .content, !namesSigner { warnings.append(.unsigned) }
        if let cipher = content.cipher, cipher.isWeak { warnings.append(.weakAlgorithm(cipher.name)) }
        if !nonconformities.isEmpty { warnings.append(.pidfNonconforming(nonconformities)) }
        guard let evidence else { return warnings }
        let algorithm = evidence.signerInfo.signatureAlgorithm
        if algorithm.isWeak {
            warnings.append(.weakAlgorithm("\(algorithm.name) with \(algorithm.digest.name)"))
        }
        let skipped = evidence.identity.unusableNames
        if !skipped.isEmpty { warnings.append(.skippedNames(evidence.signer, skipped)) }
        warnings += evidence.path.unlisted.map { .noRevocationList(of: $0) }
        warnings += evidence.path.outdated.map { .outdatedRevocationList($0) }
        if let other = stranger ?? notSender(signedBy: evidence) {
            warnings.append(.entityNotSender(entity: other.entity))
        }
        return warnings
    }

    /// The document, where a domain signed one about another of its users than the sender.
    private func notSender(signedBy evidence: SignatureEvidence) -> PresenceDocument? {
        guard evidence.rule == .domainOwnsSender, case .expected(let sender) = context.sender,
            !sender.isDomain
        else { return nil }
        return document(notAbout: sender)
    }

    private func document(notAbout sender: SIPURI) -> PresenceDocument? {
        documents.first { $0.presentity?.namesSamePresentity(as: sender) != true }
    }
}

extension PresenceDocument {
    /// The entity as a URI of SIP, PRES or IM; nil where it is another.
    var presentity: SIPURI? { try? SIPURI.parse(entity) }
}

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
        let senders = Self.senders(bound, evidence: evidence, context: context)
        let isSigners = { (address: AddressURI) in
            evidence?.identity.covers(entity: address, from: senders) == true
                && (speaksForUsers || address.isDomain)
        }
        presence = found.first.flatMap { $0.isPart ? nil : $0.document }
        documents = found.map(\.document)
        nonconformities = documents.reduce(into: PIDFNonconformities()) { $0.formUnion($1.nonconformities) }
        stranger = documents.first { !($0.address.map(isSigners) ?? false) }
        let names = [presence?.address, bound?.from.address].compactMap(\.self)
        // Whoever signed around an envelope signed no field of a message in it.
        namesSigner = bound?.tunnelled == nil && names.contains(where: isSigners)
        self.evidence = evidence
        self.policy = policy
        self.context = context
    }

    /// Whom the message and its content name as the sender, so far as the signer was accepted as such; none if the sender does
    /// not matter.
    private static func senders(
        _ bound: BoundContent?, evidence: SignatureEvidence?, context: OpeningContext
    ) -> [AddressURI] {
        if evidence?.rule == .userOwnsAssertedIdentity, let identity = evidence?.identity {
            return context.assertedIdentities.filter { identity.owns($0) }
        }
        // As SignerChecks has it, the signed From counts if the message hides its own.
        let isInside = bound?.tunnelled != nil || context.message?.from.isAnonymous == true
        return [isInside ? bound?.sender.address : nil, context.sender.address].compactMap(\.self)
    }

    func check(_ content: UnwrappedContent) throws(SMIMEError) {
        if let evidence, evidence.covers == .ciphertext {
            // Only the content's own word says that whoever wrapped it also wrote it.
            guard namesSigner || policy.allowsUnsigned(under: content.cipher) else { throw .unsigned }
        }
        guard policy.entity == .signerOnly else { return }
        if let evidence {
            guard let stranger else { return }
            throw .entityNotSender(entity: stranger.entityName, sender: evidence.signer.facts.uris)
        }
        guard let sender = context.sender.address, let other = document(notAbout: sender) else { return }
        throw .entityNotSender(entity: other.entityName, sender: [sender.addressOfRecord])
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
            warnings.append(.entityNotSender(entity: other.entityName))
        }
        return warnings
    }

    /// The document, where a domain signed one about another of its users than the sender.
    private func notSender(signedBy evidence: SignatureEvidence) -> PresenceDocument? {
        guard evidence.rule == .domainOwnsSender, let sender = context.sender.address, !sender.isDomain
        else { return nil }
        return document(notAbout: sender)
    }

    private func document(notAbout sender: AddressURI) -> PresenceDocument? {
        documents.first { $0.address?.namesSamePresentity(as: sender) != true }
    }
}

extension PresenceDocument {
    /// The entity as an address; nil if it is not one.
    var address: AddressURI? { AddressURI.parse(entity) }

    /// The entity as a URI of SIP, PRES or IM; nil where it is another.
    var presentity: SIPURI? { address?.sipURI }

    /// The entity in the one spelling of a telephone number, any other as it is written.
    var entityName: String {
        if case .telephone(let number)? = address { number.canonical } else { entity }
    }
}

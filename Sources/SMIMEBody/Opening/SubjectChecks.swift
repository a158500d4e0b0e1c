import CMS
import PIDF
import SIPMessage

/// The checks of the subject: presence documents are about their signer or, if the content
/// is unsigned, about the sender.
struct SubjectChecks {
    /// The presence document, if the content itself is one.
    let presence: PresenceDocument?
    /// The documents that must be about the signer or sender, including those in parts.
    private let documents: [PresenceContent]
    private let nonconformities: PIDFNonconformities
    /// The first document that is not about the signer, if the content is signed.
    private let mismatchedDocument: PresenceDocument?
    /// Whether the content names the signer, as its subject or in a bound From.
    private let namesSigner: Bool
    private let evidence: SignatureEvidence?
    private let input: OpeningInput

    private var policy: OpeningPolicy { input.terms.policy }
    private var context: OpeningContext { input.context }

    /// Creates the checks; `bound` must be fields that only the writer of the content can have bound.
    init(
        _ found: [PresenceContent], in bound: BoundContent?, evidence: SignatureEvidence?,
        input: OpeningInput
    ) {
        let context = input.context
        // In a request of its own a domain may not represent its users (RFC 3856 §6.7).
        let speaksForUsers =
            evidence?.identity.kind != .domain || context.method == nil || context.allowsDomainSigner
            || input.terms.policy.domainSigner == .anyMessage
        let senders = Self.senders(bound, evidence: evidence, context: context)
        let isSigners = { (address: AddressURI) in
            evidence?.identity.covers(entity: address, from: senders) == true
                && (speaksForUsers || address.isDomain)
        }
        presence = found.first.flatMap { $0.isPart ? nil : $0.document }
        documents = found
        nonconformities = found.reduce(into: PIDFNonconformities()) {
            $0.formUnion($1.document.nonconformities)
        }
        let isFirstSigners = documents.first?.address.map(isSigners) ?? false
        mismatchedDocument =
            isFirstSigners
            ? documents.dropFirst().first { !($0.address.map(isSigners) ?? false) }?.document
            : documents.first?.document
        // The signer of an envelope has not signed the fields of a message in it.
        namesSigner =
            bound?.tunnelled == nil
            && (presence != nil && isFirstSigners || bound?.from.address.map(isSigners) == true)
        self.evidence = evidence
        self.input = input
    }

    /// Returns the senders that the message and its content name, as far as the signer was accepted for them;
    /// none if the sender does not matter.
    private static func senders(
        _ bound: BoundContent?, evidence: SignatureEvidence?, context: OpeningContext
    ) -> [AddressURI] {
        if evidence?.rule == .userOwnsAssertedIdentity, let identity = evidence?.identity {
            return context.assertedIdentities.filter { identity.owns($0) }
        }
        // As in SignerChecks, the signed From counts if the message hides its own.
        let isInside = bound?.tunnelled != nil || context.message?.from.isAnonymous == true
        return [isInside ? bound?.sender.address : nil, context.sender.address].compactMap(\.self)
    }

    func check(_ content: UnwrappedContent) throws(SMIMEError) {
        if let evidence, evidence.covers == .ciphertext {
            // Only the content itself says that its author also wrapped it.
            guard namesSigner || policy.allowsUnsigned(under: content.cipher) else { throw .unsigned }
        }
        guard policy.entity == .signerOnly else { return }
        if let evidence {
            guard let mismatchedDocument else { return }
            throw .entityNotSender(entity: mismatchedDocument.entityName, sender: evidence.signer.facts.uris)
        }
        guard let sender = context.sender.address, let other = document(notAbout: sender) else { return }
        throw .entityNotSender(entity: other.entityName, sender: [sender.addressOfRecord])
    }

    /// Returns the warnings about relaxed checks.
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
        if let other = mismatchedDocument ?? notSender(signedBy: evidence) {
            warnings.append(.entityNotSender(entity: other.entityName))
        }
        return warnings
    }

    /// Returns the document if a domain signed one about another of its users than the sender.
    private func notSender(signedBy evidence: SignatureEvidence) -> PresenceDocument? {
        guard evidence.rule == .domainOwnsSender, let sender = context.sender.address, !sender.isDomain
        else { return nil }
        return document(notAbout: sender)
    }

    private func document(notAbout sender: AddressURI) -> PresenceDocument? {
        documents.first { $0.address?.namesSamePresentity(as: sender) != true }?.document
    }
}

extension PresenceDocument {
    /// The entity as an address; nil if it is not one.
    var address: AddressURI? { AddressURI.parse(entity) }

    /// The entity as a SIP, PRES or IM URI; nil for any other.
    var presentity: SIPURI? { address?.sipURI }

    /// The entity; a telephone number in its one canonical spelling, any other as written.
    var entityName: String {
        if case .telephone(let number)? = address { number.canonical } else { entity }
    }
}

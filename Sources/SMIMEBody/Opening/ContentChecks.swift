import CMS
import MIME
import PIDF
import SIPMessage

/// The checks of the content: a presence document must be one, and about its signer.
struct ContentChecks {
    let opener: Opener
    let context: OpeningContext
    var ledger: (any ReplayLedger)?

    private var policy: OpeningPolicy { opener.policy }

    /// `found` is what was put up with before.
    func check(
        _ content: UnwrappedContent, layers: [Layer], warnings found: [OpeningWarning]
    ) throws(SMIMEError) -> OpenedBody {
        let checked: Checked
        do throws(SMIMEError) {
            checked = try self.checked(content)
        } catch {
            // Nothing but the cipher stands between an attacker and this content, see afterKeyUse.
            if let cipher = content.cipher, content.evidence?.covers != .content {
                throw error.afterKeyUse(cipher: cipher)
            }
            throw error
        }
        var warnings = found + warnings(content, about: checked.subject)
        if checked.headers == nil, content.evidence != nil, context.message != nil {
            warnings.append(.unbound)
        }
        if isProtected(checked.document) { warnings.append(.protectedInside) }
        return OpenedBody(
            entity: checked.document, layers: layers, signature: content.evidence,
            presence: checked.subject.presence, headers: checked.headers ?? [], warnings: warnings)
    }

    private func isProtected(_ document: MIMEEntity) -> Bool {
        switch try? SecuredBody.recognize(document, limits: policy.limits) {
        case nil, .cms(.certificatesOnly): false
        default: true
        }
    }

    /// Content that passed.
    private struct Checked {
        let document: MIMEEntity
        let subject: Subject
        /// The fields it is bound to; nil where nothing ties it to its message.
        let headers: [HeaderComparison]?
    }

    private func checked(_ content: UnwrappedContent) throws(SMIMEError) -> Checked {
        // Around an envelope its wrapper binds what it likes: whom the content names, only the content says.
        let isInside = content.evidence?.covers == .content
        let bound =
            isInside
            ? content.bound : try BoundContent.recognize(content.entity, limits: policy.limits)
        let document = bound?.document ?? content.entity
        let signer = content.evidence?.identity
        let presence = try PresenceContent.all(in: document, signedBy: signer?.kind, limits: policy.limits)
        let subject = Subject(presence, from: bound?.fragment.from.sipURI) { uri in
            signer?.covers(entity: uri) == true
                && (signer?.kind == .user || uri.isDomain || domainSpeaksForUsers)
        }
        try check(subject, of: content)
        let checks = BindingChecks(opener: opener, context: context)
        if !isInside, bound != nil, content.bound != nil {
            _ = try checks.check(content.bound, evidence: content.evidence)
        }
        let headers = try checks.check(bound ?? content.bound, evidence: content.evidence)
        try checkAge(content.bound ?? bound, evidence: content.evidence)
        try record(content, bound: content.bound ?? bound, document: document, presence: presence)
        return Checked(document: document, subject: subject, headers: headers)
    }

    /// The last check, since it remembers.
    private func record(
        _ content: UnwrappedContent, bound: BoundContent?, document: MIMEEntity, presence: [PresenceContent]
    ) throws(SMIMEError) {
        guard let ledger else { return }
        try requirePlace(for: document)
        guard let evidence = content.evidence, let signed = bound?.date ?? evidence.signerInfo.signingTime
        else { throw .unsigned }
        let record = try ReplayRecord(
            signature: evidence, content: content.entity.octets, bound: bound, presence: presence,
            signed: signed)
        let seconds = 2 * (policy.maximumAge ?? OpeningPolicy.usualAge) + 2 * FreshnessChecks.tolerance
        switch try ledger.admit(record, at: context.instant, rememberingFor: seconds) {
        case .fresh: return
        case .replayed: throw .replayed
        case .superseded: throw .superseded(isNotify: context.method == "NOTIFY" && !context.isResponse)
        case .beforeLedger: throw .signedBeforeLedger(signed)
        }
    }

    /// What could not be put into the message as its body would be lost once it is remembered.
    private func requirePlace(for document: MIMEEntity) throws(SMIMEError) {
        do throws(SIPMessageError) {
            _ = try context.message?.replacingBody(with: document)
        } catch {
            throw .malformed(.fields(error))
        }
    }

    private func checkAge(_ bound: BoundContent?, evidence: SignatureEvidence?) throws(SMIMEError) {
        guard let maximumAge = policy.maximumAge else { return }
        try FreshnessChecks(maximumAge: maximumAge, instant: context.instant)
            .check(bound?.date, signingTime: evidence?.signerInfo.signingTime)
    }

    /// Whom the content is about.
    private struct Subject {
        /// What it says, where it is a presence document itself.
        let presence: PresenceDocument?
        /// The documents that must be about the signer or sender, those in parts included.
        let documents: [PresenceDocument]
        /// The first that is not about the signer, if anybody signed.
        let stranger: PresenceDocument?
        /// Whether the content names the signer, as its subject or in a bound From.
        let namesSigner: Bool

        init(_ found: [PresenceContent], from: SIPURI?, isSigners: (SIPURI) -> Bool) {
            documents = found.map(\.document)
            presence = found.first.flatMap { $0.isPart ? nil : $0.document }
            stranger = documents.first { !($0.presentity.map(isSigners) ?? false) }
            namesSigner = [presence?.presentity, from].compactMap(\.self).contains(where: isSigners)
        }
    }

    /// Whether a domain that signed may say something of its users: not in a request of its own (RFC 3856 §6.7).
    private var domainSpeaksForUsers: Bool {
        context.method == nil || context.allowsDomainSigner || policy.domainSigner == .anyMessage
    }

    /// The documents must be about their signer; without one, about the sender.
    private func check(_ subject: Subject, of content: UnwrappedContent) throws(SMIMEError) {
        if let evidence = content.evidence, evidence.covers == .ciphertext {
            // Only the content's own word says that whoever wrapped it also wrote it.
            guard subject.namesSigner || policy.allowsUnsigned(under: content.cipher) else { throw .unsigned }
        }
        guard policy.entity == .signerOnly else { return }
        if let evidence = content.evidence {
            guard let stranger = subject.stranger else { return }
            throw .entityNotSender(entity: stranger.entity, sender: evidence.signer.facts.uris)
        }
        guard case .expected(let sender) = context.sender else { return }
        for document in subject.documents
        where document.presentity?.namesSamePresentity(as: sender) != true {
            throw .entityNotSender(entity: document.entity, sender: [sender.addressOfRecord])
        }
    }

    private func warnings(_ content: UnwrappedContent, about subject: Subject) -> [OpeningWarning] {
        var warnings: [OpeningWarning] = []
        if content.evidence?.covers != .content, !subject.namesSigner { warnings.append(.unsigned) }
        if let cipher = content.cipher, cipher.isWeak { warnings.append(.weakAlgorithm(cipher.name)) }
        guard let evidence = content.evidence else { return warnings }
        let algorithm = evidence.signerInfo.signatureAlgorithm
        if algorithm.isWeak {
            warnings.append(.weakAlgorithm("\(algorithm.name) with \(algorithm.digest.name)"))
        }
        warnings += evidence.path.unlisted.map { .noRevocationList(of: $0) }
        warnings += evidence.path.outdated.map { .outdatedRevocationList($0) }
        if let other = subject.stranger ?? notSender(subject, signedBy: evidence) {
            warnings.append(.entityNotSender(entity: other.entity))
        }
        return warnings
    }

    /// The document, where a domain signed one about another of its users than the sender.
    private func notSender(_ subject: Subject, signedBy evidence: SignatureEvidence) -> PresenceDocument? {
        guard evidence.rule == .domainOwnsSender, case .expected(let sender) = context.sender,
            !sender.isDomain
        else { return nil }
        return subject.documents.first { $0.presentity?.namesSamePresentity(as: sender) != true }
    }
}

extension PresenceDocument {
    /// The entity as a URI of SIP, PRES or IM; nil where it is another.
    fileprivate var presentity: SIPURI? { try? SIPURI.parse(entity) }
}

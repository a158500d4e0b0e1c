import CMS
import MIME
import PIDF
import SIPMessage

/// The checks of the content after its signer is known: its subject, its message,
/// and the time of the signature.
struct ContentChecks {
    let input: OpeningInput
    /// Whether a ledger admits it, so that a record is made.
    let once: Bool

    var context: OpeningContext { input.context }
    private var policy: OpeningPolicy { input.terms.policy }

    /// Checks the content; `found` are the warnings so far.
    func check(
        _ content: UnwrappedContent, layers: [Layer], warnings found: [OpeningWarning]
    ) throws(SMIMEError) -> CheckedContent {
        if let mismatch = content.senderMismatch { throw mismatch }
        let checked: Checked
        do throws(SMIMEError) {
            checked = try self.checked(content)
        } catch {
            throw error.afterKeyUse(of: content.uncoveredCipher)
        }
        var warnings = found + checked.subject.warnings(about: content)
        if checked.headers == nil, content.evidence != nil, context.message != nil {
            warnings += [.unbound, .targetUnchecked]
        } else if checked.headers != nil, policy.target == .any {
            warnings.append(.targetUnchecked)
        }
        if isProtected(checked.document) { warnings.append(.protectedInside) }
        let opened = OpenedBody(
            entity: checked.document, message: checked.message, messageInside: checked.messageInside,
            layers: layers, signature: content.evidence, presence: checked.subject.presence,
            recipient: content.recipient, headers: checked.headers ?? [], warnings: warnings)
        return CheckedContent(
            opened: opened, headerInside: checked.headerInside, request: checked.request,
            uncoveredCipher: content.uncoveredCipher)
    }

    private func isProtected(_ document: MIMEEntity) -> Bool {
        switch try? SecuredBody.recognize(document, limits: policy.limits) {
        case nil, .cms(.certificatesOnly): false
        case .cms(.signedData), .cms(.envelopedData), .multipartSigned: true
        }
    }

    /// Refuses content of an unsupported CMS type in any position, such as CompressedData.
    private func refuseOtherContentTypes(in document: MIMEEntity) throws(SMIMEError) {
        do throws(SMIMEError) {
            _ = try SecuredBody.recognize(document, limits: policy.limits)
        } catch {
            if case .unsupported(.contentType) = error { throw error }
        }
    }

    /// Content that passed.
    private struct Checked {
        let document: MIMEEntity
        /// The message inside, merged with the one around it.
        let message: SIPMessage?
        /// The message inside as its sender wrote it.
        let messageInside: SIPMessage?
        /// The headers of both, without a body.
        let headerInside: TunnelledHeader?
        let subject: SubjectChecks
        /// The comparison with the fields it is bound to; nil if it is not bound to a message.
        let headers: [HeaderComparison]?
        /// The record for a ledger; nil if none is asked.
        let request: LedgerRequest?
    }

    private func checked(_ content: UnwrappedContent) throws(SMIMEError) -> Checked {
        // Around an envelope the wrapper can bind any field: only the content itself names its subject.
        let isInside = content.evidence?.covers == .content
        let bound =
            isInside
            ? content.bound : try BoundContent.recognize(content.entity, limits: policy.limits)
        try refuseOtherContentTypes(in: bound?.document ?? content.entity)
        let inside = bound?.content ?? content.entity
        let found = try search.all(in: inside, signedBy: content.evidence?.identity.kind)
        let subject = SubjectChecks(
            found, in: bound, evidence: content.evidence, input: input)
        try subject.check(content)
        let checks = BindingChecks(
            input: input, recipient: content.recipient,
            documents: try documents(in: inside, found: found, signedBy: content.evidence))
        if !isInside, bound != nil, content.bound != nil {
            _ = try checks.check(content.bound, evidence: content.evidence)
        }
        let headers = try checks.check(bound ?? content.bound, evidence: content.evidence)
        try checkAge(content.bound ?? bound, evidence: content.evidence)
        let message = try context.message.flatMap { (outer) throws(SMIMEError) in
            try bound?.tunnelled?.restored(in: outer)
        }
        // Without a message around it, a message is content like any other.
        let document = message == nil ? bound?.document ?? content.entity : inside
        let messageInside = message == nil ? nil : bound?.tunnelled?.inner
        let request = try request(
            of: content, bound: content.bound ?? bound, document: document, presence: found)
        return Checked(
            document: document, message: message, messageInside: messageInside,
            headerInside: TunnelledHeader(restored: message, signed: messageInside), subject: subject,
            headers: headers, request: request)
    }

    private var search: PresenceSearch {
        PresenceSearch(
            method: context.message == nil ? nil : context.method, conformance: policy.presence,
            limits: policy.limits)
    }

    /// Returns the documents that determine the target of the message.
    ///
    /// For a PUBLISH these include the parts of content that a domain signed, since a presence server would
    /// store them too. For a NOTIFY they also do, unless it is a list (RFC 4662 §5.2).
    private func documents(
        in inside: MIMEEntity, found: [PresenceContent], signedBy evidence: SignatureEvidence?
    ) throws(SMIMEError) -> [PresenceContent] {
        guard evidence?.identity.kind == .domain else { return found }
        let searchesParts =
            switch context.method {
            case "PUBLISH": true
            case "NOTIFY": try !isList(inside)
            default: false
            }
        return searchesParts ? try search.all(in: inside, signedBy: nil) : found
    }

    /// Returns whether the content has the type of lists, or is such content signed by its list server.
    private func isList(_ content: MIMEEntity) throws(SMIMEError) -> Bool {
        let type = try mime { () throws(MIMEError) in try content.contentType() }?.mediaType
        guard type == "multipart/signed" else { return type == "multipart/related" }
        let signed: MIMEEntity?
        do throws(MIMEError) {
            signed = try content.multipart(limits: policy.limits)?.parts.first?.entity
        } catch {
            // The example of RFC 4662 is such a list: its Content-Length cuts off the last delimiter.
            if case .missingClosingDelimiter = error { return true }
            throw SMIMEError(error)
        }
        return try signed.map { (entity) throws(SMIMEError) in try isList(entity) } ?? false
    }

    /// Returns the request to a ledger; nil if none is asked.
    private func request(
        of content: UnwrappedContent, bound: BoundContent?, document: MIMEEntity, presence: [PresenceContent]
    ) throws(SMIMEError) -> LedgerRequest? {
        guard once else { return nil }
        try checkFitsInMessage(document)
        guard let evidence = content.evidence, let signed = bound?.date ?? evidence.signerInfo.signingTime
        else { throw .unsigned }
        let record = try ReplayRecord(
            signature: evidence, content: content.entity, bound: bound, presence: presence,
            signed: signed, instant: context.instant)
        return LedgerRequest(
            record: record, instant: context.instant,
            seconds: 2 * (policy.maximumAge ?? OpeningPolicy.defaultMaximumAge) + 2
                * FreshnessChecks.tolerance)
    }

    /// Refuses content that does not fit into the message as its body: once recorded it
    /// could not be delivered again.
    private func checkFitsInMessage(_ document: MIMEEntity) throws(SMIMEError) {
        do throws(SIPMessageError) {
            _ = try context.message?.replacingBody(with: document)
        } catch {
            throw .malformed(.fields(error))
        }
    }

    private func checkAge(_ bound: BoundContent?, evidence: SignatureEvidence?) throws(SMIMEError) {
        // A Date that cannot be parsed is bound as it is, and gives no age.
        if policy.maximumAge != nil, let bound, bound.date == nil { throw .malformed(.binding(.date)) }
        try FreshnessChecks(
            maximumAge: policy.maximumAge, instant: context.instant, future: policy.future
        ).check(bound?.date, signingTime: evidence?.signerInfo.signingTime)
    }
}

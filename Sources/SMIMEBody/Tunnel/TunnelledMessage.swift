import MIME
import SIPMessage

/// A message that came inside another, as message/sip (RFC 3261 §23.4), checked by itself and against the fields that
/// its sender declared for the outside.
struct TunnelledMessage {
    static let mediaType = "message/sip"
    private static let contentLength: HeaderName = "Content-Length"

    /// The message as its sender wrote it.
    let inner: SIPMessage

    /// Reads the message in `document`, nil where that is other content.
    ///
    /// - Throws: ``SMIMEError/malformed(_:)`` with a ``TunnelFault``.
    static func recognize(
        _ document: MIMEEntity, declared: SIPFragment, limits: MIMELimits
    ) throws(SMIMEError) -> TunnelledMessage? {
        let type = try mime { () throws(MIMEError) in try document.contentType() }
        guard type?.mediaType == mediaType else { return nil }
        let encoding = try mime { () throws(MIMEError) in try document.transferEncoding() }
        guard encoding != .base64, encoding != .quotedPrintable else {
            throw .malformed(.tunnel(.encoding))
        }
        let inner: SIPMessage
        do throws(SIPMessageError) {
            inner = try SIPMessage.parse(
                document.body,
                limits: SIPLimits(
                    headerOctets: limits.headerOctets, bodyOctets: limits.bodyOctets, fields: limits.fields))
        } catch {
            throw .malformed(.tunnel(.message(error)))
        }
        try check(inner, limits: limits)
        try check(inner, declared: declared)
        return TunnelledMessage(inner: inner)
    }

    /// What a presence document in a message is found in; nothing where it has no body.
    static func content(of message: SIPMessage) -> MIMEEntity {
        message.bodyEntity() ?? MIMEEntity(headerFields: [], body: [])
    }

    /// The checks of the message by itself.
    static func check(_ inner: SIPMessage, limits: MIMELimits) throws(SMIMEError) {
        for case .surplusOctets(let count) in inner.warnings {
            throw .malformed(.tunnel(.contentLength(surplus: count)))
        }
        guard let body = inner.bodyEntity() else {
            guard inner.values(of: "Content-Type").isEmpty else { throw .malformed(.tunnel(.bodyMissing)) }
            return
        }
        guard try !mayHoldMessage(body, limits: limits) else { throw .malformed(.tunnel(.nested)) }
    }

    /// What the two ends must agree on wherever they look.
    private static func check(_ inner: SIPMessage, declared: SIPFragment) throws(SMIMEError) {
        guard inner.method == declared.cSeq.method else {
            throw .malformed(.tunnel(.method(inside: inner.method, outside: declared.cSeq.method)))
        }
        for (name, tags) in [
            ("From", (inner.from.tag, declared.from.tag)), ("To", (inner.to.tag, declared.to.tag)),
        ] where tags.0 != tags.1 {
            throw .malformed(.tunnel(.dialog(name: name)))
        }
        let dates = [inner.headerFields, declared.headerFields].map { $0.fields(of: MessageBinding.date) }
        guard !dates[0].isEmpty, HeaderComparison.isSame(dates[0], dates[1], of: MessageBinding.date) else {
            throw .malformed(.tunnel(.date))
        }
    }

    /// Whether a message is in `entity` or its parts, or something that nobody has opened.
    ///
    /// The depth is bounded by the limits.
    private static func mayHoldMessage(_ entity: MIMEEntity, limits: MIMELimits) throws(SMIMEError) -> Bool {
        let type = try mime { () throws(MIMEError) in try entity.contentType() }
        guard let type else { return false }
        guard type.mediaType != mediaType, !SecuredBody.isOpaque(entity, of: type) else {
            return true
        }
        let multipart = try mime { () throws(MIMEError) in try entity.multipart(limits: limits) }
        for part in multipart?.parts ?? [] where try mayHoldMessage(part.entity, limits: limits) {
            return true
        }
        return false
    }

    /// The message for the application: inner values of what is for the other end, those of `outer` where proxies and
    /// dialogs look (RFC 3261 §23.4.1.1, §23.4.1.2).
    ///
    /// Fields for the other end that only the outside has were added on the way, and are left out.
    ///
    /// - Throws: ``SMIMEError/malformed(_:)`` where both do not fit into one header.
    func restored(in outer: SIPMessage) throws(SMIMEError) -> SIPMessage {
        let outside = Dictionary(grouping: outer.headerFields, by: \.headerName)
        var done: Set<HeaderName> = []
        var fields: [HeaderField] = []
        for field in inner.headerFields {
            let name = field.headerName
            switch name.facts.role {
            case .endToEnd, .network, .content: fields.append(field)
            case .dialog
            where HeaderComparison.isSame(
                inner.headerFields.fields(of: name), outside[name] ?? [], of: name):
                // The same address, and inside the display name that it was given.
                fields.append(field)
            case .hop, .dialog:
                if done.insert(name).inserted { fields += outside[name] ?? [] }
            }
        }
        let own = Set(inner.headerFields.map(\.headerName))
        let added = outer.headerFields.filter { field in
            let name = field.headerName
            // A field of the signed ones only, never of a message.
            guard name != MessageBinding.intendedRecipient else { return false }
            switch name.facts.role {
            case .hop, .network: return !own.contains(name)
            case .dialog, .endToEnd, .content: return false
            }
        }
        if !own.contains(Self.contentLength) {
            // Where the body ends is known here; another reader might take what follows for it (RFC 3261 §18.3).
            fields.append(
                try mime { () throws(MIMEError) in
                    try HeaderField(name: Self.contentLength.longForm, value: "\(inner.body.count)")
                })
        }
        // A reason phrase is for people at the other end; the Request-URI is what proxies made of it.
        let startLine = outer.isRequest ? outer : inner
        do throws(SIPMessageError) {
            return try inner.replacingHeader(with: added + fields, startLineOf: startLine)
        } catch {
            throw .malformed(.fields(error))
        }
    }
}

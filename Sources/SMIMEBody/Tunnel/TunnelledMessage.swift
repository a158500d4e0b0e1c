import MIME
import SIPMessage

/// A message that came inside another, as message/sip (RFC 3261 §23.4), checked by itself and against the
/// fields that its sender declared for the outer message.
struct TunnelledMessage {
    static let mediaType = "message/sip"
    private static let contentLength: HeaderName = "Content-Length"

    /// The message as its sender wrote it.
    let inner: SIPMessage

    /// Reads the message in `document`; nil for other content.
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

    /// Returns the entity that is searched for presence documents; empty if the message has no body.
    static func content(of message: SIPMessage) -> MIMEEntity {
        message.bodyEntity() ?? MIMEEntity(headerFields: [], body: [])
    }

    /// Checks the message by itself.
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

    /// Checks the fields that must be the same inside and outside.
    private static func check(_ inner: SIPMessage, declared: SIPFragment) throws(SMIMEError) {
        try check(
            inner, method: declared.cSeq.method, from: declared.from, to: declared.to,
            dates: declared.namedFields.fields(of: MessageBinding.date))
    }

    /// Checks the same of a tunnel that is sent.
    static func check(_ inner: SIPMessage, declaredBy tunnel: Tunnel) throws(SMIMEError) {
        try check(
            inner, method: tunnel.outer.method, from: tunnel.outer.from, to: tunnel.outer.to,
            dates: tunnel.declared.fields(of: MessageBinding.date))
    }

    private static func check(
        _ inner: SIPMessage, method: String, from: NameAddress, to: NameAddress, dates: [NamedField]
    ) throws(SMIMEError) {
        guard inner.method == method else {
            throw .malformed(.tunnel(.method(inside: inner.method, outside: method)))
        }
        for (name, tags) in [("From", (inner.from.tag, from.tag)), ("To", (inner.to.tag, to.tag))]
        where tags.0 != tags.1 {
            throw .malformed(.tunnel(.dialog(name: name)))
        }
        let innerDates = inner.namedFields.fields(of: MessageBinding.date)
        guard !innerDates.isEmpty, HeaderComparison.isSame(innerDates, dates, of: MessageBinding.date) else {
            throw .malformed(.tunnel(.date))
        }
    }

    /// Returns whether `entity` or one of its parts contains a message, or is a protected
    /// entity that may contain one.
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

    /// Returns the message for the application: end-to-end fields from inside, those that proxies and dialogs
    /// use from `outer` (RFC 3261 §23.4.1.1, §23.4.1.2).
    ///
    /// End-to-end fields that are only outside were added on the way, and are dropped.
    ///
    /// - Throws: ``SMIMEError/malformed(_:)`` if both do not fit into one header.
    func restored(in outer: SIPMessage) throws(SMIMEError) -> SIPMessage {
        let (inside, outside) = (NamedFields(inner.namedFields), NamedFields(outer.namedFields))
        var fields: [NamedField] = []
        fields.reserveCapacity(inside.fields.count + outside.fields.count + 1)
        for position in inside.fields.indices {
            let field = inside.fields[position]
            let name = field.name
            switch name.role {
            case .endToEnd, .network, .content: fields.append(field)
            case .dialog
            where HeaderComparison.isSame(inside.fields(of: name), outside.fields(of: name), of: name):
                // The same address, with the display name from inside.
                fields.append(field)
            case .hop, .dialog:
                if inside.isFirst(at: position) { fields += outside.fields(of: name) }
            }
        }
        let added = outer.namedFields.filter { field in
            let name = field.name
            // A field of the signed ones only, never of a message.
            guard name != MessageBinding.intendedRecipient else { return false }
            switch name.role {
            case .hop, .network: return !inside.contains(name)
            case .dialog, .endToEnd, .content: return false
            }
        }
        if !inside.contains(Self.contentLength) {
            // The end of the body is known here; another reader might add what
            // follows to it (RFC 3261 §18.3).
            fields.append(
                NamedField(
                    try mime { () throws(MIMEError) in
                        try HeaderField(name: Self.contentLength.longForm, value: "\(inner.body.count)")
                    }))
        }
        // A reason phrase is end to end; the Request-URI is that of the last proxy.
        let startLine = outer.isRequest ? outer : inner
        do throws(SIPMessageError) {
            return try inner.replacingHeader(with: added + fields, startLineOf: startLine)
        } catch {
            throw .malformed(.fields(error))
        }
    }
}

import CMS
public import MIME
public import SIPMessage

/// The limits of opening, which protection checks before it writes anything, so that
/// receivers can read the result.
///
/// Protection adds header fields, parts and recipients, so that a readable message may become too large. Each
/// check reads the result with the code of opening, so that every limit is defined once.
public struct OpeningLimits: Sendable {
    /// The limits of receivers that set none of their own.
    public static let standard = OpeningLimits(sip: .standard, mime: .standard)

    let sip: SIPLimits
    let mime: MIMELimits

    /// Checks that the message with `protected` as its body can be read, and also the
    /// message that opening restores.
    ///
    /// - Throws: ``SMIMEError/exceedsOpeningLimit(_:)``; ``SMIMEError/malformed(_:)`` if `protected`
    ///   does not fit into the header.
    public func check(_ protected: MIMEEntity, in message: SIPMessage) throws(SMIMEError) {
        _ = try checked(message, with: protected)
        if let opened = message.bodyEntity() { _ = try checked(message, with: opened) }
    }

    /// Returns the octets of the message with `protected` as its body, from which opening restores
    /// `document`; both have been checked.
    ///
    /// - Throws: as ``check(_:in:)``.
    func octets(
        of message: SIPMessage, with protected: MIMEEntity, restoring document: MIMEEntity
    ) throws(SMIMEError) -> [UInt8] {
        _ = try checked(message, with: document)
        return try checked(message, with: protected).octets
    }

    /// Returns the message with another body; its limits have been checked.
    private func checked(_ message: SIPMessage, with body: MIMEEntity) throws(SMIMEError) -> SIPMessage {
        do throws(SIPMessageError) {
            let replaced = try message.replacingBody(with: body)
            // Reading it again finds the fault that receivers find first.
            if !sip.allow(replaced) { _ = try SIPMessage.parse(replaced.octets, limits: sip) }
            return replaced
        } catch {
            throw OpeningLimit(error).map { .exceedsOpeningLimit($0) } ?? .malformed(.fields(error))
        }
    }

    /// Checks a body on its own, such as one that is written without a message.
    ///
    /// - Throws: ``SMIMEError/exceedsOpeningLimit(_:)``, or the errors of opening.
    func check(_ protected: MIMEEntity) throws(SMIMEError) {
        try limited { () throws(SMIMEError) in
            let read = mime.allow(protected) ? protected : try parsed(protected, depth: 0)
            _ = try SecuredBody.recognize(read, limits: mime)
        }
    }

    /// Checks the message that opening restores from a tunnel with `protected` in it.
    ///
    /// - Throws: as ``check(_:in:)``.
    func check(_ protected: MIMEEntity, of tunnel: Tunnel) throws(SMIMEError) {
        let outer = try checked(tunnel.outer, with: protected)
        if let opened = tunnel.outer.bodyEntity() { _ = try checked(tunnel.outer, with: opened) }
        // Each restored field is one of these two, or a Content-Length.
        guard !sip.allow(tunnel.inner, mergedWith: outer, extra: Self.contentLengthOctets) else { return }
        try limited { () throws(SMIMEError) in
            _ = try TunnelledMessage(inner: tunnel.inner).restored(in: outer)
        }
    }

    /// The longest Content-Length field, in octets.
    private static let contentLengthOctets = "Content-Length: \(Int.max)\r\n".utf8.count

    /// Reads an entity that is to be signed, or enveloped without signature, as opening reads it.
    ///
    /// Returns the entity that is searched for presence documents: without the fields of its message, and of
    /// a message inside its body.
    ///
    /// - Parameter depth: the number of entities around it when it is opened: 1 in multipart/signed.
    /// - Throws: ``SMIMEError/exceedsOpeningLimit(_:)``, or the errors of opening.
    func read(_ entity: MIMEEntity, depth: Int) throws(SMIMEError) -> MIMEEntity {
        try limited { () throws(SMIMEError) in
            let entity = try parsed(entity, depth: depth)
            return try BoundContent.recognize(entity, limits: mime)?.content ?? entity
        }
    }

    /// Reads a document that will be bound to a message, as opening reads it: as the part of one entity.
    ///
    /// - Throws: as ``read(_:depth:)``.
    func readDocument(_ document: MIMEEntity) throws(SMIMEError) -> MIMEEntity {
        try limited { () throws(SMIMEError) in try parsed(document, depth: 1) }
    }

    /// Reads an entity that `binding` has just written around `document`; the same as ``read(_:depth:)``.
    ///
    /// The parts are known, so that only the document is read. An entity that could exceed a limit, or whose
    /// document could be taken for more than a document, is read as a whole.
    ///
    /// - Throws: as ``read(_:depth:)``.
    func read(
        _ entity: MIMEEntity, writtenBy binding: MessageBinding, around document: MIMEEntity, depth: Int
    ) throws(SMIMEError) -> MIMEEntity {
        guard depth < mime.depth, allow(entity, writtenBy: binding),
            let content = contentAlone(of: document, in: binding, depth: depth + 1)
        else { return try read(entity, depth: depth) }
        return content
    }

    /// Returns whether an entity that `binding` has written is within the limits, if its document is.
    func allow(_ entity: MIMEEntity, writtenBy binding: MessageBinding) -> Bool {
        mime.allow(entity) && binding.isReadable
    }

    /// Returns the entity that is searched for presence documents; nil if only all parts tell.
    private func contentAlone(
        of document: MIMEEntity, in binding: MessageBinding, depth: Int
    ) -> MIMEEntity? {
        do throws(SMIMEError) {
            if let tunnel = binding.tunnel {
                let inner = tunnel.inner
                guard sip.allow(inner) else { return nil }
                try TunnelledMessage.check(inner, declaredBy: tunnel)
                return try parsed(TunnelledMessage.content(of: inner), depth: 0)
            }
            let content = try parsed(document, depth: depth)
            let type = try SMIMEBody.mime { () throws(MIMEError) in try content.contentType() }
            return type?.type == "message" ? nil : content
        } catch {
            return nil
        }
    }

    /// Finds the presence documents in content, as opening does.
    ///
    /// - Throws: as ``read(_:depth:)``.
    func documents(
        in content: MIMEEntity, by search: PresenceSearch, signedBy kind: CertificateIdentity.Kind?
    ) throws(SMIMEError) -> [PresenceContent] {
        try limited { () throws(SMIMEError) in
            try search.all(in: content, signedBy: kind)
        }
    }

    private func parsed(_ entity: MIMEEntity, depth: Int) throws(SMIMEError) -> MIMEEntity {
        do throws(MIMEError) {
            return try entity.parsedAgain(limits: mime, depth: depth)
        } catch {
            throw .malformed(.mime(error))
        }
    }

    /// Runs `read`, and converts the errors of limits to ``SMIMEError/exceedsOpeningLimit(_:)``.
    func limited<Result>(_ read: () throws(SMIMEError) -> Result) throws(SMIMEError) -> Result {
        do throws(SMIMEError) {
            return try read()
        } catch {
            throw OpeningLimit(error).map { .exceedsOpeningLimit($0) } ?? error
        }
    }
}

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
        let opened = message.bodyEntity()
        for body in [protected, opened].compactMap(\.self) {
            do throws(SIPMessageError) {
                _ = try SIPMessage.parse(message.replacingBody(with: body).octets, limits: sip)
            } catch {
                throw OpeningLimit(error).map { .exceedsOpeningLimit($0) } ?? .malformed(.fields(error))
            }
        }
    }

    /// Checks a body on its own, such as one that is written without a message.
    ///
    /// - Throws: ``SMIMEError/exceedsOpeningLimit(_:)``, or the errors of opening.
    func check(_ protected: MIMEEntity) throws(SMIMEError) {
        try limited { () throws(SMIMEError) in
            _ = try SecuredBody.recognize(try parsed(protected.octets, depth: 0), limits: mime)
        }
    }

    /// Checks the message that opening restores from a tunnel with `protected` in it.
    ///
    /// - Throws: as ``check(_:in:)``.
    func check(_ protected: MIMEEntity, of tunnel: Tunnel, signed: ReadableContent) throws(SMIMEError) {
        try check(protected, in: tunnel.outer)
        let outer: SIPMessage
        do throws(SIPMessageError) {
            outer = try tunnel.outer.replacingBody(with: protected)
        } catch {
            throw .malformed(.fields(error))
        }
        try limited { () throws(SMIMEError) in _ = try signed.bound?.tunnelled?.restored(in: outer) }
    }

    /// Reads an entity that is to be signed, or enveloped without signature, as opening reads it.
    ///
    /// - Parameter depth: the number of entities around it when it is opened: 1 in multipart/signed.
    /// - Throws: ``SMIMEError/exceedsOpeningLimit(_:)``, or the errors of opening.
    func read(_ entity: MIMEEntity, depth: Int) throws(SMIMEError) -> ReadableContent {
        try limited { () throws(SMIMEError) in
            let entity = try parsed(entity.octets, depth: depth)
            let bound = try BoundContent.recognize(entity, limits: mime)
            return ReadableContent(entity: entity, bound: bound)
        }
    }

    /// Finds the presence documents in content, as opening does.
    ///
    /// - Throws: as ``read(_:depth:)``.
    func documents(
        in content: ReadableContent, by search: PresenceSearch, signedBy kind: CertificateIdentity.Kind?
    ) throws(SMIMEError) -> [PresenceContent] {
        try limited { () throws(SMIMEError) in
            try search.all(in: content.bound?.content ?? content.entity, signedBy: kind)
        }
    }

    private func parsed(_ octets: [UInt8], depth: Int) throws(SMIMEError) -> MIMEEntity {
        do throws(MIMEError) {
            return try MIMEEntity.parse(octets, limits: mime, depth: depth)
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

/// Content before it is signed, read as a receiver reads it.
struct ReadableContent {
    let entity: MIMEEntity
    /// Its parts, if it is bound to a message.
    let bound: BoundContent?
}

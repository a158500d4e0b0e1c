import CMS
public import MIME
public import SIPMessage

/// The limits of opening, which protecting asks before anything is written, so that what is written can be read.
///
/// Protecting adds header fields, parts and recipients, so that what can be read itself may become too large. Each check
/// reads what would be written with the code of opening; so no limit is known in a second place.
public struct OpeningLimits: Sendable {
    /// The limits of receivers that set none of their own.
    public static let standard = OpeningLimits(sip: .standard, mime: .standard)

    let sip: SIPLimits
    let mime: MIMELimits

    /// Checks that the message with `protected` as its body can be read, and the message that opening makes of it.
    ///
    /// - Throws: ``SMIMEError/exceedsOpeningLimit(_:)``; ``SMIMEError/malformed(_:)`` if `protected` does not fit into
    ///   the header.
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
    /// - Throws: ``SMIMEError/exceedsOpeningLimit(_:)``, or as opening it.
    func check(_ protected: MIMEEntity) throws(SMIMEError) {
        try limited { () throws(SMIMEError) in
            _ = try SecuredBody.recognize(try parsed(protected.octets, depth: 0), limits: mime)
        }
    }

    /// Checks the message that opening makes of a tunnel with `protected` in it.
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
    /// - Parameter depth: how many entities it will be inside when it is opened: 1 in multipart/signed.
    /// - Throws: ``SMIMEError/exceedsOpeningLimit(_:)``, or as opening it.
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

    /// Runs `read`, and says which limit it found exceeded.
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

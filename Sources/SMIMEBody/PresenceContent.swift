import MIME
import PIDF

/// A presence document, read and checked, with the octets it was read from.
struct PresenceContent {
    let document: PresenceDocument
    let octets: [UInt8]
    /// Whether it is one part among others rather than the content.
    let isPart: Bool

    /// The documents in `entity` that must be about its signer: the entity itself, and the parts of a multipart at any
    /// depth, since whoever is given a multipart takes from it what it understands (RFC 5621 §4).
    ///
    /// Of what a domain signed, only the entity itself: its list server tells about others, in parts (RFC 4662 §5.2).
    static func all(
        in entity: MIMEEntity, signedBy kind: CertificateIdentity.Kind?, limits: MIMELimits
    ) throws(SMIMEError) -> [PresenceContent] {
        if let whole = try PresenceContent(entity, isPart: false, limits: limits) { return [whole] }
        return kind == .domain ? [] : try parts(of: entity, limits: limits)
    }

    /// The depth is bounded by the limits.
    private static func parts(
        of entity: MIMEEntity, limits: MIMELimits
    ) throws(SMIMEError) -> [PresenceContent] {
        let multipart = try mime { () throws(MIMEError) in try entity.multipart(limits: limits) }
        var found: [PresenceContent] = []
        for part in multipart?.parts ?? [] {
            if let presence = try PresenceContent(part.entity, isPart: true, limits: limits) {
                found.append(presence)
            } else {
                found += try parts(of: part.entity, limits: limits)
            }
        }
        return found
    }

    /// Reads `entity`; nil where it is other content.
    private init?(_ entity: MIMEEntity, isPart: Bool, limits: MIMELimits) throws(SMIMEError) {
        let type = try mime { () throws(MIMEError) in try entity.contentType() }
        guard let type, PresenceDocument.isPresenceType(mediaType: type.mediaType) else { return nil }
        self.isPart = isPart
        octets = try mime { () throws(MIMEError) in try entity.decodedBody(limits: limits) }
        do {
            document = try PresenceDocument.read(octets, charset: type["charset"])
        } catch {
            if case .tooLarge(let limit) = error { throw .tooLarge(limit: limit) }
            throw .malformed(.presence(error))
        }
    }
}

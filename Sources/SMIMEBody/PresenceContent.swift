import MIME
import PIDF

/// The presence document in an entity, read and checked; other content is passed by.
enum PresenceContent {
    static func document(
        in entity: MIMEEntity, limits: MIMELimits
    ) throws(SMIMEError) -> PresenceDocument? {
        let type = try mime { () throws(MIMEError) in try entity.contentType() }
        guard let type, PresenceDocument.isPresenceType(mediaType: type.mediaType) else { return nil }
        let octets = try mime { () throws(MIMEError) in try entity.decodedBody(limits: limits) }
        do {
            return try PresenceDocument.read(octets, charset: type["charset"])
        } catch {
            if case .tooLarge(let limit) = error { throw .tooLarge(limit: limit) }
            throw .malformed(.presence(error))
        }
    }
}

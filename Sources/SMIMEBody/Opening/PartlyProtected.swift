import MIME

/// A body that is not S/MIME and contains S/MIME: a protected part among others, or a message in a message.
///
/// Readers differ in which words they show as the signer's, and an envelope among clear text would disclose
/// its content to the writer of that text (EFAIL). Nothing of it is opened.
struct PartlyProtected {
    /// The error, with the media types of the unprotected parts.
    let error: SMIMEError

    /// The number of media types named at most.
    private static let maximumNames = 8

    init?(_ entity: MIMEEntity, limits: MIMELimits) {
        var search = Search(limits: limits)
        search.visit(entity)
        guard search.found else { return nil }
        error = .partlyProtected(outside: Array(search.outside.prefix(Self.maximumNames)))
    }

    private struct Search {
        let limits: MIMELimits
        var found = false
        var outside: [String] = []

        /// Depth is bounded by the limits; at each depth the parts lie within the octets of one multipart.
        mutating func visit(_ entity: MIMEEntity) {
            let type = try? entity.contentType()
            let mediaType = type?.mediaType ?? "text/plain"
            if let type, SecuredBody.isSecured(entity, of: type) {
                found = true
            } else if let multipart = try? entity.multipart(limits: limits) {
                for part in multipart.parts { visit(part.entity) }
            } else if type?.type == "message", let inner = inner(entity) {
                outside.append(mediaType)
                visit(inner)
            } else {
                outside.append(mediaType)
            }
        }

        /// Returns the entity that the header of the message inside describes; the start line
        /// of message/sip is not a field.
        private func inner(_ entity: MIMEEntity) -> MIMEEntity? {
            guard entity.depth < limits.depth else { return nil }
            var octets = entity.bodyOctets
            if (try? entity.contentType())?.mediaType.hasPrefix("message/sip") == true,
                let end = octets.firstIndex(of: 0x0A), octets[..<end].contains(0x20)
            {
                octets = octets[(end + 1)...]
            }
            return try? MIMEEntity.parse(Array(octets), limits: limits, depth: entity.depth + 1)
        }
    }
}

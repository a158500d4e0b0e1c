import MIME

/// A body that is no S/MIME and has S/MIME inside: a protected part among others, or a message in a message.
///
/// Which words would be the signer's, readers show differently, and an envelope in the midst of clear text would hand
/// its content over to whoever wrote the text (EFAIL). Nothing of it is opened.
struct PartlyProtected {
    /// What to tell: the media types of what nobody protects.
    let error: SMIMEError

    /// More are not named.
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

        /// Depth is bounded by the limits; the octets of a part lie in those of one multipart at each depth.
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

        /// What a message inside says of its body; the start line of message/sip is no field.
        private func inner(_ entity: MIMEEntity) -> MIMEEntity? {
            guard entity.depth < limits.depth else { return nil }
            var octets = entity.body[...]
            if (try? entity.contentType())?.mediaType.hasPrefix("message/sip") == true,
                let end = octets.firstIndex(of: 0x0A), octets[..<end].contains(0x20)
            {
                octets = octets[(end + 1)...]
            }
            return try? MIMEEntity.parse(Array(octets), limits: limits, depth: entity.depth + 1)
        }
    }
}

import MIME

extension MIMEEntity {
    /// Returns the entity in a message of another kind: as its body is, and again with the transfer encoding
    /// decoded if that differs, since readers do either.
    ///
    /// Returns none for other content.
    ///
    /// Mail (RFC 2046 §5.2.1, RFC 6532 §3.7) is an entity itself; in CPIM the entity follows the header
    /// of the message (RFC 3862 §2).
    ///
    /// - Throws: ``SMIMEError/malformed(_:)`` if it exceeds the depth in `limits`, or is not an entity.
    func embeddedEntities(limits: MIMELimits) throws(SMIMEError) -> [MIMEEntity] {
        try mime { () throws(MIMEError) in
            let mediaType = try contentType()?.mediaType ?? ""
            let isCPIM = mediaType == "message/cpim"
            guard isCPIM || Self.mail.contains(mediaType) else { return [] }
            guard depth < limits.depth else { throw .nestedTooDeeply(limit: limits.depth) }
            let decoded = try decodedBody(limits: limits)
            let found = [try embeddedEntity(in: decoded, isCPIM: isCPIM, limits: limits)]
            // Few readers find an entity in a body whose encoding they do not decode.
            guard decoded != body, let encoded = try? embeddedEntity(in: body, isCPIM: isCPIM, limits: limits)
            else { return found }
            return found + [encoded]
        }
    }

    private func embeddedEntity(in octets: [UInt8], isCPIM: Bool, limits: MIMELimits) throws(MIMEError)
        -> MIMEEntity
    {
        let message = try MIMEEntity.parse(octets, limits: limits, depth: depth + 1)
        return isCPIM ? try MIMEEntity.parse(message.body, limits: limits, depth: depth + 1) : message
    }

    private static let mail: Set<String> = ["message/rfc822", "message/global", "message/news"]
}

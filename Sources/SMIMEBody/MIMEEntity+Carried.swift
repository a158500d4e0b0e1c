import MIME

extension MIMEEntity {
    /// The entity that a message of another kind carries, once as its body stands and once with the transfer encoding
    /// undone if that differs, since readers do either; none if this is no such message.
    ///
    /// Mail (RFC 2046 §5.2.1, RFC 6532 §3.7) is an entity itself; in CPIM it follows the header of the message
    /// (RFC 3862 §2).
    ///
    /// - Throws: ``SMIMEError/malformed(_:)`` beyond the depth of `limits` and for what is no entity.
    func carried(limits: MIMELimits) throws(SMIMEError) -> [MIMEEntity] {
        try mime { () throws(MIMEError) in
            let mediaType = try contentType()?.mediaType ?? ""
            let isCPIM = mediaType == "message/cpim"
            guard isCPIM || Self.mail.contains(mediaType) else { return [] }
            guard depth < limits.depth else { throw .nestedTooDeeply(limit: limits.depth) }
            let decoded = try decodedBody(limits: limits)
            let found = [try carried(in: decoded, isCPIM: isCPIM, limits: limits)]
            // Few readers find anything in a body whose encoding they do not undo.
            guard decoded != body, let encoded = try? carried(in: body, isCPIM: isCPIM, limits: limits)
            else { return found }
            return found + [encoded]
        }
    }

    private func carried(in octets: [UInt8], isCPIM: Bool, limits: MIMELimits) throws(MIMEError) -> MIMEEntity
    {
        let message = try MIMEEntity.parse(octets, limits: limits, depth: depth + 1)
        return isCPIM ? try MIMEEntity.parse(message.body, limits: limits, depth: depth + 1) : message
    }

    private static let mail: Set<String> = ["message/rfc822", "message/global", "message/news"]
}

import Octets

/// A header and a body (RFC 2045 §2.4), with their octets as received.
///
/// A signature covers an entity as its sender wrote it, so a parsed entity keeps its octets and is never
/// written anew (RFC 8551 §3.5.3.3).
public struct MIMEEntity: Sendable {
    /// The fields in their order.
    public let headerFields: [HeaderField]
    /// The octets after the empty line, with their transfer encoding.
    public let body: [UInt8]
    /// The whole entity exactly as received, or as composed: the fields, CRLF, the body.
    public let octets: [UInt8]
    /// The number of entities around this one: 0 for one that stands alone.
    public let depth: Int

    /// Composes an entity of fields and a body.
    public init(headerFields: [HeaderField], body: [UInt8]) {
        self.headerFields = headerFields
        self.body = body
        depth = 0
        var octets: [UInt8] = []
        for field in headerFields {
            octets += field.octets
            if field.octets.last != ASCII.lineFeed { octets += [0x0D, 0x0A] }
        }
        self.octets = octets + [0x0D, 0x0A] + body
    }

    private init(section: HeaderSection, octets: [UInt8], depth: Int) {
        headerFields = section.fields
        body = Array(octets[section.end...])
        self.octets = octets
        self.depth = depth
    }

    /// Reads an entity.
    ///
    /// Header lines end with CRLF or LF. Octets that begin with an empty line are a body without
    /// fields; octets without an empty line are fields without a body (RFC 2046 §5.1.1 has both
    /// in the parts of a multipart).
    ///
    /// - Parameters:
    ///   - limits: the bounds for header, fields and body.
    ///   - depth: the number of entities around `octets`.
    /// - Throws: `headerTooLarge`, `bodyTooLarge`, `tooManyFields`, `malformedHeaderLine`, `forbiddenOctet`.
    public static func parse(
        _ octets: [UInt8], limits: MIMELimits = .standard, depth: Int = 0
    ) throws(MIMEError) -> MIMEEntity {
        let section = try HeaderSection(
            of: octets, headerOctets: limits.headerOctets, fields: limits.fields)
        guard octets.count - section.end <= limits.bodyOctets else {
            throw .bodyTooLarge(limit: limits.bodyOctets)
        }
        return MIMEEntity(section: section, octets: octets, depth: depth)
    }

    /// Returns the only field of this name; nil if there is none.
    ///
    /// - Throws: `duplicateField` if there are several.
    public func headerField(_ name: String) throws(MIMEError) -> HeaderField? {
        var found: HeaderField?
        for field in headerFields where field.isNamed(name) {
            guard found == nil else { throw .duplicateField(name: name) }
            found = field
        }
        return found
    }

    /// Returns the media type of the body; nil if Content-Type is absent.
    ///
    /// - Throws: `duplicateField` for two Content-Type fields; `malformedField`, `duplicateParameter`.
    public func contentType() throws(MIMEError) -> ContentType? {
        guard let field = try headerField("Content-Type") else { return nil }
        return try ContentType.parse(field.value)
    }

    /// Returns the disposition of the body; nil if Content-Disposition is absent.
    ///
    /// - Throws: `duplicateField` for two such fields; `malformedField`, `duplicateParameter`.
    public func contentDisposition() throws(MIMEError) -> ContentDisposition? {
        guard let field = try headerField("Content-Disposition") else { return nil }
        return try ContentDisposition.parse(field.value)
    }

    /// Returns the encoding of the body; binary if the field is absent, as in SIP
    /// (RFC 3853 §3, RFC 5621 §3.2).
    ///
    /// - Throws: `duplicateField` for two such fields; `unknownTransferEncoding`.
    public func transferEncoding() throws(MIMEError) -> TransferEncoding {
        guard let field = try headerField("Content-Transfer-Encoding") else { return .binary }
        guard let encoding = TransferEncoding(rawValue: field.value.asciiLowercased) else {
            throw .unknownTransferEncoding(field.value)
        }
        return encoding
    }

    /// Returns the body with its transfer encoding decoded.
    ///
    /// - Throws: `bodyTooLarge`, `malformedBase64`, `malformedQuotedPrintable` and the
    ///   errors of `transferEncoding()`.
    public func decodedBody(limits: MIMELimits = .standard) throws(MIMEError) -> [UInt8] {
        guard body.count <= limits.bodyOctets else { throw .bodyTooLarge(limit: limits.bodyOctets) }
        switch try transferEncoding() {
        case .sevenBit, .eightBit, .binary: return body
        case .base64: return try Base64.decode(body)
        case .quotedPrintable: return try QuotedPrintable.decode(body)
        }
    }
}

extension MIMEEntity: Equatable {
    /// Returns whether two entities have the same octets, at whatever depth.
    public static func == (left: MIMEEntity, right: MIMEEntity) -> Bool {
        left.octets == right.octets
    }
}

import Octets

/// A header and a body (RFC 2045 §2.4), with the octets they arrived in.
///
/// A signature covers an entity as its sender wrote it, so a parsed entity keeps its octets and nothing here writes
/// them anew (RFC 8551 §3.5.3.3).
public struct MIMEEntity: Sendable {
    /// The fields in their order.
    public let headerFields: [HeaderField]
    /// The octets after the empty line, transfer encoding not undone.
    public let body: [UInt8]
    /// The whole entity exactly as received, or as composed: the fields, CRLF, the body.
    public let octets: [UInt8]
    /// How many entities this one was found inside: 0 for one that stands alone.
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
    /// Header lines end with CRLF or LF. Octets that begin with an empty line are a body without fields; octets
    /// without an empty line are fields without a body (RFC 2046 §5.1.1 has both in the parts of a multipart).
    ///
    /// - Parameters:
    ///   - limits: the bounds for header, fields and body.
    ///   - depth: how many entities `octets` was found inside.
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

    /// The only field of this name, nil when there is none.
    ///
    /// - Throws: `duplicateField` when there are several.
    public func headerField(_ name: String) throws(MIMEError) -> HeaderField? {
        var found: HeaderField?
        for field in headerFields where field.isNamed(name) {
            guard found == nil else { throw .duplicateField(name: name) }
            found = field
        }
        return found
    }

    /// What the body is, nil when Content-Type is absent.
    ///
    /// - Throws: `duplicateField` for two Content-Type fields; `malformedField`, `duplicateParameter`.
    public func contentType() throws(MIMEError) -> ContentType? {
        guard let field = try headerField("Content-Type") else { return nil }
        return try ContentType.parse(field.value)
    }

    /// How the body is to be presented and handled, nil when Content-Disposition is absent.
    ///
    /// - Throws: `duplicateField` for two such fields; `malformedField`, `duplicateParameter`.
    public func contentDisposition() throws(MIMEError) -> ContentDisposition? {
        guard let field = try headerField("Content-Disposition") else { return nil }
        return try ContentDisposition.parse(field.value)
    }

    /// How the body is encoded; binary when the field is absent, as SIP has it (RFC 3853 §3, RFC 5621 §3.2).
    ///
    /// - Throws: `duplicateField` for two such fields; `unknownTransferEncoding`.
    public func transferEncoding() throws(MIMEError) -> TransferEncoding {
        guard let field = try headerField("Content-Transfer-Encoding") else { return .binary }
        guard let encoding = TransferEncoding(rawValue: field.value.asciiLowercased) else {
            throw .unknownTransferEncoding(field.value)
        }
        return encoding
    }

    /// The body with its transfer encoding undone.
    ///
    /// - Throws: `bodyTooLarge`, `malformedBase64`, `malformedQuotedPrintable` and what `transferEncoding()` throws.
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
    /// Returns whether two entities are the same octets; where they were found does not count.
    public static func == (left: MIMEEntity, right: MIMEEntity) -> Bool {
        left.octets == right.octets
    }
}

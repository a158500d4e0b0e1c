import Octets

/// A header and a body (RFC 2045 §2.4), with their octets as received.
///
/// A signature covers an entity as its sender wrote it, so a parsed entity keeps its octets and is never
/// written anew (RFC 8551 §3.5.3.3).
public struct MIMEEntity: Sendable {
    /// The fields in their order.
    public let headerFields: [HeaderField]
    /// The whole entity exactly as received, or as composed: the fields, CRLF, the body.
    ///
    /// A copy if the entity was read inside other octets, as a part of a multipart is.
    public var octets: [UInt8] { [UInt8](octetsInPlace) }
    /// The same where they are in the octets that were read: an entity may be large.
    package let octetsInPlace: ArraySlice<UInt8>
    /// The number of entities around this one: 0 for one that stands alone.
    public let depth: Int
    private let bodyStart: Int
    /// Content-Type, which most readers of an entity ask for more than once.
    private let type: TypeReading

    /// A copy of the octets after the empty line, with their transfer encoding.
    public var body: [UInt8] { [UInt8](bodyOctets) }
    /// The octets after the empty line where they are in ``octetsInPlace``.
    package var bodyOctets: ArraySlice<UInt8> { octetsInPlace[bodyStart...] }

    /// Composes an entity of fields and a body.
    public init(headerFields: [HeaderField], body: [UInt8]) {
        self.init(headerFields: headerFields, body: body, type: TypeReading(of: headerFields))
    }

    /// Takes an entity with the fields of `other`, whose body has been appended to the octets of `other`, an
    /// entity without one.
    package init(headerOf other: MIMEEntity, octets: [UInt8]) {
        headerFields = other.headerFields
        octetsInPlace = octets[...]
        bodyStart = min(other.octetsInPlace.count, octets.count)
        type = other.type
        depth = 0
    }

    private init(headerFields: [HeaderField], body: [UInt8], type: TypeReading) {
        self.headerFields = headerFields
        self.type = type
        depth = 0
        var octets: [UInt8] = []
        octets.reserveCapacity(headerFields.reduce(body.count + 2) { $0 + $1.place.lines.count + 2 })
        for field in headerFields {
            field.append(to: &octets)
            if octets.last != ASCII.lineFeed { octets += ASCII.lineEnd }
        }
        octets += ASCII.lineEnd
        bodyStart = octets.count
        octets += body
        octetsInPlace = octets[...]
    }

    private init(section: HeaderSection, octets: ArraySlice<UInt8>, depth: Int) {
        headerFields = section.fields
        bodyStart = octets.startIndex + section.end
        octetsInPlace = octets
        self.depth = depth
        type = TypeReading(of: headerFields)
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
        try parse(part: octets[...], limits: limits, depth: depth)
    }

    /// Reads an entity inside other octets, without a copy of its body.
    ///
    /// - Throws: as ``parse(_:limits:depth:)``.
    package static func parse(
        part octets: ArraySlice<UInt8>, limits: MIMELimits, depth: Int
    ) throws(MIMEError) -> MIMEEntity {
        let section = try HeaderSection(of: octets, headerOctets: limits.headerOctets, fields: limits.fields)
        guard octets.count - section.end <= limits.bodyOctets else {
            throw .bodyTooLarge(limit: limits.bodyOctets)
        }
        return MIMEEntity(section: section, octets: octets, depth: depth)
    }

    /// Reads the octets of an entity again, within other limits and at another depth.
    ///
    /// - Throws: as ``parse(_:limits:depth:)``.
    package func parsedAgain(limits: MIMELimits, depth: Int) throws(MIMEError) -> MIMEEntity {
        try Self.parse(part: octetsInPlace, limits: limits, depth: depth)
    }

    /// Returns the only field of this name; nil if there is none.
    ///
    /// - Throws: `duplicateField` if there are several.
    public func headerField(_ name: String) throws(MIMEError) -> HeaderField? {
        try headerFields.only(name)
    }

    /// Returns the media type of the body; nil if Content-Type is absent.
    ///
    /// - Throws: `duplicateField` for two Content-Type fields; `malformedField`, `duplicateParameter`.
    public func contentType() throws(MIMEError) -> ContentType? {
        switch type {
        case .read(let type): return type
        case .failed(let error): throw error
        }
    }

    /// Returns the disposition of the body; nil if Content-Disposition is absent.
    ///
    /// - Throws: `duplicateField` for two such fields; `malformedField`, `duplicateParameter`.
    public func contentDisposition() throws(MIMEError) -> ContentDisposition? {
        guard let field = try headerField("Content-Disposition") else { return nil }
        return try ContentDisposition.parse(field.scanner)
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
        [UInt8](try decodedOctets(limits: limits))
    }

    /// Returns the same as ``decodedBody(limits:)``; without an encoding that is ``bodyOctets``.
    package func decodedOctets(limits: MIMELimits) throws(MIMEError) -> ArraySlice<UInt8> {
        guard bodyOctets.count <= limits.bodyOctets else { throw .bodyTooLarge(limit: limits.bodyOctets) }
        switch try transferEncoding() {
        case .sevenBit, .eightBit, .binary: return bodyOctets
        case .base64: return try Base64.decode(body)[...]
        case .quotedPrintable: return try QuotedPrintable.decode(body)[...]
        }
    }
}

/// The result of reading Content-Type; nil if it is absent.
private indirect enum TypeReading: Sendable {
    case read(ContentType?)
    case failed(MIMEError)

    init(of fields: [HeaderField]) {
        do throws(MIMEError) {
            let field = try fields.only("Content-Type")
            self = .read(try field.map { (field) throws(MIMEError) in try ContentType.parse(field.scanner) })
        } catch {
            self = .failed(error)
        }
    }
}

extension [HeaderField] {
    /// Returns the only field of this name; nil if there is none.
    ///
    /// - Throws: `duplicateField` if there are several.
    fileprivate func only(_ name: String) throws(MIMEError) -> HeaderField? {
        var found: Int?
        for index in indices where self[index].isNamed(name) {
            guard found == nil else { throw .duplicateField(name: name) }
            found = index
        }
        return found.map { self[$0] }
    }
}

extension MIMEEntity: Equatable {
    /// Returns whether two entities have the same octets, at whatever depth.
    public static func == (left: MIMEEntity, right: MIMEEntity) -> Bool {
        left.octetsInPlace == right.octetsInPlace
    }
}

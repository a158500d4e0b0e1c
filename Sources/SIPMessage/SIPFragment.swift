public import MIME

/// Header fields of a SIP message alone: message/sipfrag without start line and body (RFC 3420 §2).
///
/// They are checked as those of a message: From, To, Call-ID and CSeq are present and well formed,
/// and single fields appear once.
public struct SIPFragment: Sendable, Equatable {
    /// The fields in their order, with their names and the results of their checks.
    package let namedFields: [NamedField]
    private let dialog: DialogFields

    /// The value of From.
    public var from: NameAddress { dialog.from }

    /// The value of To.
    public var to: NameAddress { dialog.to }

    /// The value of Call-ID.
    public var callID: String { dialog.callID }

    /// The value of CSeq.
    public var cSeq: CSeq { dialog.cSeq }

    /// The fields in their order.
    public var headerFields: [HeaderField] { namedFields.map(\.field) }

    /// Reads a fragment; nothing may follow its fields.
    ///
    /// - Throws: as ``SIPMessage/parse(_:limits:)`` for faults of the fields,
    ///   `fragmentWithBody` for octets after them.
    public static func parse(
        _ octets: [UInt8], limits: SIPLimits = .standard
    ) throws(SIPMessageError) -> SIPFragment {
        let section: HeaderSection
        do throws(MIMEError) {
            section = try HeaderSection(
                of: octets[...], headerOctets: limits.headerOctets, fields: limits.fields)
        } catch {
            throw SIPMessageError(error, limits: limits)
        }
        guard section.end == octets.count else { throw .fragmentWithBody(octets.count - section.end) }
        let fields = section.places.map { NamedField(HeaderField(in: octets, at: $0)) }
        let checked = try CheckedHeader(fields, startLine: nil)
        return SIPFragment(namedFields: fields, dialog: checked.dialog)
    }

    /// Returns the values of all fields of this name in their order, as ``SIPMessage/values(of:)``.
    public func values(of name: HeaderName) -> [String] { namedFields.values(of: name) }
}

extension SIPMessage {
    /// Returns the fields of these names in the form of a fragment: long names, lines
    /// ended by CRLF, unchanged values.
    public func fields(named names: [HeaderName]) -> [HeaderField] {
        var found: [HeaderField] = []
        for name in names {
            // By index: an iterator would copy every field.
            for index in namedFields.indices where namedFields[index].name == name {
                found.append(namedFields[index].inLongForm.field)
            }
        }
        return found
    }
}

extension [HeaderField] {
    /// Returns the values of all fields of a name, with lists split.
    package func values(of name: HeaderName) -> [String] {
        let values = filter { name.matches($0.name) }.map(\.value)
        return name.isList ? values.flatMap(ValueList.split) : values
    }
}

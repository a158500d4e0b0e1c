public import MIME

/// Header fields of a SIP message on their own: message/sipfrag without start line and body (RFC 3420 §2).
///
/// Checked as those of a message are: From, To, Call-ID and CSeq are there and well formed, and what may stand once
/// stands once.
public struct SIPFragment: Sendable, Equatable {
    /// The fields in their order.
    public let headerFields: [HeaderField]
    /// The value of From.
    public let from: NameAddress
    /// The value of To.
    public let to: NameAddress
    /// The value of Call-ID.
    public let callID: String
    /// The value of CSeq.
    public let cSeq: CSeq

    /// Reads a fragment; nothing may follow its fields.
    ///
    /// - Throws: as ``SIPMessage/parse(_:limits:)`` for what is wrong with the fields, `fragmentWithBody` for octets
    ///   after them.
    public static func parse(
        _ octets: [UInt8], limits: SIPLimits = .standard
    ) throws(SIPMessageError) -> SIPFragment {
        let section: HeaderSection
        do throws(MIMEError) {
            section = try HeaderSection(
                of: octets, headerOctets: limits.headerOctets, fields: limits.fields)
        } catch {
            throw SIPMessageError(error, limits: limits)
        }
        guard section.end == octets.count else { throw .fragmentWithBody(octets.count - section.end) }
        let checked = try CheckedHeader(section.fields, startLine: nil)
        return SIPFragment(
            headerFields: section.fields, from: checked.from, to: checked.to, callID: checked.callID,
            cSeq: checked.cSeq)
    }

    /// The values of all fields of this name in their order, as ``SIPMessage/values(of:)``.
    public func values(of name: HeaderName) -> [String] { headerFields.values(of: name) }
}

extension SIPMessage {
    /// The fields of these names as a fragment has them: long names, lines ended by CRLF, values as they are.
    public func fields(named names: [HeaderName]) -> [HeaderField] {
        names.flatMap { name in
            headerFields.filter { name.isWritten($0.name) }.map { $0.renamed(name.longForm) }
        }
    }
}

extension [HeaderField] {
    /// The values of all fields of a name, lists split.
    package func values(of name: HeaderName) -> [String] {
        let values = filter { name.isWritten($0.name) }.map(\.value)
        return name.isList ? values.flatMap(ValueList.split) : values
    }
}

extension HeaderField {
    /// The values of the field, which has this name, a list split.
    package func values(as name: HeaderName) -> [String] {
        name.isList ? ValueList.split(value) : [value]
    }
}

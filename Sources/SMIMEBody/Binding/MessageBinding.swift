import MIME
public import SIPMessage

public import struct FoundationEssentials.Date

/// What ties a signed body to its message, its dialog and its recipients: fields of the message, signed with it.
///
/// A signature alone would stay true in any other message. The fields travel as message/sipfrag beside the document
/// (RFC 3893 §2), so that who opens the body can hold them against the message around it.
public struct MessageBinding: Sendable {
    /// The fields always there.
    static let required = HeaderName.listed.filter { $0.facts.binding == .required }
    /// The fields there when the message has them.
    static let optional = HeaderName.listed.filter { $0.facts.binding == .optional }
    static let date: HeaderName = "Date"
    /// One recipient of the body, as a URI in angle brackets; a field of this project's.
    static let intendedRecipient: HeaderName = "Intended-Recipient"
    /// Whether the message is a request, or a response and its status code; a field of this project's.
    static let intendedMessage: HeaderName = "Intended-Message"
    static let mediaType = "message/sipfrag"
    static let disposition = "aib"

    /// The method of the message, for responses that of the request.
    let method: String
    private let fragment: [UInt8]
    private let padding: Padding?

    /// Takes the fields from `message`, whose body is for `recipients`.
    ///
    /// Date is the message's own, else `instant`, which the message itself is not given. With `padding` the length of
    /// what is signed tells less.
    ///
    /// - Throws: ``SMIMEError/malformed(_:)`` for an instant beyond the year 9999.
    public init(
        of message: SIPMessage, to recipients: [SIPURI], padding: Padding? = nil, at instant: Date
    ) throws(SMIMEError) {
        var fields = message.fields(named: Self.required + [Self.date])
        if fields.count == Self.required.count {
            fields.append(try Self.dateField(instant))
        }
        fields += message.fields(named: Self.optional)
        fields.append(try Self.field(Self.intendedMessage, MessageKind(of: message).headerValue))
        try self.init(fields: fields, of: message.method, to: recipients, padding: padding)
    }

    /// Takes from a tunnelled message all that its outside declares: every field there that only the two ends write.
    ///
    /// The start line inside says whether it is a request.
    init(of tunnel: Tunnel, to recipients: [SIPURI], padding: Padding?) throws(SMIMEError) {
        try self.init(fields: tunnel.declared, of: tunnel.inner.method, to: recipients, padding: padding)
    }

    /// A Date field.
    ///
    /// - Throws: ``SMIMEError/malformed(_:)`` for an instant beyond the year 9999.
    static func dateField(_ instant: Date) throws(SMIMEError) -> HeaderField {
        let seconds = Int(exactly: instant.timeIntervalSince1970.rounded(.down))
        guard let date = seconds.flatMap({ SIPDate(secondsSince1970: $0) }) else {
            throw .malformed(.binding(.date))
        }
        return try field(Self.date, date.headerValue)
    }

    private init(
        fields: [HeaderField], of method: String, to recipients: [SIPURI], padding: Padding?
    ) throws(SMIMEError) {
        self.method = method
        let intended = try recipients.map { (uri) throws(SMIMEError) in
            // The certificate that makes a telephone number and a URI one identity has this parameter too.
            let kind = uri.telephoneNumber == nil ? "" : ";user=phone"
            return try Self.field(Self.intendedRecipient, "<\(uri.addressOfRecord)\(kind)>")
        }
        fragment = (fields + intended).flatMap(\.octets)
        self.padding = padding
    }

    private static func field(_ name: HeaderName, _ value: String) throws(SMIMEError) -> HeaderField {
        try mime { () throws(MIMEError) in try HeaderField(name: name.longForm, value: value) }
    }

    /// The entity to be signed: the document, exactly as it is, and the fields.
    func bound(_ document: MIMEEntity) throws(SMIMEError) -> MIMEEntity {
        let header =
            "Content-Type: \(Self.mediaType)\r\nContent-Disposition: \(Self.disposition);handling=optional\r\n\r\n"
        let boundary = Boundary.random()
        let entity = try mime { () throws(MIMEError) in
            MIMEEntity(
                headerFields: [
                    try HeaderField(name: "Content-Type", value: "multipart/mixed;boundary=\(boundary)")
                ],
                body: try Multipart.compose(
                    parts: [document.octets, Array(header.utf8) + fragment], boundary: boundary))
        }
        guard let padding else { return entity }
        let epilogue = padding.epilogue(after: entity.octets.count)
        return MIMEEntity(headerFields: entity.headerFields, body: entity.body + epilogue)
    }
}

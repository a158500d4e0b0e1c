import MIME
public import SIPMessage

public import struct FoundationEssentials.Date

/// Fields of a message that are signed with its body, and so bind the body to message, dialog and recipients.
///
/// Without them a signature would remain valid in any other message. The fields travel as
/// message/sipfrag next to the document (RFC 3893 §2), so that the receiver can compare them with
/// the message around the body.
public struct MessageBinding: Sendable {
    /// The fields that are always present.
    static let required = HeaderName.listed.filter { $0.facts.binding == .required }
    /// The fields that are present if the message has them.
    static let optional = HeaderName.listed.filter { $0.facts.binding == .optional }
    static let date: HeaderName = "Date"
    private static let requiredAndDate = required + [date]
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
    /// The tunnel whose outer message it binds to; nil if it binds a body.
    let tunnel: Tunnel?
    /// Whether receivers read the fragment as it was meant: it is within their limits, and the message
    /// has no field that only this project writes.
    let isReadable: Bool

    /// Takes the fields from `message`, whose body is for `recipients`.
    ///
    /// Date is that of the message. If it has none, it is `instant`, which is not written into the message
    /// itself. With `padding` the length of the signed entity discloses less.
    ///
    /// - Throws: ``SMIMEError/malformed(_:)`` if the instant is after the year 9999.
    public init(
        of message: SIPMessage, to recipients: [SIPURI], padding: Padding? = nil, at instant: Date
    ) throws(SMIMEError) {
        try self.init(
            fields: try Self.fields(of: message, at: instant), of: message.method, to: recipients,
            padding: padding, tunnel: nil)
    }

    /// The fields of a message that its body is bound to.
    static func fields(of message: SIPMessage, at instant: Date) throws(SMIMEError) -> [HeaderField] {
        var fields = message.fields(named: requiredAndDate)
        if fields.count == required.count {
            fields.append(try dateField(instant))
        }
        fields += message.fields(named: optional)
        fields.append(try field(intendedMessage, MessageKind(of: message).headerValue))
        return fields
    }

    /// Takes a fragment that ``BindingTemplate`` has written, of this number of fields.
    init(fragment: [UInt8], fieldCount: Int, recipientCount: Int, method: String, padding: Padding?) {
        self.fragment = fragment
        self.method = method
        self.padding = padding
        tunnel = nil
        isReadable = Self.isReadable(fragment, fieldCount: fieldCount, recipientCount: recipientCount)
    }

    /// Takes every field that the outer message of a tunnel declares: those that only the two ends write.
    ///
    /// The start line inside says whether the message is a request.
    init(of tunnel: Tunnel, to recipients: [SIPURI], padding: Padding?) throws(SMIMEError) {
        try self.init(
            fields: tunnel.declared.map(\.field), of: tunnel.inner.method, to: recipients, padding: padding,
            tunnel: tunnel)
    }

    /// Returns a Date field.
    ///
    /// - Throws: ``SMIMEError/malformed(_:)`` if the instant is after the year 9999.
    static func dateField(_ instant: Date) throws(SMIMEError) -> HeaderField {
        let seconds = Int(exactly: instant.timeIntervalSince1970.rounded(.down))
        guard let date = seconds.flatMap({ SIPDate(secondsSince1970: $0) }) else {
            throw .malformed(.binding(.date))
        }
        return try field(Self.date, date.headerValue)
    }

    private init(
        fields: [HeaderField], of method: String, to recipients: [SIPURI], padding: Padding?, tunnel: Tunnel?
    ) throws(SMIMEError) {
        self.method = method
        let intended = try Self.intended(recipients)
        var fragment: [UInt8] = []
        fragment.reserveCapacity(1024)
        for field in fields { field.append(to: &fragment) }
        for field in intended { field.append(to: &fragment) }
        self.fragment = fragment
        self.padding = padding
        self.tunnel = tunnel
        isReadable =
            Self.isReadable(
                fragment, fieldCount: fields.count + intended.count, recipientCount: intended.count)
            && tunnel?.declared.contains { Self.ownNames.contains($0.name) } != true
    }

    /// The fields that name the recipients.
    static func intended(_ recipients: [SIPURI]) throws(SMIMEError) -> [HeaderField] {
        try recipients.map { (uri) throws(SMIMEError) in
            // A URI that a certificate makes one identity with a telephone number has this parameter too.
            let kind = uri.telephoneNumber == nil ? "" : ";user=phone"
            return try field(intendedRecipient, "<\(uri.addressOfRecord)\(kind)>")
        }
    }

    private static func isReadable(_ fragment: [UInt8], fieldCount: Int, recipientCount: Int) -> Bool {
        let limits = SIPLimits.standard
        return fragment.count <= limits.headerOctets && fieldCount <= limits.fields
            && recipientCount <= BoundContent.maximumRecipients
    }

    /// The fields of this project's.
    private static let ownNames: [HeaderName] = [intendedRecipient, intendedMessage]

    private static func field(_ name: HeaderName, _ value: String) throws(SMIMEError) -> HeaderField {
        try mime { () throws(MIMEError) in try HeaderField(name: name.longForm, value: value) }
    }

    /// The header of the part with the fields.
    private static let fragmentHeader = Array(
        "Content-Type: \(mediaType)\r\nContent-Disposition: \(disposition);handling=optional\r\n\r\n".utf8)

    /// Returns the entity to sign: the unchanged document and the fields.
    func bound(_ document: MIMEEntity) throws(SMIMEError) -> MIMEEntity {
        let boundary = Boundary.random()
        let entity = try mime { () throws(MIMEError) in
            MIMEEntity(
                headerFields: [
                    try HeaderField(name: "Content-Type", value: "multipart/mixed;boundary=\(boundary)")
                ],
                body: try Multipart.compose(
                    parts: [document.octets, Self.fragmentHeader + fragment], boundary: boundary))
        }
        guard let padding else { return entity }
        let epilogue = padding.epilogue(after: entity.octets.count)
        return MIMEEntity(headerFields: entity.headerFields, body: entity.bodyOctets + epilogue)
    }
}

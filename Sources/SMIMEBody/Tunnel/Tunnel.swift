import MIME
public import SIPMessage

public import struct FoundationEssentials.Date

/// A message made ready to travel inside another (RFC 3261 §23.4).
public struct Tunnel: Sendable {
    /// The message inside: as given, with a Date added if it had none.
    public let inner: SIPMessage
    /// The message outside, with the original body, which the protected one replaces.
    public let outer: SIPMessage
    /// The names of the fields that are only inside, in their order.
    public let omittedNames: [String]
    /// The outer fields that only the two ends write, as they are signed.
    let declared: [NamedField]

    /// Puts `message` inside an outer message with the fields that `policy` allows.
    ///
    /// Date is that of the message; without one it is `instant`. It is the same inside and outside.
    ///
    /// - Throws: ``SMIMEError/anonymousInDialog`` for an anonymous NOTIFY, response or request in a dialog:
    ///   there From is known, and another From would not belong to the dialog. ``SMIMEError/malformed(_:)``
    ///   for a message that no receiver would accept (``TunnelFault``), or an instant after the year 9999.
    public init(
        of message: SIPMessage, outerHeaders policy: OuterHeaderPolicy, at instant: Date
    ) throws(SMIMEError) {
        if case .anonymous = policy {
            guard message.isRequest, message.to.tag == nil, message.method != "NOTIFY" else {
                throw .anonymousInDialog
            }
        }
        let fields = try Self.dated(message.namedFields, at: instant)
        var outside: [NamedField] = []
        var declared: [NamedField] = []
        var omittedNames: [HeaderName] = []
        for field in fields {
            let name = field.name
            guard !policy.omits(name) else {
                if !omittedNames.contains(name) { omittedNames.append(name) }
                continue
            }
            let outer = try Self.outer(field, of: message, by: policy)
            outside += outer
            if name.facts.isDeclared {
                try Self.checkComparable(outer)
                declared += outer.map(\.inLongForm)
            }
        }
        do throws(SIPMessageError) {
            inner = try message.replacingHeader(with: fields)
            outer = try message.replacingHeader(with: outside)
        } catch {
            throw OpeningLimit(error).map { .exceedsOpeningLimit($0) } ?? .malformed(.fields(error))
        }
        // Octets after the body are dropped, as everywhere.
        let limits = OpeningLimits.standard
        let inside = inner
        try limits.limited { () throws(SMIMEError) in try TunnelledMessage.check(inside, limits: limits.mime)
        }
        self.declared = declared
        self.omittedNames = omittedNames.map(\.longForm)
    }

    /// The entity to be signed.
    var document: MIMEEntity {
        get throws(SMIMEError) {
            try mime { () throws(MIMEError) in
                MIMEEntity(
                    headerFields: [
                        try HeaderField(name: "Content-Type", value: TunnelledMessage.mediaType),
                        try HeaderField(name: "Content-Transfer-Encoding", value: "binary"),
                    ], body: inner.octets)
            }
        }
    }

    /// The entity that is searched for presence documents.
    var content: MIMEEntity { TunnelledMessage.content(of: inner) }

    /// Returns the fields with a Date, which precedes those that describe the body.
    private static func dated(_ fields: [NamedField], at instant: Date) throws(SMIMEError) -> [NamedField] {
        guard !fields.contains(where: { $0.name == MessageBinding.date }) else { return fields }
        let place = fields.firstIndex { $0.name.role == .content } ?? fields.count
        let date = NamedField(try MessageBinding.dateField(instant))
        return fields[..<place] + [date] + fields[place...]
    }

    private static let from: HeaderName = "From"

    /// Returns a field in its outer form.
    private static func outer(
        _ field: NamedField, of message: SIPMessage, by policy: OuterHeaderPolicy
    ) throws(SMIMEError) -> [NamedField] {
        let facts = field.name.facts
        if policy == .anonymous(.rewritten), let rewriting = facts.rewriting {
            return [try composed(field.field.name, value(rewriting, in: message))]
        }
        guard policy.omitsDisplayNames, facts.hasDisplayName else { return [field] }
        // The end of its display name is ambiguous.
        guard field.isParsed else {
            throw .malformed(
                .fields(.malformedField(name: field.name.longForm, value: field.field.value)))
        }
        let values = field.values
        let bare = values.map(NameAddress.withoutDisplayName)
        return bare == values
            ? [field] : try bare.map { (value) throws(SMIMEError) in try composed(field.field.name, value) }
    }

    /// Returns the outer replacement of a value that would disclose the sender or its location.
    private static func value(_ rewriting: HeaderFacts.Rewriting, in message: SIPMessage) -> String {
        switch rewriting {
        case .anonymousAddress:
            let tag = message.from.tag.map { ";tag=\($0)" } ?? ""
            return "\"Anonymous\" <sip:anonymous@anonymous.invalid>\(tag)"
        case .randomIdentifier: return "\(Boundary.random())@anonymous.invalid"
        }
    }

    /// Refuses values that are not UTF-8: they equal nothing, so that every receiver would see them
    /// as changed (RFC 3261 §7.3.1).
    private static func checkComparable(_ fields: [NamedField]) throws(SMIMEError) {
        for field in fields where field.name != from {
            guard HeaderComparison.isSame([field], [field], of: field.name) else {
                throw .malformed(
                    .fields(.malformedField(name: field.name.longForm, value: field.field.value)))
            }
        }
    }

    private static func composed(_ name: String, _ value: String) throws(SMIMEError) -> NamedField {
        NamedField(try mime { () throws(MIMEError) in try HeaderField(name: name, value: value) })
    }
}

import MIME
public import SIPMessage

public import struct FoundationEssentials.Date

/// A message made ready to travel inside another (RFC 3261 §23.4).
public struct Tunnel: Sendable {
    /// The message inside: as it was given, with a Date if it had none.
    public let inner: SIPMessage
    /// The message outside, with the body that the protected one will stand in for.
    public let outer: SIPMessage
    /// The names of the fields that stand inside only, in their order.
    public let leftOut: [String]
    /// The fields outside that only the two ends write, as they are signed.
    let declared: [HeaderField]

    /// Puts `message` inside, and what `policy` lets stand outside around it.
    ///
    /// Date is the message's own, else `instant`; it is the same inside and outside.
    ///
    /// - Throws: ``SMIMEError/anonymousInDialog`` for an anonymous NOTIFY, response or request in a dialog: there From is
    ///   known, and another would be no part of the dialog. ``SMIMEError/malformed(_:)`` for what no receiver would
    ///   take (``TunnelFault``), or an instant beyond the year 9999.
    public init(
        of message: SIPMessage, outerHeaders policy: OuterHeaderPolicy, at instant: Date
    ) throws(SMIMEError) {
        if case .anonymous = policy {
            guard message.isRequest, message.to.tag == nil, message.method != "NOTIFY" else {
                throw .anonymousInDialog
            }
        }
        let fields = try Self.dated(message.headerFields.map { ($0, $0.headerName) }, at: instant)
        var outside: [HeaderField] = []
        var declared: [HeaderField] = []
        var leftOut: [HeaderName] = []
        for (field, name) in fields {
            guard !policy.leavesOut(name) else {
                if !leftOut.contains(name) { leftOut.append(name) }
                continue
            }
            let outer = try Self.outer(field, name, of: message, by: policy)
            outside += outer
            if name.facts.isDeclared {
                try Self.checkComparable(outer, name)
                declared += outer.map { $0.renamed(name.longForm) }
            }
        }
        do throws(SIPMessageError) {
            inner = try message.replacingHeader(with: fields.map(\.field))
            outer = try message.replacingHeader(with: outside)
        } catch {
            throw OpeningLimit(error).map { .exceedsOpeningLimit($0) } ?? .malformed(.fields(error))
        }
        // Octets after the body are left out of it, as everywhere.
        let limits = OpeningLimits.standard
        let inside = inner
        try limits.limited { () throws(SMIMEError) in try TunnelledMessage.check(inside, limits: limits.mime)
        }
        self.declared = declared
        self.leftOut = leftOut.map(\.longForm)
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

    /// What a presence document in the message is found in.
    var content: MIMEEntity { TunnelledMessage.content(of: inner) }

    private typealias NamedField = (field: HeaderField, name: HeaderName)

    /// The fields with a Date, before those that describe the body.
    private static func dated(_ fields: [NamedField], at instant: Date) throws(SMIMEError) -> [NamedField] {
        guard !fields.contains(where: { $0.name == MessageBinding.date }) else { return fields }
        let place = fields.firstIndex { $0.name.facts.role == .content } ?? fields.count
        let date = (try MessageBinding.dateField(instant), MessageBinding.date)
        return fields[..<place] + [date] + fields[place...]
    }

    private static let from: HeaderName = "From"

    /// A field as it stands outside.
    private static func outer(
        _ field: HeaderField, _ name: HeaderName, of message: SIPMessage, by policy: OuterHeaderPolicy
    ) throws(SMIMEError) -> [HeaderField] {
        let facts = name.facts
        if policy == .anonymous(.rewritten), let rewriting = facts.rewriting {
            return [try composed(field.name, value(rewriting, in: message))]
        }
        guard policy.leavesOutDisplayNames, facts.hasDisplayName else { return [field] }
        // The end of its display name is ambiguous.
        guard field.isParsed else {
            throw .malformed(.fields(.malformedField(name: name.longForm, value: field.value)))
        }
        let values = [field].values(of: name)
        let bare = values.map(NameAddress.withoutDisplayName)
        return bare == values
            ? [field] : try bare.map { (value) throws(SMIMEError) in try composed(field.name, value) }
    }

    /// What stands outside in place of a value that would tell who sent the message, or from where.
    private static func value(_ rewriting: HeaderFacts.Rewriting, in message: SIPMessage) -> String {
        switch rewriting {
        case .anonymousAddress:
            let tag = message.from.tag.map { ";tag=\($0)" } ?? ""
            return "\"Anonymous\" <sip:anonymous@anonymous.invalid>\(tag)"
        case .randomIdentifier: return "\(Boundary.random())@anonymous.invalid"
        }
    }

    /// What is no UTF-8 equals nothing, so that every receiver would take it for changed (RFC 3261 §7.3.1).
    private static func checkComparable(_ fields: [HeaderField], _ name: HeaderName) throws(SMIMEError) {
        for field in fields where name != from {
            guard HeaderComparison.isSame([field], [field], of: name) else {
                throw .malformed(.fields(.malformedField(name: name.longForm, value: field.value)))
            }
        }
    }

    private static func composed(_ name: String, _ value: String) throws(SMIMEError) -> HeaderField {
        try mime { () throws(MIMEError) in try HeaderField(name: name, value: value) }
    }
}

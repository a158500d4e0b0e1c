internal import MIME
import Octets

/// The notifier's side of a subscription: what every NOTIFY in its dialog has in common (RFC 6665 §4.2.2).
///
/// The values are checked once, so that each NOTIFY needs only what is new in it. The SIP stack owns the
/// dialog: it numbers the requests and applies its route set (RFC 3261 §12.2.1.1).
public struct SubscriptionDialog: Sendable {
    private let startLine: StartLine
    private let startLineOctets: [UInt8]
    private let from: NameAddress
    private let to: NameAddress
    private let callID: String
    /// The fields of a NOTIFY, with empty places for those that are new in each.
    private let fields: [Field]

    private enum Field: Sendable {
        case known(NamedField)
        /// Via without its branch, as written.
        case via(String)
        case cSeq
        case subscriptionState
    }

    /// Checks the facts of a dialog (RFC 3261 §12).
    ///
    /// - Parameters:
    ///   - requestURI: the remote target, or the first route if that is a strict router.
    ///   - from: the local URI with its tag, as the value of From.
    ///   - to: the remote URI with its tag, as the value of To.
    ///   - callID: the value of Call-ID.
    ///   - routes: the values of Route, in their order.
    ///   - contact: the value of Contact, the notifier's own target.
    ///   - event: the value of Event, with the id of the SUBSCRIBE if it had one.
    ///   - via: protocol and address of the sender, such as `SIP/2.0/TCP 192.0.2.5:5060`, without a branch;
    ///     nil if the SIP stack adds Via.
    /// - Throws: `malformedStartLine` or `malformedRequestURI` for the request URI; `malformedField` for
    ///   the first other value that does not follow its grammar, or has no tag.
    public init(
        requestURI: String, from: String, to: String, callID: String, routes: [String] = [],
        contact: String, event: String, via: String? = nil
    ) throws(SIPMessageError) {
        startLineOctets = Array("NOTIFY \(requestURI) SIP/2.0".utf8)
        guard !startLineOctets.contains(where: ASCII.isControl) else {
            throw .malformedRequestURI(requestURI)
        }
        startLine = try StartLine.parse(startLineOctets, in: startLineOctets.indices)
        self.from = try Self.party("From", from)
        self.to = try Self.party("To", to)
        self.callID = callID
        guard NameAddress.parse(contact) != nil else {
            throw .malformedField(name: "Contact", value: contact)
        }
        guard TokenWithParameters.parse(event) != nil else {
            throw .malformedField(name: "Event", value: event)
        }
        var fields: [Field] = []
        if let via {
            // A branch or a second element would make the one that is added later a second branch.
            guard !via.contains(","), !via.contains(";") else {
                throw .malformedField(name: "Via", value: via)
            }
            _ = try Self.field("Via", via)
            fields.append(.via(via))
        }
        fields.append(.known(try Self.field("Max-Forwards", "70")))
        for route in routes { fields.append(.known(try Self.field("Route", route))) }
        fields.append(.known(try Self.field("From", from)))
        fields.append(.known(try Self.field("To", to)))
        fields.append(.known(try Self.field("Call-ID", callID)))
        fields.append(.cSeq)
        fields.append(.known(try Self.field("Contact", contact)))
        fields.append(.known(try Self.field("Event", event)))
        fields.append(.subscriptionState)
        self.fields = fields
    }

    /// Returns a NOTIFY of the dialog, without a body.
    ///
    /// - Parameters:
    ///   - number: the sequence number, higher than that of the request before it (RFC 3261 §12.2.1.1).
    ///   - subscriptionState: the value of Subscription-State, such as `active;expires=500`
    ///     (RFC 6665 §8.2.3).
    ///   - branch: the rest of the branch after `z9hG4bK`, a token of its own for each transaction (RFC 3261
    ///     §8.1.1.7); nil for a random one.
    /// - Throws: `malformedField` for a number that is not below 2^31, for a state or branch that does not
    ///   follow its grammar.
    public func notify(
        cSeq number: UInt32, subscriptionState: String, branch: String? = nil
    ) throws(SIPMessageError) -> SIPMessage {
        var named: [NamedField] = []
        named.reserveCapacity(fields.count + 1)
        for field in fields {
            switch field {
            case .known(let known): named.append(known)
            case .via(let via): named.append(try Self.via(via, branch: branch))
            case .cSeq: named.append(try Self.cSeq(number))
            case .subscriptionState: named.append(try Self.state(subscriptionState))
            }
        }
        named.append(try Self.field("Content-Length", "0"))
        var octets: [UInt8] = []
        octets.reserveCapacity(
            named.reduce(startLineOctets.count + 4) { $0 + $1.field.place.lines.count })
        octets += startLineOctets
        octets += ASCII.lineEnd
        let headerStart = octets.count
        for field in named { field.field.append(to: &octets) }
        octets += ASCII.lineEnd
        return SIPMessage(
            startLine: startLine, namedFields: named, body: [], octets: octets, warnings: [],
            dialog: DialogFields(
                from: from, to: to, callID: callID, cSeq: CSeq(number: number, method: "NOTIFY")),
            headerStart: headerStart)
    }

    /// Returns the header of ``notify(cSeq:subscriptionState:branch:)`` up to its Content-Length.
    ///
    /// - Throws: as that function.
    package func header(
        cSeq number: UInt32, subscriptionState: String
    ) throws(SIPMessageError) -> NotifyHeader {
        let cSeq = try Self.cSeq(number).field.octets
        let state = try Self.state(subscriptionState).field.octets
        var octets: [UInt8] = []
        octets.reserveCapacity(1024)
        octets += startLineOctets
        octets += ASCII.lineEnd
        for field in fields {
            switch field {
            case .known(let known): octets += known.field.octets
            case .via(let via): octets += try Self.via(via, branch: nil).field.octets
            case .cSeq: octets += cSeq
            case .subscriptionState: octets += state
            }
        }
        return NotifyHeader(
            octets: octets, fieldCount: fields.count, cSeq: cSeq, subscriptionState: state)
    }

    private static let via: HeaderName = "Via"
    private static let cSeq: HeaderName = "CSeq"
    private static let subscriptionState: HeaderName = "Subscription-State"

    /// Returns From or To, which has a tag in a dialog.
    private static func party(_ name: String, _ value: String) throws(SIPMessageError) -> NameAddress {
        guard let address = NameAddress.parse(value), address.tag != nil else {
            throw .malformedField(name: name, value: value)
        }
        return address
    }

    /// Returns whether a value is not empty and has no outer white space, which readers remove.
    private static func hasContent(_ value: String) -> Bool {
        guard let first = value.utf8.first, let last = value.utf8.last else { return false }
        return !ASCII.isWhitespace(first) && !ASCII.isWhitespace(last)
    }

    private static func field(_ name: String, _ value: String) throws(SIPMessageError) -> NamedField {
        guard hasContent(value), let field = try? HeaderField(name: name, value: value) else {
            throw .malformedField(name: name, value: value)
        }
        let named = NamedField(field)
        guard named.isParsed else { throw .malformedField(name: name, value: value) }
        return named
    }

    private static func cSeq(_ number: UInt32) throws(SIPMessageError) -> NamedField {
        guard number < 1 << 31 else { throw .malformedField(name: "CSeq", value: "\(number) NOTIFY") }
        return NamedField(checked: cSeq.longForm, cSeq, "\(number) NOTIFY")
    }

    private static func state(_ value: String) throws(SIPMessageError) -> NamedField {
        guard TokenWithParameters.parse(value) != nil, hasContent(value),
            value.utf8.allSatisfy({ !ASCII.isControl($0) })
        else { throw .malformedField(name: subscriptionState.longForm, value: value) }
        return NamedField(checked: subscriptionState.longForm, subscriptionState, value)
    }

    private static func via(_ via: String, branch: String?) throws(SIPMessageError) -> NamedField {
        let branch = branch ?? randomBranch()
        guard !branch.isEmpty, branch.utf8.allSatisfy(ASCII.isToken) else {
            throw .malformedField(name: Self.via.longForm, value: "\(via);branch=z9hG4bK\(branch)")
        }
        return NamedField(checked: Self.via.longForm, Self.via, "\(via);branch=z9hG4bK\(branch)")
    }

    /// Returns 64 random bits: a branch only needs to be unique (RFC 3261 §8.1.1.7).
    private static func randomBranch() -> String {
        String(UInt64.random(in: .min ... .max), radix: 16)
    }
}

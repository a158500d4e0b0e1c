import MIME
import Octets
import SIPMessage

/// What became of one signed header field on the way (RFC 3261 §23.4.1).
public struct HeaderComparison: Sendable, Equatable {
    /// How the field of the message is to the signed one.
    public enum State: String, Sendable {
        /// Both are there and mean the same.
        case same
        /// Both are there and differ: somebody changed the message, or put the body into another.
        case changed
        /// Only the message has it.
        case added
        /// Only what was signed has it.
        case removed
        /// Only what was signed has it, as its sender meant it.
        case declared
        /// The message hides it as RFC 3323 §4.1.1.3 does.
        case explained
    }

    /// The long form of the field's name.
    public let name: String
    /// What became of it.
    public let state: State
    /// Whether a difference is nobody's fault: proxies may write the field, or take it away.
    public var isPermitted = false

    /// Whether the message was tampered with.
    var isTampered: Bool {
        !isPermitted && (state == .changed || state == .added || state == .removed)
    }

    /// Holds the signed fields against those of the message, by the rules of RFC 3261 §20 for each field.
    ///
    /// Fields that only other signers bind count too, except those that proxies change (RFC 3261 §23.4.1.1).
    static func compare(_ bound: BoundContent, with message: SIPMessage) -> [HeaderComparison] {
        let signed = bound.fragment
        var comparisons = [
            HeaderComparison(name: "From", state: from(signed.from, message.from)),
            HeaderComparison(name: "To", state: isSame(signed.to, message.to) ? .same : .changed),
            HeaderComparison(name: "Call-ID", state: signed.callID == message.callID ? .same : .changed),
            HeaderComparison(name: "CSeq", state: signed.cSeq == message.cSeq ? .same : .changed),
        ]
        if let kind = MessageKind.compare(bound.kind, with: message) { comparisons.append(kind) }
        for name in [MessageBinding.date] + MessageBinding.optional {
            let inner = signed.headerFields.fields(of: name)
            let outer = message.headerFields.fields(of: name)
            guard !inner.isEmpty || !outer.isEmpty else { continue }
            comparisons.append(HeaderComparison(name: name.longForm, state: state(inner, outer, of: name)))
        }
        var done = ownOrMutable
        for name in signed.headerFields.map(\.headerName)
        where !name.isContentField && done.insert(name).inserted {
            let inner = signed.headerFields.fields(of: name)
            let outer = message.headerFields.fields(of: name)
            // It may have been meant for inside alone (RFC 3261 §23.4.1.2).
            let state: State = outer.isEmpty ? .declared : state(inner, outer, of: name)
            comparisons.append(HeaderComparison(name: name.longForm, state: state))
        }
        return comparisons
    }

    /// Fields that are compared by name, that differ without anybody's fault, or that are none of the message.
    private static let ownOrMutable: Set<HeaderName> = Set(
        MessageBinding.required + MessageBinding.optional + [
            MessageBinding.date, MessageBinding.intendedRecipient, MessageBinding.intendedMessage, "Via",
            "Record-Route", "Route",
            "Max-Forwards",
            "Proxy-Authorization", "MIME-Version",
        ])

    private static func state(
        _ inner: [HeaderField], _ outer: [HeaderField], of name: HeaderName
    ) -> State {
        if inner.isEmpty { return .added }
        // The message is not given the Date that it was signed with.
        if outer.isEmpty { return name == MessageBinding.date ? .declared : .removed }
        return isSame(inner, outer, of: name) ? .same : .changed
    }

    /// Whether the fields of a name mean the same.
    ///
    /// If one of them cannot be parsed, all are compared octet for octet: what two readers could understand differently
    /// is equal to nothing but itself.
    static func isSame(_ left: [HeaderField], _ right: [HeaderField], of name: HeaderName) -> Bool {
        guard (left + right).allSatisfy(\.isParsed) else {
            return left.count == right.count
                && zip(left, right).allSatisfy { $0.valueOctets.elementsEqual($1.valueOctets) }
        }
        return isSame(
            left.flatMap { $0.values(as: name) }, right.flatMap { $0.values(as: name) }, of: name)
    }

    /// Whether the values of a field mean the same.
    private static func isSame(_ left: [String], _ right: [String], of name: HeaderName) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).allSatisfy { left, right in
            if isSameText(left, right) { return true }
            if name == MessageBinding.date { return SIPDate(left) == SIPDate(right) }
            if name == cSeq { return CSeq.parse(left) == CSeq.parse(right) }
            guard addresses.contains(name), let left = NameAddress.parse(left),
                let right = NameAddress.parse(right)
            else { return false }
            // Only for From and To does RFC 3261 (§20.20, §20.39) put aside what one of them has alone.
            return isSame(left, right) && (name != contact || haveSameParameters(left, right))
        }
    }

    private static let cSeq: HeaderName = "CSeq"
    private static let contact: HeaderName = "Contact"
    private static let addresses: Set<HeaderName> = ["Contact", "To"]

    /// Octet for octet: to Swift two spellings of one character are equal, and octets that are not UTF-8 have all become
    /// the same character.
    private static func isSameText(_ left: String, _ right: String) -> Bool {
        left.utf8.elementsEqual(right.utf8) && !left.unicodeScalars.contains("\u{FFFD}")
    }

    /// The tag is that of the dialog, however anonymous the message is.
    static func from(_ signed: NameAddress, _ message: NameAddress) -> State {
        if isSame(signed, message) { return .same }
        return message.isAnonymous && signed.tag == message.tag ? .explained : .changed
    }

    /// URIs that are equivalent, the same tag, and parameters that agree where both have them; display names do not
    /// count (RFC 3261 §20.20).
    static func isSame(_ left: NameAddress, _ right: NameAddress) -> Bool {
        guard left.tag == right.tag, parametersAgree(left, right) else { return false }
        switch (left.address, right.address) {
        case (.sip(let left)?, .sip(let right)?): return left.isEquivalent(to: right)
        case (.telephone(let left)?, .telephone(let right)?): return left == right
        case (.sip?, _), (.telephone?, _), (nil, _): return isSameText(left.uri, right.uri)
        }
    }

    private static func haveSameParameters(_ left: NameAddress, _ right: NameAddress) -> Bool {
        let names = Set(left.parameters.map(\.name.asciiLowercased))
        // No name stands twice in one of them.
        return left.parameters.count == right.parameters.count
            && right.parameters.allSatisfy { names.contains($0.name.asciiLowercased) }
    }

    private static func parametersAgree(_ left: NameAddress, _ right: NameAddress) -> Bool {
        // By name: a sender may write thousands.
        let others = Dictionary(
            right.parameters.map { ($0.name.asciiLowercased, $0.value ?? "") },
            uniquingKeysWith: { first, _ in first })
        return left.parameters.allSatisfy { parameter in
            others[parameter.name.asciiLowercased].map { isSameText(parameter.value ?? "", $0) } ?? true
        }
    }
}

extension NameAddress {
    /// Whether it is the anonymous form of RFC 3323 §4.1.1.3.
    var isAnonymous: Bool {
        sipURI.map { $0.user == "anonymous" && $0.host.lowercased() == "anonymous.invalid" } ?? false
    }
}

import MIME
import Octets
import SIPMessage

/// The result of comparing one signed header field with the message (RFC 3261 §23.4.1).
public struct HeaderComparison: Sendable, Equatable {
    /// The relation of the message's field to the signed one.
    public enum State: String, Sendable {
        /// Both are there and mean the same.
        case same
        /// Both are there and differ: the message was changed, or the body was moved to another message.
        case changed
        /// Only the message has it.
        case added
        /// Only the signed fields have it.
        case removed
        /// Only the signed fields have it, as their sender declared.
        case declared
        /// The message hides it as RFC 3323 §4.1.1.3 does.
        case explained
    }

    /// The long form of the field's name.
    public let name: String
    /// The result of the comparison.
    public let state: State
    /// Whether a difference is legitimate, because proxies may write or remove the field.
    public var isPermitted = false

    /// Whether the message was tampered with.
    var isTampered: Bool {
        !isPermitted && (state == .changed || state == .added || state == .removed)
    }

    /// Compares the signed fields with those of the message, by the rules of RFC 3261 §20 for each field.
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
        let (inner, outer) = (NamedFields(signed.namedFields), NamedFields(message.namedFields))
        for name in bindingFields {
            guard inner.contains(name) || outer.contains(name) else { continue }
            comparisons.append(HeaderComparison(name: name.longForm, state: state(inner, outer, of: name)))
        }
        for position in inner.fields.indices where inner.isFirst(at: position) {
            let name = inner.fields[position].name
            guard !isExcluded(name), !name.isContentField else { continue }
            // The sender may have put it inside only (RFC 3261 §23.4.1.2).
            let state: State = outer.contains(name) ? state(inner, outer, of: name) : .declared
            comparisons.append(HeaderComparison(name: name.longForm, state: state))
        }
        return comparisons
    }

    /// Fields that are bound if the message has them, and Date.
    private static let bindingFields = [MessageBinding.date] + MessageBinding.optional

    /// The numbers of fields that have a comparison of their own, that proxies may change, or that no
    /// message has; an array of all, because every signed field is looked up.
    private static let excludedNumbers: [Bool] = {
        let excluded: Set<HeaderName> = Set(
            MessageBinding.required + bindingFields + [
                MessageBinding.intendedRecipient, MessageBinding.intendedMessage, "Via", "Record-Route",
                "Route", "Max-Forwards", "Proxy-Authorization", "MIME-Version",
            ])
        return HeaderName.listed.map(excluded.contains)
    }()

    private static func isExcluded(_ name: HeaderName) -> Bool {
        name.number.map { excludedNumbers[$0] } ?? false
    }

    /// Returns the state of the fields of a name, of which there is at least one.
    private static func state(
        _ signed: NamedFields, _ message: NamedFields, of name: HeaderName
    ) -> State {
        // Mostly both have one field with the same octets.
        if let inner = signed.only(name), let outer = message.only(name),
            inner.field.hasSameASCIIValue(as: outer.field)
        {
            return .same
        }
        return compared(signed.fields(of: name), message.fields(of: name), of: name)
    }

    private static func compared(
        _ inner: [NamedField], _ outer: [NamedField], of name: HeaderName
    ) -> State {
        if inner.isEmpty { return .added }
        // The message need not have the Date that it was signed with.
        if outer.isEmpty { return name == MessageBinding.date ? .declared : .removed }
        return isSame(inner, outer, of: name) ? .same : .changed
    }

    /// Returns whether the fields of a name mean the same.
    ///
    /// If one of them cannot be parsed, all are compared octet for octet: a value that two readers may
    /// understand differently is equal only to itself.
    static func isSame(_ left: [NamedField], _ right: [NamedField], of name: HeaderName) -> Bool {
        if left.count == 1, right.count == 1, left[0].field.hasSameASCIIValue(as: right[0].field) {
            return true
        }
        guard left.allSatisfy(\.isParsed), right.allSatisfy(\.isParsed) else {
            return left.count == right.count
                && zip(left, right).allSatisfy {
                    $0.field.valueOctets.elementsEqual($1.field.valueOctets)
                }
        }
        if left.count == right.count,
            zip(left, right).allSatisfy({ isSameText($0.field.value, $1.field.value) })
        {
            return true
        }
        return isSame(left.flatMap(\.values), right.flatMap(\.values), of: name)
    }

    /// Returns whether the values of a field mean the same.
    private static func isSame(_ left: [String], _ right: [String], of name: HeaderName) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).allSatisfy { left, right in
            if isSameText(left, right) { return true }
            if name == MessageBinding.date { return SIPDate(left) == SIPDate(right) }
            if name == cSeq { return CSeq.parse(left) == CSeq.parse(right) }
            guard addresses.contains(name), let left = NameAddress.parse(left),
                let right = NameAddress.parse(right)
            else { return false }
            // RFC 3261 (§20.20, §20.39) ignores parameters that only one side has for From and To alone.
            return isSame(left, right) && (name != contact || haveSameParameters(left, right))
        }
    }

    private static let cSeq: HeaderName = "CSeq"
    private static let contact: HeaderName = "Contact"
    private static let addresses: Set<HeaderName> = ["Contact", "To"]

    /// Compares octet for octet: Swift treats two spellings of one character as equal, and all octets that
    /// are not UTF-8 have become the same character.
    private static func isSameText(_ left: String, _ right: String) -> Bool {
        left.utf8.elementsEqual(right.utf8)
            && (left.utf8.allSatisfy { $0 < 0x80 } || !left.unicodeScalars.contains("\u{FFFD}"))
    }

    /// Compares From: the tag is that of the dialog even if the message is anonymous.
    static func from(_ signed: NameAddress, _ message: NameAddress) -> State {
        if isSame(signed, message) { return .same }
        return message.isAnonymous && signed.tag == message.tag ? .explained : .changed
    }

    /// Returns whether the URIs are equivalent, the tags the same, and the parameters equal that both have;
    /// display names do not count (RFC 3261 §20.20).
    static func isSame(_ left: NameAddress, _ right: NameAddress) -> Bool {
        guard left.tag == right.tag, parametersAgree(left, right) else { return false }
        // A URI that has been read is ASCII, and equivalent to itself.
        if left.uri == right.uri { return true }
        switch (left.address, right.address) {
        case (.sip(let left)?, .sip(let right)?): return left.isEquivalent(to: right)
        case (.telephone(let left)?, .telephone(let right)?): return left == right
        case (.sip?, _), (.telephone?, _), (nil, _): return isSameText(left.uri, right.uri)
        }
    }

    private static func haveSameParameters(_ left: NameAddress, _ right: NameAddress) -> Bool {
        let names = Set(left.parameters.map(\.name.asciiLowercased))
        // No name occurs twice in either of them.
        return left.parameters.count == right.parameters.count
            && right.parameters.allSatisfy { names.contains($0.name.asciiLowercased) }
    }

    private static func parametersAgree(_ left: NameAddress, _ right: NameAddress) -> Bool {
        if left.parameters.count <= 1, right.parameters.count <= 1 {
            guard let left = left.parameters.first, let right = right.parameters.first,
                left.name.equalsIgnoringASCIICase(right.name)
            else { return true }
            return isSameText(left.value ?? "", right.value ?? "")
        }
        // Indexed by name: a sender may write thousands.
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
    package var isAnonymous: Bool {
        sipURI.map { $0.user == "anonymous" && $0.host.lowercased() == "anonymous.invalid" } ?? false
    }
}

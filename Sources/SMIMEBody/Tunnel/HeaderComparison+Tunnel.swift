import MIME
import SIPMessage

extension HeaderComparison {
    /// Compares the outer message with the fields that its sender declared, and both with the message inside.
    ///
    /// `kind` is the kind that another program may have signed in addition to the start line inside. A field
    /// that differs from its declared value was changed on the way; a field that the sender wrote differently
    /// inside and outside is declared.
    static func compare(
        _ tunnelled: TunnelledMessage, declared: SIPFragment, kind: MessageKind?, with outer: SIPMessage
    ) -> [HeaderComparison] {
        let inner = tunnelled.inner
        var comparisons = [from(inner: inner.from, declared: declared.from, outer: outer.from)]
        comparisons += startLine(inner, outer)
        if let kind { comparisons += [MessageKind.compare(kind, with: outer)].compactMap(\.self) }
        return comparisons + Table(inner: inner, declared: declared, outer: outer).comparisons
    }

    private static func from(
        inner: NameAddress, declared: NameAddress, outer: NameAddress
    ) -> HeaderComparison {
        var state = from(declared, outer)
        // A sender that omits a display name outside intends the difference.
        if state == .same, !isSame(inner, declared) || inner.displayName != declared.displayName {
            state = .declared
        }
        return HeaderComparison(name: "From", state: state)
    }

    /// Compares the start lines: proxies change the Request-URI, but not the kind, or
    /// the status code of a response.
    private static func startLine(_ inner: SIPMessage, _ outer: SIPMessage) -> [HeaderComparison] {
        switch (inner.startLine, outer.startLine) {
        case (.request(_, let inside), .request(_, let outside)):
            return inside.utf8.elementsEqual(outside.utf8)
                ? [] : [HeaderComparison(name: "Request-URI", state: .changed, isPermitted: true)]
        case (.response(let inside, _), .response(let outside, _)) where inside == outside: return []
        case (.request, _), (.response, _): return [HeaderComparison(name: "Status-Code", state: .changed)]
        }
    }

    /// The fields in the three places, found by name: a header may have many.
    private struct Table {
        private struct Values {
            let inside: [NamedField]
            let meant: [NamedField]
            let outside: [NamedField]
        }

        private let inside: NamedFields
        private let meant: NamedFields
        private let outside: NamedFields

        private static let from: HeaderName = "From"

        init(inner: SIPMessage, declared: SIPFragment, outer: SIPMessage) {
            inside = NamedFields(inner.namedFields)
            meant = NamedFields(declared.namedFields)
            outside = NamedFields(outer.namedFields)
        }

        /// Returns the result for the fields, those of the sender first; From has a rule of its own.
        var comparisons: [HeaderComparison] {
            var comparisons: [HeaderComparison] = []
            func append(_ header: NamedFields, unlessIn others: NamedFields...) {
                for position in header.fields.indices where header.isFirst(at: position) {
                    let name = header.fields[position].name
                    guard name != Self.from, name != MessageBinding.intendedRecipient,
                        name != MessageBinding.intendedMessage,
                        !others.contains(where: { $0.contains(name) })
                    else { continue }
                    let values = Values(
                        inside: inside.fields(of: name), meant: meant.fields(of: name),
                        outside: outside.fields(of: name))
                    if let comparison = compare(values, of: name) { comparisons.append(comparison) }
                }
            }
            append(meant)
            append(inside, unlessIn: meant)
            append(outside, unlessIn: meant, inside)
            return comparisons
        }

        /// Returns nil for a field that describes a body, since it says nothing about the message.
        private func compare(_ values: Values, of name: HeaderName) -> HeaderComparison? {
            let facts = name.facts
            switch facts.role {
            case .content: return nil
            case .hop, .network:
                return HeaderComparison(
                    name: name.longForm, state: inTransit(values.inside, values.outside, of: name),
                    isPermitted: true)
            case .dialog, .endToEnd:
                return HeaderComparison(
                    name: name.longForm, state: state(values, of: name),
                    // The sender never wrote it; a field that was omitted outside must not be added there.
                    isPermitted: values.meant.isEmpty && values.inside.isEmpty && facts.mayBeAdded)
            }
        }

        private func state(_ values: Values, of name: HeaderName) -> State {
            guard !values.meant.isEmpty else { return values.outside.isEmpty ? .declared : .added }
            guard !values.outside.isEmpty else { return .removed }
            guard HeaderComparison.isSame(values.meant, values.outside, of: name) else { return .changed }
            if values.inside.count == 1, values.meant.count == 1,
                values.inside[0].field.hasSameASCIIValue(as: values.meant[0].field)
            {
                return .same
            }
            let (inside, meant) = (values.inside.flatMap(\.values), values.meant.flatMap(\.values))
            let areParsed = (values.inside + values.meant).allSatisfy(\.isParsed)
            let isSame =
                areParsed && inside == meant
                || HeaderComparison.isSame(values.inside, values.meant, of: name)
                    && displayNames(inside) == displayNames(meant)
            return isSame ? .same : .declared
        }

        private func displayNames(_ values: [String]) -> [String?] {
            values.map { NameAddress.parse($0)?.displayName }
        }

        private func inTransit(
            _ inside: [NamedField], _ outside: [NamedField], of name: HeaderName
        ) -> State {
            if inside.isEmpty { return .added }
            if outside.isEmpty { return .removed }
            return HeaderComparison.isSame(inside, outside, of: name) ? .same : .changed
        }
    }
}

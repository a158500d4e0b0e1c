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

    /// The values of each field in the three places, gathered once: a header may have many.
    private struct Table {
        private struct Values {
            var inside: [NamedField] = []
            var meant: [NamedField] = []
            var outside: [NamedField] = []
        }

        private var names: [HeaderName] = []
        private var values: [HeaderName: Values] = [:]

        private static let from: HeaderName = "From"

        init(inner: SIPMessage, declared: SIPFragment, outer: SIPMessage) {
            gather(declared.namedFields, \.meant)
            gather(inner.namedFields, \.inside)
            gather(outer.namedFields, \.outside)
        }

        private mutating func gather(_ fields: [NamedField], _ place: WritableKeyPath<Values, [NamedField]>) {
            for field in fields {
                let name = field.name
                if values[name] == nil { names.append(name) }
                values[name, default: Values()][keyPath: place].append(field)
            }
        }

        /// Returns the result for the fields, those of the sender first; From has a rule of its own.
        var comparisons: [HeaderComparison] {
            names.compactMap { name in
                guard name != Self.from, name != MessageBinding.intendedRecipient,
                    name != MessageBinding.intendedMessage, let values = values[name]
                else { return nil }
                return compare(values, of: name)
            }
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

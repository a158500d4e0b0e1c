import SIPMessage

extension HeaderComparison {
    /// Holds the message around a tunnelled one against what its sender declared, and both against the message inside.
    ///
    /// Changed on the way is what is not as declared; what the sender wrote differently inside and outside is declared.
    static func compare(
        _ tunnelled: TunnelledMessage, declared: SIPFragment, with outer: SIPMessage
    ) -> [HeaderComparison] {
        let inner = tunnelled.inner
        var comparisons = [from(inner: inner.from, declared: declared.from, outer: outer.from)]
        comparisons += startLine(inner, outer)
        let tables = Tables(inner: inner, declared: declared, outer: outer)
        var done: Set<HeaderName> = ["From"]
        for field in declared.headerFields + inner.headerFields + outer.headerFields {
            let name = field.headerName
            guard done.insert(name).inserted, let comparison = tables.compare(name) else { continue }
            comparisons.append(comparison)
        }
        return comparisons
    }

    private static func from(
        inner: NameAddress, declared: NameAddress, outer: NameAddress
    ) -> HeaderComparison {
        var state = from(declared, outer)
        // Who takes a display name off the outside means it too.
        if state == .same, !isSame(inner, declared) || inner.displayName != declared.displayName {
            state = .declared
        }
        return HeaderComparison(name: "From", state: state)
    }

    /// Proxies change the Request-URI; whether it is a request, and what a response answers, nobody may.
    private static func startLine(_ inner: SIPMessage, _ outer: SIPMessage) -> [HeaderComparison] {
        switch (inner.startLine, outer.startLine) {
        case (.request(_, let inside), .request(_, let outside)):
            return inside.utf8.elementsEqual(outside.utf8)
                ? [] : [HeaderComparison(name: "Request-URI", state: .changed, isPermitted: true)]
        case (.response(let inside, _), .response(let outside, _)) where inside == outside: return []
        default: return [HeaderComparison(name: "Status-Code", state: .changed)]
        }
    }

    /// The values of each field in the three places, gathered once: a header may have many.
    private struct Tables {
        private let inner: [HeaderName: [String]]
        private let declared: [HeaderName: [String]]
        private let outer: [HeaderName: [String]]

        init(inner: SIPMessage, declared: SIPFragment, outer: SIPMessage) {
            self.inner = inner.headerFields.valuesByName()
            self.declared = declared.headerFields.valuesByName()
            self.outer = outer.headerFields.valuesByName()
        }

        /// What became of the field; nil where it says nothing: it describes a body, or is none of the message.
        func compare(_ name: HeaderName) -> HeaderComparison? {
            let rule = TunnelRule(name)
            guard rule != .content, name != MessageBinding.intendedRecipient else { return nil }
            let (inside, outside) = (inner[name] ?? [], outer[name] ?? [])
            guard rule.isDeclared else {
                return HeaderComparison(
                    name: name.longForm, state: onTheWay(inside, outside, of: name), isPermitted: true)
            }
            guard let meant = declared[name] else {
                guard !outside.isEmpty else { return HeaderComparison(name: name.longForm, state: .declared) }
                // The sender left it out of the outside, or never wrote it.
                return HeaderComparison(
                    name: name.longForm, state: .added,
                    isPermitted: inside.isEmpty && TunnelRule.mayBeAdded(name))
            }
            guard !outside.isEmpty else { return HeaderComparison(name: name.longForm, state: .removed) }
            guard HeaderComparison.isSame(meant, outside, of: name) else {
                return HeaderComparison(name: name.longForm, state: .changed)
            }
            let isSame =
                inside == meant
                || HeaderComparison.isSame(inside, meant, of: name)
                    && displayNames(inside) == displayNames(meant)
            return HeaderComparison(name: name.longForm, state: isSame ? .same : .declared)
        }

        private func displayNames(_ values: [String]) -> [String?] {
            values.map { NameAddress.parse($0)?.displayName }
        }

        private func onTheWay(_ inside: [String], _ outside: [String], of name: HeaderName) -> State {
            if inside.isEmpty { return .added }
            if outside.isEmpty { return .removed }
            return HeaderComparison.isSame(inside, outside, of: name) ? .same : .changed
        }
    }
}

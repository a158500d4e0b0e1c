import XML

/// The namespaces of the supported documents.
enum Namespace {
    static let commonPolicy = "urn:ietf:params:xml:ns:common-policy"
    static let presenceRules = "urn:ietf:params:xml:ns:pres-rules"
    /// Attributes of these namespaces concern the layout of a document, not its meaning.
    static let withIgnoredAttributes: Set = [
        "http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2001/XMLSchema-instance",
    ]
}

// The checks that the schemas require of every element.
extension XMLElement {
    func isNamed(_ local: String, in namespace: String) -> Bool {
        name.local == local && name.namespace == namespace
    }

    /// Returns the value of a required attribute.
    func attribute(required name: String) throws(PresenceRulesError) -> String {
        guard let value = attributes[name] else {
            throw .missingAttribute(name, element: self.name.local, at: position)
        }
        return value
    }

    /// Refuses unknown attributes: a misspelt `domain` would widen what it should narrow.
    func refuseAttributes(except known: Set<String> = []) throws(PresenceRulesError) {
        let unknown = attributes.keys.filter { !known.contains($0) }.min()
        let foreign = foreignAttributes.filter { !Namespace.withIgnoredAttributes.contains($0.namespace) }
            .map(\.local)
            .min()
        if let name = unknown ?? foreign {
            throw .unexpectedAttribute(name, element: self.name.local, at: position)
        }
    }

    /// Refuses character data between elements.
    func refuseText() throws(PresenceRulesError) {
        guard text.utf8.allSatisfy(XMLSyntax.isSpace) else {
            throw .unexpectedText(parent: name.local, at: position)
        }
    }

    /// Refuses content in an element that must be empty.
    func refuseContent() throws(PresenceRulesError) {
        try refuseText()
        if let child = children.first { throw unexpected(child) }
    }

    /// Returns the text of an element without children, trimmed.
    func value() throws(PresenceRulesError) -> String {
        if let child = children.first { throw unexpected(child) }
        return XMLSyntax.trimmed(text.utf8)
    }

    func unexpected(_ child: XMLElement) -> PresenceRulesError {
        .unexpectedElement(child.name, parent: name.local, at: child.position)
    }

    /// Reads xs:boolean.
    func boolean() throws(PresenceRulesError) -> Bool {
        let value = try value()
        switch value {
        case "true", "1": return true
        case "false", "0": return false
        default: throw .invalidValue(value, of: name.local, at: position)
        }
    }
}

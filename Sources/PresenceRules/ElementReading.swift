import XML

/// The namespaces of the documents that are read here.
enum Namespace {
    static let commonPolicy = "urn:ietf:params:xml:ns:common-policy"
    static let presenceRules = "urn:ietf:params:xml:ns:pres-rules"
    /// Attributes of these say how a document is laid out, not what it means.
    static let ofLayout: Set = [
        "http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2001/XMLSchema-instance",
    ]
}

// What the schemas ask of every element.
extension XMLElement {
    func isNamed(_ local: String, in namespace: String) -> Bool {
        name.local == local && name.namespace == namespace
    }

    /// The value of an attribute; nil where it is absent.
    func attribute(required name: String) throws(PresenceRulesError) -> String {
        guard let value = attributes[name] else {
            throw .missingAttribute(name, element: self.name.local, at: position)
        }
        return value
    }

    /// Refuses attributes that the element has not: a misspelt `domain` would widen what it was to narrow.
    func refuseAttributes(except known: Set<String> = []) throws(PresenceRulesError) {
        let unknown = attributes.keys.filter { !known.contains($0) }.min()
        let foreign = foreignAttributes.filter { !Namespace.ofLayout.contains($0.namespace) }.map(\.local)
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

    /// Refuses whatever is in an element that is empty.
    func refuseContent() throws(PresenceRulesError) {
        try refuseText()
        if let child = children.first { throw unexpected(child) }
    }

    /// The text of an element that has nothing else in it, white space at its ends taken off.
    func value() throws(PresenceRulesError) -> String {
        if let child = children.first { throw unexpected(child) }
        return XMLSyntax.trimmed(text.utf8)
    }

    func unexpected(_ child: XMLElement) -> PresenceRulesError {
        .unexpectedElement(child.name, parent: name.local, at: child.position)
    }

    /// xs:boolean.
    func boolean() throws(PresenceRulesError) -> Bool {
        let value = try value()
        switch value {
        case "true", "1": return true
        case "false", "0": return false
        default: throw .invalidValue(value, of: name.local, at: position)
        }
    }
}

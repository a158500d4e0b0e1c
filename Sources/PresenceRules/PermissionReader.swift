import XML

/// Collects the permissions in `actions` and `transformations` of one rule (RFC 5025 §3.2, §3.3, §6).
struct PermissionReader {
    private(set) var permissions = Permissions()
    private(set) var ignored: [ExpandedName] = []
    /// The transformations that were read; each may appear once in a rule.
    private var read: Set<String> = []
    /// The same for the names in `provide-unknown-attribute`, which may appear several times.
    private var readUnknown: Set<ExpandedName> = []

    mutating func readActions(_ element: XMLElement) throws(PresenceRulesError) {
        var isHandled = false
        for child in element.children {
            switch child.name.namespace {
            case Namespace.presenceRules where child.name.local == "sub-handling":
                guard !isHandled else { throw .repeatedElement("sub-handling", at: child.position) }
                isHandled = true
                try child.refuseAttributes()
                let value = try child.value()
                guard let handling = SubscriptionHandling(rawValue: value) else {
                    throw .invalidValue(value, of: "sub-handling", at: child.position)
                }
                permissions.subscriptionHandling = handling
            case Namespace.presenceRules, Namespace.commonPolicy: throw element.unexpected(child)
            default: ignored.append(child.name)
            }
        }
    }

    mutating func readTransformations(_ element: XMLElement) throws(PresenceRulesError) {
        for child in element.children {
            switch child.name.namespace {
            case Namespace.presenceRules: try readTransformation(child, in: element)
            case Namespace.commonPolicy: throw element.unexpected(child)
            default: ignored.append(child.name)
            }
        }
    }

    private mutating func readTransformation(
        _ element: XMLElement, in parent: XMLElement
    ) throws(PresenceRulesError) {
        let name = element.name.local
        guard name == Self.unknownAttribute || read.insert(name).inserted else {
            throw .repeatedElement(name, at: element.position)
        }
        switch name {
        case "provide-services":
            permissions.services.formUnion(
                try occurrences(
                    in: element, all: "all-services",
                    [.class, .occurrenceID, .serviceURI, .serviceURIScheme]))
        case "provide-devices":
            permissions.devices.formUnion(
                try occurrences(in: element, all: "all-devices", [.class, .occurrenceID, .deviceID]))
        case "provide-persons":
            permissions.persons.formUnion(
                try occurrences(in: element, all: "all-persons", [.class, .occurrenceID]))
        case "provide-user-input":
            try element.refuseAttributes()
            let value = try element.value()
            guard let input = Permissions.UserInput(rawValue: value) else {
                throw .invalidValue(value, of: name, at: element.position)
            }
            permissions.userInput = input
        case Self.unknownAttribute: try readUnknownAttribute(element)
        case "provide-all-attributes":
            try element.refuseAttributes()
            try element.refuseContent()
            permissions.showsAllAttributes = true
        default:
            guard name.hasPrefix("provide-"),
                let attribute = PresenceAttribute(rawValue: String(name.dropFirst(8)))
            else { throw parent.unexpected(element) }
            try element.refuseAttributes()
            if try element.boolean() { permissions.attributes.insert(attribute) }
        }
    }

    private static let unknownAttribute = "provide-unknown-attribute"

    private mutating func occurrences(
        in element: XMLElement, all: String, _ kinds: Set<Occurrence.Kind>
    ) throws(PresenceRulesError) -> Permissions.Occurrences {
        try element.refuseAttributes()
        try element.refuseText()
        var found = Permissions.Occurrences.none
        for child in element.children {
            guard child.name.namespace == Namespace.presenceRules else {
                ignored.append(child.name)
                continue
            }
            try child.refuseAttributes()
            if child.name.local == all {
                try child.refuseContent()
                found = .all
            } else if let kind = Occurrence.Kind(rawValue: child.name.local), kinds.contains(kind) {
                found.formUnion(.some([Occurrence(kind: kind, value: try child.value())]))
            } else {
                throw element.unexpected(child)
            }
        }
        return found
    }

    private mutating func readUnknownAttribute(_ element: XMLElement) throws(PresenceRulesError) {
        let name = try element.attribute(required: "name")
        let namespace = try element.attribute(required: "ns")
        try element.refuseAttributes(except: ["name", "ns"])
        // RFC 5025 §3.3.2.14: without a prefix.
        guard XMLSyntax.isNCName(name) else { throw .invalidValue(name, of: "name", at: element.position) }
        let attribute = ExpandedName(namespace: namespace, local: name)
        guard readUnknown.insert(attribute).inserted else {
            throw .repeatedElement(Self.unknownAttribute, at: element.position)
        }
        if try element.boolean() { permissions.unknownAttributes.insert(attribute) }
    }
}

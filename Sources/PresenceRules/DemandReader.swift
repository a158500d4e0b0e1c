import XML

/// Converts a `confidentiality` condition into its demand; the schema is `docs/confidentiality.rng`.
enum DemandReader {
    static func demand(in condition: XMLElement) throws(PresenceRulesError) -> ConfidentialityDemand {
        try condition.refuseAttributes()
        try condition.refuseText()
        guard let child = condition.children.first else {
            throw .emptyElement("confidentiality", at: condition.position)
        }
        if condition.children.count > 1 { throw condition.unexpected(condition.children[1]) }
        return try demand(child, depth: 1)
    }

    private static func demand(
        _ element: XMLElement, depth: Int
    ) throws(PresenceRulesError) -> ConfidentialityDemand {
        let limit = ConfidentialityDemand.maximumDepth
        guard depth <= limit else { throw .demandTooDeep(limit: limit, at: element.position) }
        guard element.name.namespace == ConfidentialityDemand.namespace else { return .unknown(element.name) }
        switch element.name.local {
        case "at-least-one-of": return .atLeastOneOf(try demands(in: element, depth: depth))
        case "all-of": return .allOf(try demands(in: element, depth: depth))
        default: break
        }
        guard let subject = ConfidentialitySubject(rawValue: element.name.local) else {
            return .unknown(element.name)
        }
        try element.refuseAttributes(except: subject == .body ? [] : ["by"])
        try element.refuseContent()
        return .subject(subject, by: try means(of: element))
    }

    private static func demands(
        in element: XMLElement, depth: Int
    ) throws(PresenceRulesError) -> [ConfidentialityDemand] {
        try element.refuseAttributes()
        try element.refuseText()
        // An empty conjunction would hold.
        guard !element.children.isEmpty else { throw .emptyElement(element.name.local, at: element.position) }
        var demands: [ConfidentialityDemand] = []
        for child in element.children { demands.append(try demand(child, depth: depth + 1)) }
        return demands
    }

    private static func means(of element: XMLElement) throws(PresenceRulesError) -> Set<ProtectionMeans> {
        guard let text = element.attributes["by"] else { return [] }
        var means: Set<ProtectionMeans> = []
        for word in text.split(separator: " ") {
            guard let known = ProtectionMeans(rawValue: String(word)) else {
                throw .invalidValue(String(word), of: "by", at: element.position)
            }
            means.insert(known)
        }
        guard !means.isEmpty else { throw .invalidValue(text, of: "by", at: element.position) }
        return means
    }
}

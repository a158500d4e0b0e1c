import PIDF
import XML

/// Converts the children of `conditions` into conditions (RFC 4745 §7).
enum ConditionReader {
    static func condition(_ element: XMLElement) throws(PresenceRulesError) -> Condition {
        switch (element.name.namespace, element.name.local) {
        case (Namespace.commonPolicy, "identity"): .identity(try identities(element))
        case (Namespace.commonPolicy, "sphere"): .sphere(try spheres(element))
        case (Namespace.commonPolicy, "validity"): .validity(try periods(element))
        case (ConfidentialityDemand.namespace, "confidentiality"):
            .confidentiality(try DemandReader.demand(in: element))
        default: .unknown(element.name)
        }
    }

    // MARK: Identity (RFC 4745 §7.1)

    private static func identities(_ element: XMLElement) throws(PresenceRulesError) -> [IdentityMatch] {
        try element.refuseAttributes()
        try element.refuseText()
        // RFC 5025 §3.1.1.2 lets one without children match an unauthenticated watcher;
        // the schema does not allow that.
        guard !element.children.isEmpty else { throw .emptyElement("identity", at: element.position) }
        var matches: [IdentityMatch] = []
        for child in element.children {
            switch (child.name.namespace, child.name.local) {
            case (Namespace.commonPolicy, "one"): matches.append(try one(child))
            case (Namespace.commonPolicy, "many"): matches.append(try many(child))
            case (Namespace.commonPolicy, _): throw element.unexpected(child)
            default: matches.append(.unknown(child.name))
            }
        }
        return matches
    }

    private static func one(_ element: XMLElement) throws(PresenceRulesError) -> IdentityMatch {
        try element.refuseAttributes(except: ["id"])
        try element.refuseText()
        let entity = try entity(try element.attribute(required: "id"), at: element.position)
        guard let child = element.children.first else { return .one(entity) }
        guard child.name.namespace != Namespace.commonPolicy else { throw element.unexpected(child) }
        return .unknown(child.name)
    }

    private static func many(_ element: XMLElement) throws(PresenceRulesError) -> IdentityMatch {
        try element.refuseAttributes(except: ["domain"])
        try element.refuseText()
        var domain: String?
        if let text = element.attributes["domain"] { domain = try self.domain(text, at: element.position) }
        var exceptions: Set<IdentityMatch.Exception> = []
        var unknown: ExpandedName?
        for child in element.children {
            if child.isNamed("except", in: Namespace.commonPolicy) {
                exceptions.insert(try exception(child))
            } else if child.name.namespace == Namespace.commonPolicy {
                throw element.unexpected(child)
            } else {
                unknown = unknown ?? child.name
            }
        }
        // An unknown element could be an exception.
        return unknown.map { .unknown($0) } ?? .many(domain: domain, exceptions: exceptions)
    }

    private static func exception(_ element: XMLElement) throws(PresenceRulesError) -> IdentityMatch.Exception
    {
        try element.refuseAttributes(except: ["id", "domain"])
        try element.refuseContent()
        switch (element.attributes["id"], element.attributes["domain"]) {
        case (let id?, nil): return .entity(try entity(id, at: element.position))
        case (nil, let domain?): return .domain(try self.domain(domain, at: element.position))
        default: throw .ambiguousException(at: element.position)
        }
    }

    private static func entity(
        _ text: String, at position: XMLPosition
    ) throws(PresenceRulesError) -> EntityURI {
        guard let entity = EntityURI(XMLSyntax.trimmed(text.utf8)) else {
            throw .invalidURI(text, at: position)
        }
        return entity
    }

    private static func domain(_ text: String, at position: XMLPosition) throws(PresenceRulesError) -> String
    {
        guard let domain = EntityURI.domain(XMLSyntax.trimmed(text.utf8)) else {
            throw .invalidDomain(text, at: position)
        }
        return domain
    }

    // MARK: Sphere and validity (RFC 4745 §7.3, §7.4)

    private static func spheres(_ element: XMLElement) throws(PresenceRulesError) -> [String] {
        try element.refuseAttributes(except: ["value"])
        try element.refuseContent()
        let value = try element.attribute(required: "value")
        let spheres = value.split(separator: " ").map { $0.lowercased() }
        guard !spheres.isEmpty else { throw .invalidValue(value, of: "sphere", at: element.position) }
        return spheres
    }

    private static func periods(_ element: XMLElement) throws(PresenceRulesError) -> [ValidityPeriod] {
        try element.refuseAttributes()
        try element.refuseText()
        guard !element.children.isEmpty else { throw .emptyElement("validity", at: element.position) }
        var periods: [ValidityPeriod] = []
        var beginning: Timestamp?
        for child in element.children {
            switch (child.name.namespace, child.name.local, beginning) {
            case (Namespace.commonPolicy, "from", nil): beginning = try time(child)
            case (Namespace.commonPolicy, "until", let from?):
                periods.append(ValidityPeriod(from: from, until: try time(child)))
                beginning = nil
            case (Namespace.commonPolicy, "from", _), (Namespace.commonPolicy, "until", _):
                throw .unpairedPeriod(at: child.position)
            default: throw element.unexpected(child)
            }
        }
        guard beginning == nil else { throw .unpairedPeriod(at: element.position) }
        return periods
    }

    /// Reads xs:dateTime with a zone, as in the examples of RFC 4745: without one the
    /// instant would depend on the place.
    private static func time(_ element: XMLElement) throws(PresenceRulesError) -> Timestamp {
        try element.refuseAttributes()
        let text = try element.value()
        guard let time = Timestamp(text) else { throw .invalidTime(text, at: element.position) }
        return time
    }
}

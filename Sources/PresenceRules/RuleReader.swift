import XML

/// Converts the elements of a document into rules (RFC 4745 §13).
enum RuleReader {
    static func rules(in root: XMLElement) throws(PresenceRulesError) -> [Rule] {
        guard root.isNamed("ruleset", in: Namespace.commonPolicy) else { throw .wrongRoot(root.name) }
        try root.refuseAttributes()
        try root.refuseText()
        var rules: [Rule] = []
        var identifiers: Set<String> = []
        for child in root.children {
            guard child.isNamed("rule", in: Namespace.commonPolicy) else { throw root.unexpected(child) }
            let rule = try rule(child)
            guard identifiers.insert(rule.id).inserted else {
                throw .duplicateRuleID(rule.id, at: child.position)
            }
            rules.append(rule)
        }
        return rules
    }

    /// The parts of a rule, in their required order.
    private static let parts = ["conditions", "actions", "transformations"]

    private static func rule(_ element: XMLElement) throws(PresenceRulesError) -> Rule {
        let id = XMLSyntax.trimmed(try element.attribute(required: "id").utf8)
        guard XMLSyntax.isNCName(id) else { throw .invalidRuleID(id, at: element.position) }
        try element.refuseAttributes(except: ["id"])
        try element.refuseText()
        var conditions: [Condition] = []
        var permissions = PermissionReader()
        var next = 0
        for child in element.children {
            guard child.name.namespace == Namespace.commonPolicy,
                let part = parts.firstIndex(of: child.name.local)
            else { throw element.unexpected(child) }
            guard part >= next else { throw .repeatedElement(child.name.local, at: child.position) }
            next = part + 1
            try child.refuseAttributes()
            try child.refuseText()
            switch part {
            case 0:
                for condition in child.children {
                    conditions.append(try ConditionReader.condition(condition))
                }
            case 1: try permissions.readActions(child)
            default: try permissions.readTransformations(child)
            }
        }
        return Rule(
            id: id, conditions: conditions, permissions: permissions.permissions,
            ignoredPermissions: permissions.ignored, position: element.position)
    }
}

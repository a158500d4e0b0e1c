extension Ruleset {
    /// Holds the rules against a request.
    ///
    /// Every condition of every rule is looked at, so that the evidence is whole. Costs as much as the rules are long,
    /// for each URI of the watcher. Source: RFC 4745 §10, RFC 5025 §3.2.1.
    public func decide(_ request: AuthorizationRequest) -> AuthorizationDecision {
        var permissions = Permissions()
        var findings: [RuleFinding] = []
        var evidence: [ConfidentialityEvidence] = []
        for rule in rules {
            let finding = RuleFinding(
                id: rule.id, handling: rule.permissions.subscriptionHandling,
                conditions: rule.conditions.map { condition in
                    ConditionFinding(condition: condition, reason: condition.held(against: request))
                })
            if finding.matches { permissions.formUnion(rule.permissions) }
            for case .confidentiality(let facts, _) in finding.conditions.map(\.reason) {
                // There are few that differ: three subjects, each by any of three means.
                for fact in facts where !evidence.contains(fact) { evidence.append(fact) }
            }
            findings.append(finding)
        }
        return AuthorizationDecision(permissions: permissions, rules: findings, evidence: evidence)
    }
}

extension Condition {
    fileprivate func held(against request: AuthorizationRequest) -> ConditionFinding.Reason {
        switch self {
        case .identity(let matches) where request.isForAnybody:
            .somebody(isMeant: matches.contains(where: \.canMeanSomebody))
        case .identity(let matches):
            request.watchers.isEmpty
                ? .notAuthenticated
                : .identity(isMeant: matches.contains { $0.matches(request.watchers) })
        case .sphere(let names):
            .sphere(
                request.sphere, isNamed: request.sphere.map { names.contains($0.lowercased()) } ?? false)
        case .validity(let periods):
            .validity(isValid: periods.contains { $0.contains(request.instant) })
        case .confidentiality(let demand):
            Self.reason(demand.weighed(against: request.confidentiality))
        case .unknown: .unknown
        }
    }

    private static func reason(
        _ weighed: (holds: Bool, evidence: [ConfidentialityEvidence])
    ) -> ConditionFinding.Reason {
        .confidentiality(weighed.evidence, isMet: weighed.holds)
    }
}

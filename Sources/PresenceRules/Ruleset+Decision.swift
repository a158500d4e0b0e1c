extension Ruleset {
    /// Evaluates the rules for a request.
    ///
    /// Every condition of every rule is evaluated, so that the evidence is complete. The cost is proportional
    /// to the length of the rules, for each URI of the watcher. Source: RFC 4745 §10, RFC 5025 §3.2.1.
    public func decide(_ request: AuthorizationRequest) -> AuthorizationDecision {
        var permissions = Permissions()
        var findings: [RuleFinding] = []
        var evidence: [ConfidentialityEvidence] = []
        for rule in rules {
            let finding = RuleFinding(
                id: rule.id, handling: rule.permissions.subscriptionHandling,
                conditions: rule.conditions.map { condition in
                    ConditionFinding(condition: condition, reason: condition.evaluated(for: request))
                })
            if finding.matches { permissions.formUnion(rule.permissions) }
            for case .confidentiality(let facts, _) in finding.conditions.map(\.reason) {
                // There are few different ones: three subjects, each by any of three means.
                for fact in facts where !evidence.contains(fact) { evidence.append(fact) }
            }
            findings.append(finding)
        }
        return AuthorizationDecision(permissions: permissions, rules: findings, evidence: evidence)
    }
}

extension Condition {
    fileprivate func evaluated(for request: AuthorizationRequest) -> ConditionFinding.Reason {
        switch self {
        case .identity(let matches) where request.isForAnyWatcher:
            .anyWatcher(isPossible: matches.contains(where: \.canMatchAnyWatcher))
        case .identity(let matches):
            request.watchers.isEmpty
                ? .notAuthenticated
                : .identity(isMatched: matches.contains { $0.matches(request.watchers) })
        case .sphere(let names):
            .sphere(
                request.sphere, isNamed: request.sphere.map { names.contains($0.lowercased()) } ?? false)
        case .validity(let periods):
            .validity(isValid: periods.contains { $0.contains(request.instant) })
        case .confidentiality(let demand):
            Self.reason(demand.evaluated(with: request.confidentiality))
        case .unknown: .unknown
        }
    }

    private static func reason(
        _ evaluated: (holds: Bool, evidence: [ConfidentialityEvidence])
    ) -> ConditionFinding.Reason {
        .confidentiality(evaluated.evidence, isMet: evaluated.holds)
    }
}

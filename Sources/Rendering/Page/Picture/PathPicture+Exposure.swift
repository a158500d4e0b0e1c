import Exposure

extension PathPicture {
    /// Creates the picture of a message: the kinds of information that each position can read.
    ///
    /// Findings of low severity and below are omitted. A name in From or To counts as an identity; it shows
    /// who watches whom only if another field names the other party.
    init(_ report: ExposureReport) {
        let relation = report.derived.first { $0.kind == .relation }
        self.init(
            title: "The path of the message, and what each position on it can read",
            positions: Observer.allCases.map { observer in
                var severities: [(kind: String, severity: Severity)] = []
                func add(_ kind: String, _ severity: Severity) {
                    if let index = severities.firstIndex(where: { $0.kind == kind }) {
                        severities[index].severity = max(severities[index].severity, severity)
                    } else {
                        severities.append((kind, severity))
                    }
                }
                for finding in report.headers
                where finding.severity >= .medium && finding.observers.contains(observer) {
                    for kind in finding.reveals where kind != Information.relation.rawValue {
                        add(kind, finding.severity)
                    }
                }
                let readsRelation = relation?.observers.contains(observer) ?? false
                if readsRelation { add(Self.pair, relation?.severity ?? .critical) }
                return Node(
                    names: [PagePath.name(observer)],
                    groups: Self.groups(severities, notShown: Self.notShown(report, readsRelation)))
            })
    }

    private static let pair = "who watches whom"

    private static func notShown(_ report: ExposureReport, _ readsRelation: Bool) -> [String] {
        (report.body == .encrypted ? ["body"] : []) + (readsRelation ? [] : [pair])
    }

    private static func groups(
        _ severities: [(kind: String, severity: Severity)], notShown: [String]
    ) -> [Group] {
        let shown = Severity.allCases.sorted(by: >).compactMap { severity -> Group? in
            let kinds = severities.filter { $0.severity == severity }.map(\.kind)
            return kinds.isEmpty ? nil : Group(label: severity.rawValue, tone: severity, chips: kinds)
        }
        let least = shown.isEmpty ? [Group(label: "low severity only", tone: .low, chips: [])] : shown
        return least + (notShown.isEmpty ? [] : [Group(label: "not shown", tone: nil, chips: notShown)])
    }
}

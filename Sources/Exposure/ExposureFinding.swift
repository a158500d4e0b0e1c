/// One row of a report: something in this message that can be read, and by whom.
public struct ExposureFinding: Sendable, Equatable, Encodable {
    /// The name of the catalogue row; for a field the catalogue does not know, the field's own name.
    public let name: String
    /// The values as received, those of repeated fields joined by a comma and a space.
    public let value: String
    /// How grave it is in this message.
    public let severity: Severity
    /// The kinds of information, each once; `identities` stands for presentity and watcher.
    public let reveals: [String]
    /// Whom an identity names in this message: `presentity`, `watcher` or both; empty without identities.
    public let identifies: [String]
    /// What can be read, as a sentence.
    public let detail: String
    /// Who can read it.
    public let observers: [Observer]
    /// Whether S/MIME can take it out of sight.
    public let hideable: Hideable
    /// What helps.
    public let mitigation: String
    /// Where the facts are written.
    public let source: String
    /// Why the severity is what it is.
    public let severityReason: String
    /// What the user agent can do about it.
    public let userAgent: String
    /// What stays readable after that.
    public let residual: String

    /// Applies a row to what a message holds; `lowered` gives the reason why the value is harmless.
    init(
        _ row: CatalogueRow, name: String? = nil, value: String, roles: [Information], lowered: String? = nil
    ) {
        self.name = name ?? row.name
        self.value = value
        severity = lowered == nil ? row.severity : .info
        severityReason = lowered ?? row.severityReason
        var kinds: [String] = []
        for kind in row.information.map(\.reportName) where !kinds.contains(kind) { kinds.append(kind) }
        reveals = kinds
        identifies = row.information.filter { roles.contains($0) }.map(\.rawValue)
        detail = row.reveals
        observers = row.observers
        hideable = row.hideable
        mitigation = row.mitigation
        source = row.source
        userAgent = row.userAgent
        residual = row.residual
    }
}

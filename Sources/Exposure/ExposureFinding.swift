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
    /// Whether the catalogue knows the field; what it does not know is rated with care, and not passed over.
    public let known: Bool
    /// The lines of the message on which it begins, counted from 1; several where a field is repeated.
    public let lines: [Int]

    /// The catalogue row that was applied.
    var rowName: String { known ? name : Catalogue.unknownHeader.name }

    /// Applies a row to what a message holds; `lowered` says why the value tells less than usual.
    init(
        _ row: CatalogueRow, name: String? = nil, value: String, roles: [Information],
        lowered: LoweredSeverity? = nil, lines: [Int]
    ) {
        self.name = name ?? row.name
        self.value = value
        known = name == nil
        self.lines = lines
        severity = lowered?.severity ?? row.severity
        severityReason = lowered?.reason ?? row.severityReason
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

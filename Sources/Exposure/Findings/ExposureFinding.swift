public import Octets
internal import SIPMessage

/// One row of a report: something readable in this message, and its readers.
public struct ExposureFinding: Sendable, Equatable, JSONEncodable {
    /// The name of the catalogue row; for a field the catalogue does not know, the field's name.
    public let name: String
    /// The values as received; a comma and a space join those of repeated fields.
    public let value: String
    /// The severity in this message.
    public let severity: Severity
    /// The kinds of information, each once; `identities` stands for presentity and watcher.
    public let reveals: [String]
    /// Whom an identity names in this message: `presentity`, `watcher` or both; empty without identities.
    public let identifies: [String]
    /// What can be read, as a sentence.
    public var detail: String { row.reveals }
    /// Who can read it.
    public var observers: [Observer] { row.observers }
    /// Whether S/MIME can hide it.
    public let hideable: Hideable
    /// The mitigation.
    public var mitigation: String { row.mitigation }
    /// The documents that state the facts.
    public var source: String { row.source }
    /// The reason for the severity.
    public let severityReason: String
    /// What the user agent can do to reduce it.
    public var userAgent: String { row.userAgent }
    /// What remains readable afterwards.
    public var residual: String { row.residual }
    /// What the sender can do alone.
    package var senderMeasures: String { row.senderMeasures }
    /// What needs the network, its operator or another party; empty if nothing does.
    package var othersMeasures: String { row.othersMeasures }
    /// Whether the catalogue knows the field; an unknown field gets a cautious severity and is not skipped.
    public let known: Bool
    /// The lines of the message on which it begins, counted from 1; several if a field is repeated.
    public let lines: [Int]

    /// The catalogue row that was applied.
    package let row: CatalogueRow

    /// Applies a row to a value of a message; `lowered` is the reason why the value reveals less than usual.
    init(
        _ row: CatalogueRow, value: String, roles: [Information], lowered: LoweredSeverity? = nil,
        lines: [Int]
    ) {
        self.init(
            row, name: row.name, known: true, hideable: row.hideable, value: value, roles: roles,
            lowered: lowered, lines: lines)
    }

    /// Rates a field that the catalogue does not know.
    init(unknown name: HeaderName, value: String, lines: [Int]) {
        let facts = name.facts
        self.init(
            Catalogue.unknownHeader, name: facts.name, known: false,
            hideable: Hideable(facts, by: HidingOption(facts)), value: value, roles: MessageRoles.any,
            lowered: nil, lines: lines)
    }

    private init(
        _ row: CatalogueRow, name: String, known: Bool, hideable: Hideable, value: String,
        roles: [Information], lowered: LoweredSeverity?, lines: [Int]
    ) {
        self.row = row
        self.name = name
        self.known = known
        self.hideable = hideable
        self.value = value
        self.lines = lines
        severity = lowered?.severity ?? row.severity
        severityReason = lowered?.reason ?? row.severityReason
        var kinds: [String] = []
        for kind in row.information.map(\.reportName) where !kinds.contains(kind) { kinds.append(kind) }
        reveals = kinds
        identifies = row.information.filter { roles.contains($0) }.map(\.rawValue)
    }

    /// Writes the members of the report, including those of the catalogue.
    public func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("detail", detail)
            $0.member("hideable", hideable)
            $0.member("identifies", identifies)
            $0.member("known", known)
            $0.member("lines", lines)
            $0.member("mitigation", mitigation)
            $0.member("name", name)
            $0.member("observers", observers)
            $0.member("residual", residual)
            $0.member("reveals", reveals)
            $0.member("severity", severity)
            $0.member("severityReason", severityReason)
            $0.member("source", source)
            $0.member("userAgent", userAgent)
            $0.member("value", value)
        }
    }
}

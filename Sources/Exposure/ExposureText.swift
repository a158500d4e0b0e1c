/// A report in words for people, without colours and at most 100 characters wide.
///
/// Values come from the message, so control characters in them are escaped.
public struct ExposureText: Sendable, Equatable {
    private static let width = 100
    private static let margin = 10
    private static let longestValue = 300

    private let report: ExposureReport

    /// Takes the report to show.
    public init(_ report: ExposureReport) {
        self.report = report
    }

    /// The counts and the names of the gravest findings, in one line, and a second where a relation shows.
    public var summary: String {
        let grave = report.headers.filter { $0.severity >= .high }.map { PrintableText.escaped($0.name) }
        var line = "still readable: \(counts)"
        if !grave.isEmpty {
            let others = grave.count - min(grave.count, 6)
            let names = grave.prefix(6).joined(separator: ", ")
            line += " (\(names)\(others > 0 ? ", and \(others) more" : ""))"
        }
        return report.relationReadable ? line + "\nwho watches whom can be read on the way" : line
    }

    /// All findings, the gravest first, each with its value, what it tells to whom, and what helps.
    public var full: String {
        var lines = ["still readable: \(counts)"]
        if report.relationReadable { lines.append("who watches whom can be read on the way") }
        for finding in report.headers {
            lines.append("")
            lines += Self.lines(of: finding)
        }
        lines.append("")
        for note in report.notEvaluated {
            lines += Self.wrapped("not evaluated: \(note)", indent: 4, first: 0)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var counts: String {
        let counts = report.counts
        let pairs = [
            (counts.critical, "critical"), (counts.high, "high"), (counts.medium, "medium"),
            (counts.low, "low"),
            (counts.info, "info"),
        ]
        let words = pairs.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return words.isEmpty ? "nothing" : words.joined(separator: ", ")
    }

    private static func lines(of finding: ExposureFinding) -> [String] {
        let severity = finding.severity.rawValue
        let label = severity + String(repeating: " ", count: max(1, margin - severity.count))
        let name = PrintableText.escaped(finding.name)
        let value = shortened(PrintableText.escaped(finding.value))
        var lines = wrapped(label + name + (value.isEmpty ? "" : ": \(value)"), indent: margin + 2, first: 0)
        let rows = [
            ("tells", finding.detail), ("names", finding.identifies.joined(separator: " or ")),
            ("why", finding.severityReason),
            ("readers", finding.observers.map(\.rawValue).joined(separator: ", ")),
            ("S/MIME", words(for: finding.hideable)), ("sender", finding.userAgent),
            ("remains", finding.residual),
            ("helps", finding.mitigation), ("source", finding.source),
        ]
        for (title, text) in rows where !text.isEmpty {
            let start = String(repeating: " ", count: margin) + title
            let padding = String(repeating: " ", count: margin - title.count)
            lines += wrapped(start + padding + text, indent: 2 * margin, first: 2 * margin)
        }
        return lines
    }

    private static func words(for hideable: Hideable) -> String {
        switch hideable {
        case .no: "cannot hide it"
        case .innerAlternative: "can hide it: a neutral value outside, the true one inside"
        case .omitOuter: "can hide it: inside only"
        case .mimeInner: "can hide the inner body's own; that of the wrapper shows"
        case .ignored: "cannot hide it: receivers ignore an encrypted copy"
        case .networkAdded: "does not apply: the network adds it later"
        }
    }

    private static func shortened(_ value: String) -> String {
        value.count <= longestValue ? value : "\(value.prefix(longestValue))… (\(value.count) characters)"
    }

    /// Breaks at spaces, and within a word that is longer than a line; `first` characters are never broken.
    private static func wrapped(_ text: String, indent: Int, first: Int) -> [String] {
        var lines: [String] = []
        var line = Array(text)
        while line.count > width {
            let floor = max(lines.isEmpty ? first : indent, margin) + 1
            let end = line[floor...width].lastIndex(of: " ") ?? width
            lines.append(String(line[..<end]))
            let rest = line[end...].drop { $0 == " " }
            line = Array(repeating: " ", count: indent) + rest
        }
        lines.append(String(line))
        return lines
    }
}

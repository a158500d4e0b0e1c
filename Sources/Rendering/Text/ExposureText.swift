public import Exposure
import Octets

/// A report as text for people, at most 100 characters wide except for command lines, which are not broken.
///
/// Values come from the message, so their control characters are escaped.
public struct ExposureText: Sendable, Equatable {
    static let width = 100
    private static let margin = 10
    private static let longestValue = 300

    private let report: ExposureReport
    private let before: ExposureReport?
    private let file: String?
    private let colours: TerminalColours

    /// Creates the text of a report.
    ///
    /// - Parameters:
    ///   - before: the report on the message before protection, if known.
    ///   - file: the file to name in command lines.
    ///   - isColoured: whether severities are coloured, for a terminal.
    public init(
        _ report: ExposureReport, before: ExposureReport? = nil, file: String? = nil,
        isColoured: Bool = false
    ) {
        self.report = report
        self.before = before
        self.file = file
        colours = TerminalColours(isUsed: isColoured)
    }

    /// The counts in words, such as "2 critical, 1 low".
    public var counts: String { Self.words(report.counts) }

    /// One line with the counts and the names of the most severe findings; a second
    /// line if a relation can be read.
    public var summary: String {
        let severe = report.headers.filter { $0.severity >= .high }.map { PrintableText.escaped($0.name) }
        var line = "still readable: \(Self.words(report.counts))"
        if !severe.isEmpty { line += " (\(ExposureOverview.listed(severe, atMost: 6)))" }
        return report.relationReadable ? line + "\nwho watches whom can be read on the path" : line
    }

    /// All findings, the most severe first, each with value, meaning, readers and
    /// mitigation; then the conclusions.
    public var full: String {
        var lines = ["still readable: \(Self.words(report.counts))"]
        if let before {
            lines.append("before:         \(Self.words(before.counts))")
            let comparison = ExposureComparison(before: before, after: report)
            lines += ExposureOverview.differences(comparison).flatMap {
                Self.wrapped($0, indent: 4, first: 0)
            }
        }
        if report.relationReadable { lines.append("who watches whom can be read on the path") }
        for finding in report.headers {
            lines.append("")
            lines += coloured(Self.lines(of: finding), finding.severity)
        }
        for finding in report.derived {
            lines.append("")
            lines += coloured(Self.lines(of: finding), finding.severity)
        }
        lines.append("")
        if !report.advice.isEmpty { lines.append("best you could do:") }
        for advice in report.advice {
            // Command lines are never broken, so that they can be copied.
            lines.append("    " + PrintableText.escaped(advice.commandLine(for: file)))
            lines += Self.wrapped(
                "        hides \(advice.hides.joined(separator: ", "))", indent: 8, first: 8)
            lines += Self.wrapped(PrintableText.escaped("        needs " + advice.needs), indent: 8, first: 8)
        }
        if report.advice.isEmpty {
            lines.append("best you could do: nothing more with smime-presence; see 'sender' and 'helps'")
        }
        for note in report.notEvaluated {
            lines += Self.wrapped("not evaluated: \(note)", indent: 4, first: 0)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Returns the lines with the first word, the severity, in colour.
    private func coloured(_ lines: [String], _ severity: Severity) -> [String] {
        guard let first = lines.first, first.hasPrefix(severity.rawValue) else { return lines }
        return [colours.coloured(severity) + first.dropFirst(severity.rawValue.count)] + lines.dropFirst()
    }

    /// Returns counts in words, the most severe first: "2 critical, 1 low".
    static func words(_ counts: ExposureReport.Counts) -> String {
        let words = counts.bySeverity.filter { $0.count > 0 }.map { "\($0.count) \($0.severity.rawValue)" }
        return words.isEmpty ? "nothing" : words.joined(separator: ", ")
    }

    private static func lines(of finding: DerivedFinding) -> [String] {
        let severity = finding.severity.rawValue
        let label = severity + String(repeating: " ", count: max(1, margin - severity.count))
        let value = shortened(PrintableText.escaped(finding.value))
        let lines = wrapped(
            "\(label)\(finding.kind.rawValue): \(value)", indent: margin + 2, first: 0)
        return lines
            + rows([
                ("follows", finding.detail),
                ("from", PrintableText.escaped(finding.fields.joined(separator: ", "))),
                ("readers", finding.observers.map(\.rawValue).joined(separator: ", ")),
            ])
    }

    private static func lines(of finding: ExposureFinding) -> [String] {
        let severity = finding.severity.rawValue
        let label = severity + String(repeating: " ", count: max(1, margin - severity.count))
        let name = PrintableText.escaped(finding.name)
        let value = shortened(PrintableText.escaped(finding.value))
        let lines = wrapped(label + name + (value.isEmpty ? "" : ": \(value)"), indent: margin + 2, first: 0)
        return lines
            + rows([
                ("reveals", finding.detail), ("names", finding.identifies.joined(separator: " or ")),
                ("why", finding.severityReason),
                ("readers", finding.observers.map(\.rawValue).joined(separator: ", ")),
                ("S/MIME", words(for: finding.hideable)), ("sender", finding.senderMeasures),
                ("helps", finding.othersMeasures), ("remains", finding.residual),
                ("source", finding.source),
            ])
    }

    private static func rows(_ rows: [(title: String, text: String)]) -> [String] {
        var lines: [String] = []
        for (title, text) in rows where !text.isEmpty {
            let start = String(repeating: " ", count: margin) + title
            let padding = String(repeating: " ", count: margin - title.count)
            lines += wrapped(start + padding + text, indent: 2 * margin, first: 2 * margin)
        }
        return lines
    }

    static func words(for hideable: Hideable) -> String {
        switch hideable {
        case .no: "cannot hide it"
        case .innerAlternative: "can hide it: a neutral value outside, the true one inside"
        case .omitOuter: "can hide it: inside only"
        case .mimeInner: "can hide that of the inner body; that of the wrapper remains"
        case .ignored: "cannot hide it: receivers ignore an encrypted copy"
        case .networkAdded: "does not apply: the network adds it later"
        }
    }

    static func shortened(_ value: String) -> String {
        value.count <= longestValue ? value : "\(value.prefix(longestValue))… (\(value.count) characters)"
    }

    /// Breaks text at spaces, and within a word longer than a line; the first `first`
    /// characters are never broken.
    static func wrapped(_ text: String, indent: Int, first: Int, width: Int = width) -> [String] {
        var lines: [String] = []
        var line = Array(text)
        while line.count > width {
            let floor = max(lines.isEmpty ? first : indent, min(margin, width / 2)) + 1
            let end = line[floor...width].lastIndex(of: " ") ?? width
            lines.append(String(line[..<end]))
            let rest = line[end...].drop { $0 == " " }
            line = Array(repeating: " ", count: indent) + rest
        }
        lines.append(String(line))
        return lines
    }
}

public import Exposure
import Octets

/// A report as a page of text for people: the answer, then the findings by who reads them and what they
/// reveal.
///
/// Lines have at most 80 characters. ``ExposureText`` has the details.
public struct ExposureOverview: Sendable {
    static let width = 80
    private static let kindColumn = 2
    private static let severityColumn = 22
    private static let nameColumn = 32

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

    /// The page, with a line end at the end of each line.
    public var text: String {
        var lines = Self.answer(report)
        if let before { lines += Self.change(from: before, to: report) }
        for reading in FindingGroups(report).readings {
            lines += [""] + Self.wrapped(reading.title(naming: \.rawValue) + ":", indent: 4)
            for group in reading.groups { lines += rows(group) }
        }
        lines += [""] + advice
        lines += Self.wrapped("not examined: " + report.notEvaluated.joined(separator: "; "), indent: 4)
        lines.append("details of each finding: --verbose")
        return lines.joined(separator: "\n") + "\n"
    }

    /// The answer in lines.
    static func answer(_ report: ExposureReport) -> [String] {
        sentences(report).flatMap { wrapped($0, indent: 4) }
            + ["In all: \(ExposureText.words(report.counts))."]
    }

    /// The answer in sentences: the body, who watches whom, the worst that stays.
    static func sentences(_ report: ExposureReport) -> [String] {
        let body =
            switch report.body {
            case .absent: "The message has no body."
            case .encrypted: "The body is encrypted: only its recipients can read it."
            case .signedInClear: "The body is signed but not encrypted: everyone on the path can read it."
            case .clear: "The body is not protected: everyone on the path can read it."
            }
        let readers = report.relationReaders
        let relation =
            readers.isEmpty
            ? "The message does not show who watches whom."
            : readers == Observer.allCases
                ? "Who watches whom can be read by everyone on the path."
                : "Who watches whom can be read by \(readers.map(\.rawValue).joined(separator: ", "))."
        guard let worst = report.headers.first?.severity else { return [body, relation] }
        let names = report.headers.filter { $0.severity == worst }.map { PrintableText.escaped($0.name) }
        return [
            body, relation,
            "The worst that stays readable is \(worst.rawValue): \(listed(names, atMost: 6)).",
        ]
    }

    /// Before and after side by side, then what protection hid and what it added.
    private static func change(from before: ExposureReport, to after: ExposureReport) -> [String] {
        let comparison = ExposureComparison(before: before, after: after)
        let heading = ExposureComparison.Row(title: "", before: "before", after: "now")
        let rows = ([heading] + comparison.rows).map { row in
            "  " + padded(row.title, to: 20) + padded(row.before, to: 28) + row.after
        }
        return [""] + rows + differences(comparison).flatMap { wrapped($0, indent: 4) }
    }

    /// What protection hid, what it added, and how these compare, in sentences.
    static func differences(_ comparison: ExposureComparison) -> [String] {
        let lists = [("Protection hid", comparison.hidden), ("Protection added", comparison.added)]
        return lists.map { title, differences in
            let names = differences.map { "\(PrintableText.escaped($0.name)) (\($0.severity.rawValue))" }
            return "\(title): \(names.isEmpty ? "nothing" : listed(names, atMost: 12))."
        } + [comparison.balance]
    }

    // MARK: Groups

    private func rows(_ group: FindingGroups.Group) -> [String] {
        let severity = group.severity.rawValue
        let start = Self.padded(
            Self.padded(String(repeating: " ", count: Self.kindColumn) + group.kind, to: Self.severityColumn)
                + severity, to: Self.nameColumn)
        let names = Self.escapedList(group.findings.map(\.name))
        var lines = Self.wrapped(start + names, indent: Self.nameColumn)
        let place = start.index(start.startIndex, offsetBy: Self.severityColumn)
        if let first = lines.first {
            lines[0] =
                first[..<place] + colours.coloured(group.severity)
                + first[first.index(place, offsetBy: severity.count)...]
        }
        return lines
    }

    // MARK: Advice

    private var advice: [String] {
        guard !report.advice.isEmpty else {
            return Self.wrapped(
                "best you could do: nothing more with smime-presence; --verbose says what the sender can do",
                indent: 4)
        }
        return ["best you could do:"]
            + report.advice.flatMap { advice in
                Self.command(PrintableText.escaped(advice.commandLine(for: file)))
                    + Self.wrapped("        hides " + Self.escapedList(advice.hides), indent: 8)
                    + Self.wrapped(PrintableText.escaped("        needs " + advice.needs), indent: 8)
            }
    }

    /// A command line, continued on further lines as shells read it: at an option or a pipe.
    static func command(_ line: String) -> [String] {
        var lines: [String] = []
        var current = "   "
        for word in line.split(separator: " ") {
            let isBreak = word.hasPrefix("-") || word == "|"
            if isBreak, current.count + word.count + 30 > width {
                lines.append(current + " \\")
                current = "       "
            }
            current += " " + word
        }
        return lines + [current]
    }

    // MARK: Lines

    private static func padded(_ text: String, to column: Int) -> String {
        text + String(repeating: " ", count: max(1, column - text.count))
    }

    private static func escapedList(_ names: [String]) -> String {
        listed(names.map { PrintableText.escaped($0) }, atMost: 12)
    }

    /// Names with commas, with the number of those beyond `count`.
    static func listed(_ names: [String], atMost count: Int) -> String {
        let more = names.count > count ? ", and \(names.count - count) more" : ""
        return names.prefix(count).joined(separator: ", ") + more
    }

    /// Breaks text at spaces, and within a word longer than a line.
    static func wrapped(_ text: String, indent: Int) -> [String] {
        ExposureText.wrapped(text, indent: indent, first: indent, width: width)
    }
}

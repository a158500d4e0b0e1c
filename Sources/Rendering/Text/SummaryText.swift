public import Exposure
import Octets

/// The summary of many messages as text for people, at most 100 characters wide.
public struct SummaryText: Sendable, Equatable {
    private let summary: ExposureSummary
    private let colours: TerminalColours

    /// Creates the text of a summary; `isColoured` is whether severities are coloured.
    public init(_ summary: ExposureSummary, isColoured: Bool = false) {
        self.summary = summary
        colours = TerminalColours(isUsed: isColoured)
    }

    /// The total numbers, then the kinds of information, then two lines for each message.
    public var full: String {
        let messages = summary.messages
        let related = summary.relationReadable == 0 ? "none" : "\(summary.relationReadable)"
        var lines = [
            "\(counted(messages.count, "message")); still readable: \(ExposureText.words(summary.counts))",
            "who watches whom can be read in \(related) of them", "",
        ]
        for kind in summary.information {
            lines += ExposureText.wrapped(
                padded(kind.kind, 20) + ExposureText.words(kind.counts), indent: 20, first: 0)
        }
        lines.append("")
        let titles = messages.map { ExposureText.shortened(PrintableText.escaped($0.title)) }
        // A method has at most 9 letters; a response also has a status.
        let column = max(11, min(30, titles.map(\.count).max() ?? 0) + 1)
        for (message, title) in zip(messages, titles) {
            let severity = message.worst.rawValue
            let line =
                padded(severity, 10) + padded(title, column)
                + ExposureText.shortened(PrintableText.escaped(message.file))
            let wrapped = ExposureText.wrapped(line, indent: 10 + column, first: 0)
            lines.append(colours.coloured(message.worst) + (wrapped.first ?? "").dropFirst(severity.count))
            lines += wrapped.dropFirst()
            lines.append(String(repeating: " ", count: 10 + column) + ExposureText.words(message.counts))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}

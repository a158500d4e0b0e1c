public import Exposure
public import SIPMessage

/// An HTML page: what can be read in messages, where on the path, and how severe it is.
///
/// It is one self-contained file without script, and its Content-Security-Policy names the one style sheet by
/// digest. Everything that comes from a message is escaped.
public struct ExposurePage: Sendable {
    /// One message on the page.
    public struct Entry: Sendable {
        let file: String
        let message: UncheckedSIPMessage
        let report: ExposureReport
        let before: ExposureReport?

        /// Creates an entry from a message, its report, and the report on the message
        /// before protection, if known.
        public init(
            file: String, message: UncheckedSIPMessage, report: ExposureReport, before: ExposureReport? = nil
        ) {
            self.file = file
            self.message = message
            self.report = report
            self.before = before
        }

        /// Creates an entry from a checked message.
        public init(
            file: String, message: SIPMessage, report: ExposureReport, before: ExposureReport? = nil
        ) {
            self.init(file: file, message: UncheckedSIPMessage(message), report: report, before: before)
        }
    }

    private let entries: [Entry]
    private let summary: ExposureSummary?

    /// Creates a page of messages, with a summary if there are several.
    public init(_ entries: [Entry], summary: ExposureSummary? = nil) {
        self.entries = entries
        self.summary = summary
    }

    /// The page as HTML text.
    public var html: String {
        let sections = entries.enumerated().map { section($0.element, number: $0.offset) }
        return HTML.page(
            title: "What stays readable", sheet: .exposure,
            content: (summary.map(PageTables.summary) ?? "") + sections.concatenated()
        ).markup
    }

    private func section(_ entry: Entry, number: Int) -> HTML {
        let report = entry.report
        let answer = PageAnswer(report, before: entry.before)
        let path = HTML.element(
            .details,
            .element(.summary, "What each position reads, in numbers") + "\n" + PagePath(report).html)
        let message = HTML.element(
            .details,
            .element(.summary, "Line by line, with the severity of each") + "\n" + PageMessage(entry).html)
        let content: HTML = """

            \(.element(.h2, .shortened(entry.file, to: 200)))
            \(answer.html)
            \(.element(.h2, "The path"))
            \(PathPicture(report).html)
            \(path)
            \(answer.change)\(PageTables.counts(report.counts, before: entry.before?.counts))
            \(.element(.h2, "Conclusions"))
            \(PageTables.derived(report))
            \(.element(.h2, "Each finding"))
            \(PageFindings(report, number: number).html)
            \(.element(.h2, "The message"))
            \(message)

            """
        let label = HTML.shortenedText(entry.file, to: 200)
        return .element(.section, [.ariaLabel: label], content) + "\n"
    }
}

public import Exposure
public import SIPMessage

/// A page to look at: what can be read of messages, where on the path, and how grave it is.
///
/// It is one file that needs nothing from elsewhere: no script at all, and one style sheet that its
/// Content-Security-Policy names by digest. Everything that comes from a message is escaped.
public struct ExposurePage: Sendable {
    /// One message on the page.
    public struct Entry: Sendable {
        let file: String
        let message: UncheckedSIPMessage
        let report: ExposureReport
        let before: ExposureReport?

        /// Takes a message with its report, and the report on what it was before it was protected, where that is known.
        public init(
            file: String, message: UncheckedSIPMessage, report: ExposureReport, before: ExposureReport? = nil
        ) {
            self.file = file
            self.message = message
            self.report = report
            self.before = before
        }

        /// Takes a message that has been checked.
        public init(
            file: String, message: SIPMessage, report: ExposureReport, before: ExposureReport? = nil
        ) {
            self.init(file: file, message: UncheckedSIPMessage(message), report: report, before: before)
        }
    }

    private let entries: [Entry]
    private let summary: ExposureSummary?

    /// Takes the messages, and the summary where they are many.
    public init(_ entries: [Entry], summary: ExposureSummary? = nil) {
        self.entries = entries
        self.summary = summary
    }

    /// The page.
    public var html: String {
        let sections = entries.enumerated().map { section($0.element, number: $0.offset) }
        return HTML.page(
            title: "What stays readable", sheet: .exposure,
            content: (summary.map(PageTables.summary) ?? "") + sections.concatenated()
        ).markup
    }

    private func section(_ entry: Entry, number: Int) -> HTML {
        let report = entry.report
        let content: HTML = """

            \(.element(.h2, .shortened(entry.file, to: 200)))
            \(PageTables.counts(report.counts, before: entry.before?.counts))
            \(.element(.h2, "The message"))
            \(PageMessage(entry).html)
            \(.element(.h2, "The path"))
            \(.element(.p, [.class: "quiet"], "From the sender to the other side, and what each can read on the way."))
            \(PagePath(report).html)
            \(.element(.h2, "What follows"))
            \(PageTables.derived(report))
            \(.element(.h2, "Each finding"))
            \(PageFindings(report, number: number).html)

            """
        let label = HTML.shortenedText(entry.file, to: 200)
        return .element(.section, [.ariaLabel: label], content) + "\n"
    }
}

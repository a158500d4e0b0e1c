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
        return PageFrame.html(
            title: "What stays readable", sheet: PageStyle.sheet, digest: PageStyle.digest,
            content: (summary.map(PageTables.summary) ?? "") + sections.joined())
    }

    private func section(_ entry: Entry, number: Int) -> String {
        let report = entry.report
        return """
            <section aria-label="\(HTMLText.shortened(entry.file, to: 200))">
            <h2>\(HTMLText.shortened(entry.file, to: 200))</h2>
            \(PageTables.counts(report.counts, before: entry.before?.counts))
            <h2>The message</h2>
            \(PageMessage(entry).html)
            <h2>The path</h2>
            <p class="quiet">From the sender to the other side, and what each can read on the way.</p>
            \(PagePath(report).html)
            <h2>What follows</h2>
            \(PageTables.derived(report))
            <h2>Each finding</h2>
            \(PageFindings(report, number: number).html)
            </section>

            """
    }
}

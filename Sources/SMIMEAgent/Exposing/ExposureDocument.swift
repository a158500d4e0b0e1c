public import Exposure
import Octets
import Rendering
import SIPMessage

/// The format of the report of `exposure`.
///
/// A further format needs a case here, and a renderer in `Rendering`.
public enum ExposureFormat: String, CaseIterable, Sendable {
    /// Lines for people.
    case text
    /// One JSON object (docs/report.md).
    case json
    /// One page of HTML.
    case html
    /// SARIF 2.1.0, for programs that show findings.
    case sarif
}

/// The result of `exposure` on one message or on many, which can be written in any format.
public struct ExposureDocument: Sendable {
    /// The style, if the format leaves a choice.
    public struct Style: Sendable {
        /// Whether severities are coloured, for a terminal.
        public var isColoured = false
        /// Whether each finding is described in full.
        public var isDetailed = false
        /// The file name that means standard input, which reports do not show.
        public var standardInput: String
        /// The version of the program.
        public var version: String

        /// Creates a style.
        public init(
            isColoured: Bool = false, isDetailed: Bool = false, standardInput: String, version: String
        ) {
            self.isColoured = isColoured
            self.isDetailed = isDetailed
            self.standardInput = standardInput
            self.version = version
        }
    }

    private enum Content: Sendable {
        case one(ExposedMessage, MessageReport, before: ExposureReport?)
        case many(ExposureSummary, ExposureOfManyReport)
    }

    private let messages: [ExposedMessage]
    private let content: Content

    /// Creates a document of one message with its report; `before` is the report before protection, if known.
    public init(_ message: ExposedMessage, report: MessageReport, before: ExposureReport?) {
        messages = [message]
        content = .one(message, report, before: before)
    }

    /// Creates a document of many messages, and of the files that were not read.
    package init(
        _ messages: [ExposedMessage], unread: [ExposureOfManyReport.Unread], warnings: [ReportedWarning],
        skippedFileCount: Int, operation: String
    ) {
        let summary = ExposureSummary(
            messages.map { (file: $0.name, method: $0.message.method, report: $0.exposure) })
        let reports = messages.map { message in
            var report = message.report(of: operation)
            report.file = message.name
            return report
        }
        self.messages = messages
        content = .many(
            summary,
            ExposureOfManyReport(
                operation: operation, summary: summary, messages: reports, unread: unread,
                warnings: warnings, skippedFileCount: skippedFileCount))
    }

    /// Returns the octets of the document in a format.
    public func octets(as format: ExposureFormat, style: Style) -> [UInt8] {
        switch format {
        case .text: Array(text(style).utf8)
        case .json: json
        case .html: Array(page.html.utf8)
        case .sarif: JSONWriter.document(sarif(style))
        }
    }

    /// The JSON report.
    public var json: [UInt8] {
        switch content {
        case .one(_, let report, _): JSONWriter.document(report)
        case .many(_, let report): JSONWriter.document(report)
        }
    }

    private func text(_ style: Style) -> String {
        switch content {
        case .one(let message, _, let before):
            let file = message.file == style.standardInput ? nil : message.file
            if style.isDetailed {
                return ExposureText(
                    message.exposure, before: before, file: file, isColoured: style.isColoured
                ).full
            }
            return ExposureOverview(
                message.exposure, before: before, file: file, isColoured: style.isColoured
            ).text
        case .many(let summary, _): return SummaryText(summary, isColoured: style.isColoured).full
        }
    }

    private var page: ExposurePage {
        switch content {
        case .one(let message, _, let before): ExposurePage([Self.entry(message, before: before)])
        case .many(let summary, _): ExposurePage(messages.map { Self.entry($0) }, summary: summary)
        }
    }

    private static func entry(
        _ message: ExposedMessage, before: ExposureReport? = nil
    ) -> ExposurePage.Entry {
        ExposurePage.Entry(
            file: message.name, message: message.message, report: message.exposure, before: before)
    }

    private func sarif(_ style: Style) -> SARIFLog {
        let reports = messages.map { message in
            let file = message.file == style.standardInput ? "standard-input" : message.file
            return (file: file, number: message.number, report: message.exposure)
        }
        return SARIFLog(reports, version: style.version)
    }
}

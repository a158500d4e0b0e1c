import Exposure
internal import SIPMessage

/// The message as it is sent; each line is marked with the highest severity of its findings.
struct PageMessage {
    private static let shownOctets = 4096

    private let entry: ExposurePage.Entry

    init(_ entry: ExposurePage.Entry) { self.entry = entry }

    var html: HTML {
        let message = entry.message
        let lines = MessageLines(message)
        var worst: [Int: Severity] = [:]
        for finding in entry.report.headers {
            for line in finding.lines { worst[line] = max(worst[line] ?? .info, finding.severity) }
        }
        var spans = lines.header.map { Self.span($0.text, worst[$0.beginning]) }
        spans += body(worst[lines.body])
        return .element(.div, [.class: "message"], spans.concatenated())
    }

    /// Shows a text body in clear; for an encrypted or binary body it shows only the size.
    private func body(_ severity: Severity?) -> [HTML] {
        let octets = entry.message.body
        guard !octets.isEmpty else { return [] }
        let isClear = entry.report.headers.contains { $0.name == Catalogue.clearBody.name }
        let isText = !octets.prefix(Self.shownOctets).contains {
            $0 < 0x20 && ![0x09, 0x0A, 0x0D].contains($0)
        }
        guard isClear, isText else {
            return [Self.span("(\(octets.count) octets that are not text, or encrypted)", severity)]
        }
        let text = String(decoding: octets.prefix(Self.shownOctets), as: UTF8.self)
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        if lines.last?.isEmpty == true { lines.removeLast() }
        let rest = octets.count - min(octets.count, Self.shownOctets)
        return (lines + (rest > 0 ? ["(\(rest) octets more)"] : [])).map { Self.span($0, severity) }
    }

    private static func span(_ text: String, _ severity: Severity?) -> HTML {
        let name = (severity ?? .info).rawValue
        return .element(.span, [.class: name], "\(.badge(name)) \(.shortened(text))")
    }
}

import Exposure

/// The tables of numbers, and what follows from a message as a whole.
enum PageTables {
    /// How many findings there are of each severity, and how many there were before, where that is known.
    static func counts(_ counts: ExposureReport.Counts, before: ExposureReport.Counts?) -> String {
        let rows = zip(counts.bySeverity, (before ?? counts).bySeverity).map { now, then in
            "<tr><th scope=\"row\">\(badge(now.severity))</th>"
                + (before == nil ? "" : "<td>\(then.count)</td>") + "<td>\(now.count)</td></tr>"
        }
        let heading = before == nil ? "" : "<th scope=\"col\">before</th>"
        return "<table class=\"counts\"><caption>Findings by severity</caption><thead><tr>"
            + "<th scope=\"col\">severity</th>\(heading)<th scope=\"col\">now</th></tr></thead><tbody>"
            + rows.joined() + "</tbody></table>"
    }

    /// What follows from several fields, what would lower it, and what was not looked at.
    static func derived(_ report: ExposureReport) -> String {
        let items = report.derived.map { finding in
            let readers = finding.observers.map(PagePath.name).joined(separator: ", ")
            let fields = finding.fields.joined(separator: ", ")
            return "<li>\(badge(finding.severity)) <strong>\(finding.kind.rawValue)</strong>: "
                + "\(HTMLText.shortened(finding.value)). \(HTMLText.escaped(finding.detail))"
                + (fields.isEmpty ? "" : " From: \(HTMLText.escaped(fields)).")
                + (readers.isEmpty ? "" : " Readers: \(readers).") + "</li>"
        }
        let advice = report.advice.map { advice in
            "<p>Best you could do: <code>\(HTMLText.escaped(advice.command))</code> hides "
                + "\(HTMLText.escaped(advice.hides.joined(separator: ", "))).</p>"
        }
        let best =
            advice.isEmpty ? ["<p>Best you could do: nothing more with smime-presence.</p>"] : advice
        let open = report.notEvaluated.map {
            "<p class=\"quiet\">Not evaluated: \(HTMLText.escaped($0)).</p>"
        }
        return "<ul>\n" + items.joined(separator: "\n") + "\n</ul>\n" + (best + open).joined(separator: "\n")
    }

    /// Many messages in numbers.
    static func summary(_ summary: ExposureSummary) -> String {
        let kinds = summary.information.map { kind in
            "<tr><th scope=\"row\">\(kind.kind)</th>"
                + kind.counts.bySeverity.map { "<td>\($0.count)</td>" }.joined() + "</tr>"
        }
        let headings = Severity.allCases.map { "<th scope=\"col\">\($0.rawValue)</th>" }.joined()
        let messages = summary.messages.map { message in
            "<li>\(badge(message.worst)) \(HTMLText.escaped(message.method)) "
                + "\(HTMLText.shortened(message.file, to: 200)): \(ExposureText.words(message.counts))</li>"
        }
        return "<section aria-label=\"All messages\">\n<h2>\(summary.messages.count) messages</h2>\n"
            + counts(summary.counts, before: nil)
            + "<p>Who has to do with whom can be read in \(summary.relationReadable) of them.</p>\n"
            + "<table class=\"kinds\"><caption>Findings by kind of information</caption><thead><tr>"
            + "<th scope=\"col\">kind</th>\(headings)</tr></thead><tbody>\(kinds.joined())</tbody></table>\n"
            + "<ul>\n\(messages.joined(separator: "\n"))\n</ul>\n</section>\n"
    }

    /// A severity in colour and in words.
    static func badge(_ severity: Severity) -> String {
        "<b class=\"badge \(severity.rawValue)\">\(severity.rawValue)</b>"
    }
}

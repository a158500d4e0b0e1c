import Exposure

/// The tables of numbers, and the conclusions from a whole message.
enum PageTables {
    /// Returns the number of findings of each severity, and the numbers before, if known.
    static func counts(_ counts: ExposureReport.Counts, before: ExposureReport.Counts?) -> HTML {
        let rows = zip(counts.bySeverity, (before ?? counts).bySeverity).map { now, then -> HTML in
            let earlier: HTML = before == nil ? "" : .element(.td, "\(then.count)")
            return .element(
                .tr,
                .rowHeading(.badge(now.severity.rawValue)) + earlier + .element(.td, "\(now.count)"))
        }
        let headings = ["severity"] + (before == nil ? [] : ["before"]) + ["now"]
        return table(
            class: "counts", caption: "Findings by severity", headings: headings, rows: rows.concatenated())
    }

    /// Returns conclusions from several fields, commands that would reduce them, and
    /// facts that were not examined.
    static func derived(_ report: ExposureReport) -> HTML {
        let items = report.derived.map { finding -> HTML in
            let readers = finding.observers.map(PagePath.name).joined(separator: ", ")
            let fields = finding.fields.joined(separator: ", ")
            let from: HTML = fields.isEmpty ? "" : " From: \(fields)."
            let by: HTML = readers.isEmpty ? "" : " Readers: \(readers)."
            return .element(
                .li,
                "\(.badge(finding.severity.rawValue)) \(.element(.strong, HTML(finding.kind.rawValue))): "
                    + "\(.shortened(finding.value)). \(finding.detail)" + from + by)
        }
        let advice = report.advice.map { advice -> HTML in
            .element(
                .p, [.class: "command"],
                "Best you could do: \(.element(.code, HTML(advice.command))) hides "
                    + "\(advice.hides.joined(separator: ", ")), and needs \(advice.needs)."
            )
        }
        let best: [HTML] =
            advice.isEmpty
            ? [.element(.p, "Best you could do: nothing more with smime-presence.")] : advice
        let open = report.notEvaluated.map { text -> HTML in
            .element(.p, [.class: "quiet"], "Not evaluated: \(text).")
        }
        return .element(.ul, "\n\(items.concatenated("\n"))\n") + "\n" + (best + open).concatenated("\n")
    }

    /// Returns the numbers of many messages.
    static func summary(_ summary: ExposureSummary) -> HTML {
        let kinds = summary.information.map { kind -> HTML in
            let counts = kind.counts.bySeverity.map { HTML.element(.td, "\($0.count)") }
            return .element(.tr, .rowHeading(HTML(kind.kind)) + counts.concatenated())
        }
        let messages = summary.messages.map { message -> HTML in
            .element(
                .li,
                "\(.badge(message.worst.rawValue)) \(.shortened(message.title, to: 80)) "
                    + "\(.shortened(message.file, to: 200)): \(ExposureText.words(message.counts))")
        }
        let kindTable = scrolling(
            "Findings by kind of information",
            table(
                class: "kinds", caption: "Findings by kind of information",
                headings: ["kind"] + Severity.allCases.map(\.rawValue), rows: kinds.concatenated()))
        let content: HTML = """

            \(.element(.h2, "\(summary.messages.count) messages"))
            \(counts(summary.counts, before: nil))\
            \(.element(.p, "Related parties can be read in \(summary.relationReadable) of them."))
            \(kindTable)
            \(.element(.ul, "\n\(messages.concatenated("\n"))\n"))

            """
        return .element(.section, [.ariaLabel: "All messages"], content) + "\n"
    }

    /// Returns a table that scrolls on a narrow screen, also with the keyboard.
    static func scrolling(_ label: String, _ table: HTML) -> HTML {
        .element(.div, [.class: "scroll", .role: "region", .ariaLabel: label, .tabindex: "0"], table)
    }

    /// Returns a table with a caption and a row of headings.
    static func table(class name: String, caption: HTML, headings: [String], rows: HTML) -> HTML {
        let columns = headings.map { HTML.columnHeading($0) }.concatenated()
        return .element(
            .table, [.class: name],
            .element(.caption, caption) + .element(.thead, .element(.tr, columns)) + .element(.tbody, rows))
    }
}

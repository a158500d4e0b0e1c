import Exposure
import Octets

/// A message before and after protection, side by side, and what protection hid and added.
///
/// An envelope adds findings of its own, so the number of findings does not measure protection.
struct ExposureComparison {
    /// One fact about both messages.
    struct Row: Equatable {
        let title: String
        let before: String
        let after: String
    }

    /// A finding that is gone or is new, with its severity.
    struct Difference: Equatable {
        let name: String
        let severity: Severity
    }

    let rows: [Row]
    /// The findings that are gone, or no longer reveal anything, most severe first.
    let hidden: [Difference]
    /// The findings that are new, or now reveal something, most severe first.
    let added: [Difference]

    init(before: ExposureReport, after: ExposureReport) {
        let change = ExposureChange(before: before, after: after)
        hidden = Self.differences(change.hidden, in: before)
        added = Self.differences(change.added, in: after)
        rows = [
            Row(title: "body readable by", before: Self.body(before), after: Self.body(after)),
            Row(title: "who watches whom", before: Self.relation(before), after: Self.relation(after)),
            Row(title: "worst finding", before: Self.worst(before), after: Self.worst(after)),
            Row(title: "findings", before: "\(before.headers.count)", after: "\(after.headers.count)"),
        ]
    }

    /// A sentence that compares both lists.
    var balance: String {
        switch (hidden.first?.severity, added.first?.severity) {
        case (let hid?, let new?):
            "The worst that protection hid is \(hid.rawValue), the worst that it added is \(new.rawValue)."
        case (let hid?, nil): "The worst that protection hid is \(hid.rawValue); it added nothing."
        case (nil, let new?): "Protection hid nothing; the worst that it added is \(new.rawValue)."
        case (nil, nil): "Protection changed no finding."
        }
    }

    private static func differences(_ names: [String], in report: ExposureReport) -> [Difference] {
        names.map { name in
            Difference(
                name: name, severity: report.headers.first { $0.name == name }?.severity ?? .info)
        }
    }

    private static func body(_ report: ExposureReport) -> String {
        switch report.body {
        case .absent: "no body"
        case .encrypted: "only its recipients"
        case .signedInClear: "everyone; it is only signed"
        case .clear: "everyone on the path"
        }
    }

    private static func relation(_ report: ExposureReport) -> String {
        let readers = report.relationReaders.count
        if readers == 0 { return "not shown" }
        return readers == Observer.allCases.count
            ? "everyone on the path" : "\(readers) of \(Observer.allCases.count) positions"
    }

    private static func worst(_ report: ExposureReport) -> String {
        guard let worst = report.headers.first?.severity else { return "none" }
        return "\(worst.rawValue), \(report.headers.count { $0.severity == worst }) of them"
    }
}

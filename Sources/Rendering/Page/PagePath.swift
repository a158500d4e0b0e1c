import Exposure

/// The positions on the path, each with what it can read.
struct PagePath {
    private let report: ExposureReport

    init(_ report: ExposureReport) { self.report = report }

    var html: HTML {
        let sender = HTML.element(.li, "\(.element(.strong, "Sender")) writes the message.")
        let nodes = Observer.allCases.map(node)
        return .element(.ol, [.class: "path"], "\n\(([sender] + nodes).concatenated("\n"))\n")
    }

    private func node(_ observer: Observer) -> HTML {
        let seen = report.headers.filter { $0.observers.contains(observer) }
        let counts = ExposureReport.Counts(seen.map(\.severity))
        var kinds: [String] = []
        for finding in seen where finding.severity >= .medium {
            for kind in finding.reveals where !kinds.contains(kind) { kinds.append(kind) }
        }
        let readsPair = report.derived.contains { $0.kind == .relation && $0.observers.contains(observer) }
        let sees: [HTML] = [
            "reads \(ExposureText.words(counts))",
            "of \(kinds.isEmpty ? "low severity only" : kinds.joined(separator: ", "))",
            readsPair ? "reads a relation between parties" : "reads no relation",
        ]
        return .element(
            .li,
            .element(.strong, HTML(Self.name(observer)))
                + sees.map { .element(.span, [.class: "sees"], $0) }.concatenated())
    }

    static func name(_ observer: Observer) -> String {
        switch observer {
        case .accessEavesdropper: "Eavesdropper on the access leg"
        case .pCSCF: "P-CSCF"
        case .visitedNetwork: "Visited network"
        case .sCSCF: "S-CSCF"
        case .presenceServer: "Presence server"
        case .farSide: "Far side"
        }
    }
}

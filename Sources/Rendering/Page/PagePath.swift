import Exposure

/// The positions on the path, each with what it can read.
struct PagePath {
    private let report: ExposureReport

    init(_ report: ExposureReport) { self.report = report }

    var html: String {
        let nodes = Observer.allCases.map(node)
        return "<ol class=\"path\">\n<li><strong>Sender</strong> writes the message.</li>\n"
            + nodes.joined(separator: "\n") + "\n</ol>"
    }

    private func node(_ observer: Observer) -> String {
        let seen = report.headers.filter { $0.observers.contains(observer) }
        let counts = ExposureReport.Counts(seen.map(\.severity))
        var kinds: [String] = []
        for finding in seen where finding.severity >= .medium {
            for kind in finding.reveals where !kinds.contains(kind) { kinds.append(kind) }
        }
        let readsPair = report.derived.contains { $0.kind == .relation && $0.observers.contains(observer) }
        return "<li><strong>\(Self.name(observer))</strong>"
            + "<span class=\"sees\">reads \(ExposureText.words(counts))</span>"
            + "<span class=\"sees\">of \(kinds.isEmpty ? "nothing grave" : kinds.joined(separator: ", "))</span>"
            + "<span class=\"sees\">\(readsPair ? "reads who has to do with whom" : "reads no pair of parties")</span></li>"
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

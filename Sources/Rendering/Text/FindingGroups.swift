import Exposure

/// The findings of a report by who can read them, then by what they reveal and how severe that is.
///
/// Text and page follow the same grouping, so that a reader finds the same names together in both.
struct FindingGroups {
    /// What the same positions of the path read.
    struct Reading {
        let readers: [Observer]
        /// The groups, the most severe first.
        fileprivate(set) var groups: [Group]

        /// Returns the readers in words, as the beginning of a list of what they read.
        func title(naming name: (Observer) -> String) -> String {
            readers == Observer.allCases
                ? "Everyone on the path reads" : "Read by " + readers.map(name).joined(separator: ", ")
        }
    }

    /// Findings of one kind and one severity.
    struct Group {
        /// The first kind of information that the findings reveal.
        let kind: String
        let severity: Severity
        fileprivate(set) var findings: [ExposureFinding]
    }

    /// One for each set of readers, the most readers first.
    let readings: [Reading]

    init(_ report: ExposureReport) {
        var readings: [Reading] = []
        for finding in report.headers {
            let place = readings.firstIndex { $0.readers == finding.observers } ?? readings.endIndex
            if place == readings.endIndex { readings.append(Reading(readers: finding.observers, groups: [])) }
            readings[place].add(finding)
        }
        self.readings = readings.sorted { $0.readers.count > $1.readers.count }
    }
}

extension FindingGroups.Reading {
    fileprivate mutating func add(_ finding: ExposureFinding) {
        let kind = finding.reveals.first ?? "nothing"
        let place = groups.firstIndex { $0.kind == kind && $0.severity == finding.severity }
        if let place {
            groups[place].findings.append(finding)
        } else {
            groups.append(.init(kind: kind, severity: finding.severity, findings: [finding]))
        }
    }
}

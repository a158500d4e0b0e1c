public import Exposure
import Octets

extension SARIFLog {
    /// Creates the log of reports, each with the file its message came from; equal reports give equal logs.
    ///
    /// - Parameters:
    ///   - reports: the file, the number of the message if a file contains several, and the report.
    ///   - version: the version of the program.
    public init(_ reports: [(file: String, number: Int?, report: ExposureReport)], version: String) {
        var rules = RuleTable()
        var results: [Result] = []
        for (file, number, report) in reports {
            let place = Place(uri: Self.uri(of: file), name: file, number: number)
            for finding in report.headers {
                let index = rules.index(of: finding)
                results.append(Self.result(finding, rule: (finding.row.name, index), at: place))
            }
            for finding in report.derived where finding.kind == .relation && !finding.observers.isEmpty {
                let index = rules.index(of: finding)
                results.append(Self.result(finding, index: index, at: place))
            }
        }
        let driver = Driver(name: "smime-presence", version: version, rules: rules.rules)
        runs = [Run(tool: Tool(driver: driver), results: results)]
    }

    private static func result(
        _ finding: ExposureFinding, rule: (id: String, index: Int), at place: Place
    ) -> Result {
        let value = ExposureText.shortened(PrintableText.escaped(finding.value))
        let name = PrintableText.escaped(finding.name)
        let readers = finding.observers.map(\.rawValue).joined(separator: ", ")
        let text =
            "\(finding.severity.rawValue): \(name)\(value.isEmpty ? "" : " (\(value))") can be read by "
            + "\(readers). \(finding.detail) \(finding.severityReason)"
        let locations = finding.lines.map(place.location)
        return Result(
            ruleId: rule.id, ruleIndex: rule.index, level: Level(finding.severity), message: Text(text: text),
            locations: Array(locations.prefix(1)),
            relatedLocations: locations.count > 1 ? Array(locations.dropFirst()) : nil,
            partialFingerprints: place.fingerprints(of: finding.name))
    }

    private static func result(_ finding: DerivedFinding, index: Int, at place: Place) -> Result {
        let readers = finding.observers.map(\.rawValue).joined(separator: ", ")
        let text =
            "\(finding.severity.rawValue): \(finding.detail) It follows from "
            + "\(finding.fields.joined(separator: ", ")); readers: \(readers)."
        return Result(
            ruleId: finding.kind.rawValue, ruleIndex: index, level: Level(finding.severity),
            message: Text(text: text), locations: [place.location(line: 1)], relatedLocations: nil,
            partialFingerprints: place.fingerprints(of: finding.kind.rawValue))
    }

    /// The place of a message: its file, and its number there.
    private struct Place {
        let uri: String
        let name: String
        /// Its number in a capture or log; nil for the only message of a file.
        let number: Int?

        /// Returns a line of the message.
        ///
        /// Lines are counted from the beginning of the message; in a capture, the logical location names it.
        func location(line: Int) -> Location {
            let logical = number.map { number in
                LogicalLocation(
                    name: "message \(number)",
                    fullyQualifiedName: "\(PrintableText.escaped(name))#\(number)",
                    kind: "message")
            }
            return Location(
                physicalLocation: PhysicalLocation(
                    artifactLocation: ArtifactLocation(uri: uri), region: Region(startLine: line)),
                logicalLocations: logical.map { [$0] },
                message: number.map { Text(text: "Line \(line) of message \($0).") })
        }

        /// Returns fingerprints that also distinguish the messages of one file.
        func fingerprints(of field: String) -> [String: String] {
            var prints = ["field/v1": field]
            if let number { prints["message/v1"] = "\(number)" }
            return prints
        }
    }

    /// Returns the file as a URI reference (RFC 3986 §4.1); every octet that is not plain is escaped.
    static func uri(of file: String) -> String {
        (file.hasPrefix("/") ? "file://" : "")
            + PercentEncoding.escaped(FileName.octets(file)) {
                ASCII.isAlphanumeric($0) || "-._~/".utf8.contains($0)
            }
    }
}

/// The rules of the results, in the order of their first use.
private struct RuleTable {
    private(set) var rules: [SARIFLog.Rule] = []
    private var indices: [String: Int] = [:]

    mutating func index(of finding: ExposureFinding) -> Int {
        let row = finding.row
        return index(row.name) {
            SARIFLog.Rule(
                id: row.name, shortDescription: .init(text: "\(row.name) can be read on the path."),
                fullDescription: .init(text: row.reveals),
                help: .init(text: "\(row.userAgent) \(row.mitigation) What remains: \(row.residual)"),
                defaultConfiguration: .init(level: .init(row.severity)),
                // Each unknown field has its own value.
                properties: .init(
                    hideable: finding.known ? row.hideable : nil, source: row.source, tags: finding.reveals))
        }
    }

    mutating func index(of finding: DerivedFinding) -> Int {
        index(finding.kind.rawValue) {
            SARIFLog.Rule(
                id: finding.kind.rawValue,
                shortDescription: .init(text: "Two related parties can be read."),
                fullDescription: .init(text: "One field names one party, another field names the other."),
                help: .init(text: "Make one of the two parties anonymous."),
                defaultConfiguration: .init(level: .error),
                properties: .init(
                    hideable: nil, source: "RFC 3856 §9.1; RFC 3323 §4.1.1.3", tags: ["relation"]))
        }
    }

    private mutating func index(_ id: String, make: () -> SARIFLog.Rule) -> Int {
        if let index = indices[id] { return index }
        indices[id] = rules.count
        rules.append(make())
        return rules.count - 1
    }
}

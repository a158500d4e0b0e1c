import Exposure
import Foundation
import Octets
import Rendering
import SIPMessage
import TestSupport
import Testing

@Suite("SARIF logs")
struct SARIFLogTests {
    private func log(_ reports: [(String, Int?, ExposureReport)]) throws -> [String: Any] {
        try reportMembers(
            of: SARIFLog(reports.map { (file: $0.0, number: $0.1, report: $0.2) }, version: "1.2.3"))
    }

    private func run(of log: [String: Any]) throws -> [String: Any] {
        let runs = try #require(log["runs"] as? [[String: Any]])
        #expect(runs.count == 1)
        return try #require(runs.first)
    }

    private func driver(of run: [String: Any]) throws -> [String: Any] {
        try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
    }

    private var notify: ExposureReport {
        get throws { ExposureReport.of(try ExampleMessage.capture("t1-plain-bob-05-rx-NOTIFY"), layers: []) }
    }

    /// The requirements of the SARIF 2.1.0 schema on the objects in use: members, and words of enumerations.
    private func checkAgainstSchema(_ log: [String: Any]) throws {
        #expect(log["version"] as? String == "2.1.0")
        #expect((log["$schema"] as? String)?.hasSuffix("sarif-2.1.0.json") == true)
        let run = try run(of: log)
        let driver = try driver(of: run)
        #expect(driver["name"] as? String == "smime-presence")
        let rules = try #require(driver["rules"] as? [[String: Any]])
        let ids = rules.compactMap { $0["id"] as? String }
        #expect(ids.count == rules.count && Set(ids).count == ids.count)
        for rule in rules {
            for member in ["shortDescription", "fullDescription", "help"] {
                #expect((rule[member] as? [String: Any])?["text"] is String)
            }
            let level = (rule["defaultConfiguration"] as? [String: Any])?["level"] as? String
            #expect(["none", "note", "warning", "error"].contains(level))
        }
        for result in try #require(run["results"] as? [[String: Any]]) {
            try check(result, ids: ids)
        }
    }

    private func check(_ result: [String: Any], ids: [String]) throws {
        #expect(((result["message"] as? [String: Any])?["text"] as? String)?.isEmpty == false)
        #expect(["none", "note", "warning", "error"].contains(result["level"] as? String))
        let index = try #require(result["ruleIndex"] as? Int)
        #expect(ids.indices.contains(index) && ids[index] == result["ruleId"] as? String)
        #expect((result["partialFingerprints"] as? [String: String])?["field/v1"] != nil)
        let related = result["relatedLocations"] as? [[String: Any]] ?? []
        for location in try #require(result["locations"] as? [[String: Any]]) + related {
            let place = try #require(location["physicalLocation"] as? [String: Any])
            let uri = try #require((place["artifactLocation"] as? [String: Any])?["uri"] as? String)
            #expect(URL(string: uri) != nil)
            let line = try #require((place["region"] as? [String: Any])?["startLine"] as? Int)
            #expect(line >= 1)
        }
    }

    @Test("have every member that the schema requires, and rules for what they use")
    func structure() throws {
        let hostile = try ExampleMessage.subscribe(
            from: "\"<script>\" <sip:bob@example.net>;tag=1",
            others: ["X-A: \u{9B}31m", "Via: SIP/2.0/UDP a;branch=z9hG4bKx"])
        let log = try log([
            ("a b/ü.sip", nil, try notify), ("/c.pcap", 3, ExposureReport.of(hostile, layers: [])),
        ])
        try checkAgainstSchema(log)
        let results = try #require(try run(of: log)["results"] as? [[String: Any]])
        let text = String(decoding: try JSONSerialization.data(withJSONObject: results), as: UTF8.self)
        #expect(text.contains("a%20b\\/%C3%BC.sip") && text.contains("\"file:\\/\\/\\/c.pcap\""))
        #expect(!text.contains("\u{9B}"))
    }

    @Test("have level error, warning and note by severity, and the line of the field")
    func levels() throws {
        let report = try notify
        let results = try #require(try run(of: log([("a.sip", nil, report)]))["results"] as? [[String: Any]])
        #expect(results.count == report.headers.count + 1)
        for (finding, result) in zip(report.headers, results) {
            let expected: String =
                switch finding.severity {
                case .critical, .high: "error"
                case .medium: "warning"
                case .low, .info: "note"
                }
            #expect(result["level"] as? String == expected)
            #expect(result["ruleId"] as? String == finding.name)
            let place =
                (result["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any]
            #expect((place?["region"] as? [String: Any])?["startLine"] as? Int == finding.lines.first)
        }
        #expect(results.last?["ruleId"] as? String == "relation")
    }

    @Test("have the rule of a field that the catalogue does not know")
    func unknown() throws {
        let report = ExposureReport.of(
            try ExampleMessage.subscribe(others: ["X-A: 1", "X-B: 2"]), layers: [])
        let run = try run(of: log([("a.sip", nil, report)]))
        let results = try #require(run["results"] as? [[String: Any]])
        #expect(results.count { $0["ruleId"] as? String == "(unknown extension header)" } == 2)
        let rules = try #require(driver(of: run)["rules"] as? [[String: Any]])
        #expect(rules.count { $0["id"] as? String == "(unknown extension header)" } == 1)
    }

    @Test("are the same for the same messages")
    func stable() throws {
        let log = SARIFLog([(file: "a.sip", number: nil, report: try notify)], version: "1")
        #expect(JSONWriter.document(log) == JSONWriter.document(log))
    }
}

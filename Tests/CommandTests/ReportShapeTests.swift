import Foundation
import TestSupport
import Testing

@testable import smime_presence

/// Checks through the commands how reports begin, and how they name messages.
@Suite("The structure of the reports of exposure and assess")
struct ReportShapeTests {
    private let lab: CommandLab

    init() throws { lab = try CommandLab.example() }

    private func assessment(_ arguments: String...) throws -> [String: Any] {
        let run = lab.run(["assess", "--rounds", "0", "--format", "json"] + arguments)
        #expect(run.status == .done, "\(run.words)")
        return try ReportObject(run.output).members
    }

    /// A log of SIPp with these messages.
    private func log(_ messages: [[UInt8]]) -> [UInt8] {
        let rule = String(repeating: "-", count: 47) + " 2026-11-30 12:32:44.530602\n"
        return messages.flatMap { message in
            Array("\(rule)UDP message sent (\(message.count) bytes):\n\n".utf8) + message + Array("\n".utf8)
        }
    }

    @Test("assess begins with the recommendation in text and page, and the JSON has it as a member")
    func recommendation() throws {
        let text = lab.run("assess", "--rounds", "0", "publish.sip").text
        #expect(
            text.hasPrefix(
                "Use S/MIME and IPsec (alternatives 3 and 5): no other alternative hides more of this "))
        let page = lab.run("assess", "--rounds", "0", "--format", "html", "publish.sip").text
        #expect(page.contains("</h1>\n<p class=\"answer\">Use S/MIME and IPsec (alternatives 3 and 5): "))
        let member = try #require(try assessment("publish.sip")["recommendation"] as? [String: Any])
        #expect(member["alternative"] as? String == "3+5" && member["isBestEverywhere"] as? Bool == true)
        #expect((member["conditions"] as? [String])?.isEmpty == false)
    }

    @Test(
        "assess of a directory takes the messages of a dialog in the order they were sent, not of their names"
    )
    func order() throws {
        try FileManager.default.createDirectory(
            atPath: lab.directory.file("dialog"), withIntermediateDirectories: true)
        for name in ["publish", "subscribe", "subscribe-200", "a5-notify"] {
            try lab.directory.write(
                Vectors.octets("ims/reconstructed-\(name).sip"), to: "dialog/\(name).sip")
        }
        let messages = try #require(try assessment("dialog")["messages"] as? [[String: Any]])
        let names = messages.compactMap { ($0["file"] as? String)?.components(separatedBy: "/").last }
        #expect(names.count == 4)
        let subscribe = try #require(names.firstIndex(of: "subscribe.sip"))
        for later in ["a5-notify.sip", "subscribe-200.sip"] {
            #expect(try #require(names.firstIndex(of: later)) > subscribe)
        }
        let page = lab.run("assess", "--rounds", "0", "--format", "html", "dialog").text
        let items = try #require(page.components(separatedBy: "in the order they were sent</summary>").last)
        let places = names.map { items.range(of: "\($0)</code>")?.lowerBound }
        #expect(!places.contains(nil) && places.compactMap { $0 } == places.compactMap { $0 }.sorted())
    }

    @Test("no format has costs of an alternative that cannot be used")
    func costs() throws {
        let costs = try #require(try assessment("publish.sip")["costs"] as? [[String: Any]])
        let figures = ["messageOctets", "octetsOnAir", "packets", "roundTrips", "tooLongForUDP"]
        for cost in costs {
            let isUsable = !["0", "4", "3+4"].contains(cost["alternative"] as? String)
            #expect(figures.allSatisfy { (cost[$0] != nil) == isUsable }, "\(cost)")
        }
        let page = lab.run("assess", "--rounds", "0", "--format", "html", "publish.sip").text
        let row = try #require(
            page.components(separatedBy: ">TLS</th>").last?.components(separatedBy: "</tr>").first)
        #expect(row.components(separatedBy: "n/a").count == 7 && row.allSatisfy { !$0.isNumber })
    }

    @Test("messages of a log: responses have their status, and SARIF has the file and the number")
    func responses() throws {
        let answer = Array(
            String(decoding: try lab.directory.octets(of: "publish.sip"), as: UTF8.self)
                .components(separatedBy: "\r\n\r\n")[0].split(separator: "\r\n").dropFirst()
                .filter { !$0.hasPrefix("Content-") }.joined(separator: "\r\n").utf8)
        let response = Array("SIP/2.0 200 OK\r\n".utf8) + answer + Array("\r\nContent-Length: 0\r\n\r\n".utf8)
        try lab.directory.write(
            log([try lab.directory.octets(of: "publish.sip"), response]), to: "trace.log")
        let text = lab.run("exposure", "trace.log").text
        #expect(text.contains("  200 OK to PUBLISH ") && text.contains("trace.log#2\n"), "\(text)")
        #expect(
            lab.run("exposure", "--format", "html", "trace.log").text.contains(
                "200 OK to PUBLISH trace.log#2"))
        let log = try ReportObject(lab.run("exposure", "--format", "sarif", "trace.log").output).members
        let results = try #require((log["runs"] as? [[String: Any]])?.first?["results"] as? [[String: Any]])
        var numbers: Set<String> = []
        for result in results {
            let location = try #require((result["locations"] as? [[String: Any]])?.first)
            let place = try #require(location["physicalLocation"] as? [String: Any])
            #expect((place["artifactLocation"] as? [String: String])?["uri"] == "trace.log")
            let logical = try #require((location["logicalLocations"] as? [[String: String]])?.first)
            numbers.insert(try #require(logical["fullyQualifiedName"]))
        }
        #expect(numbers == ["trace.log#1", "trace.log#2"])
    }

    @Test("--before has before and after side by side, with what was hidden and added, within 40 lines")
    func before() throws {
        let text = lab.run("exposure", "--before", "publish.sip", "protected.sip").text
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= 41 && lines.allSatisfy { $0.count <= 80 })
        #expect(text.contains("\n  body readable by    everyone on the path        only its recipients\n"))
        #expect(text.contains("\nProtection hid: (body) (critical).\n"))
        #expect(text.contains("\nProtection added: CMS RecipientInfo rid (high), "))
        let page = lab.run("exposure", "--format", "html", "--before", "publish.sip", "protected.sip").text
        #expect(page.contains("<td>everyone on the path</td><td>only its recipients</td>"))
        #expect(page.contains("<svg class=\"wide\"") && page.contains("<svg class=\"narrow\""))
    }
}

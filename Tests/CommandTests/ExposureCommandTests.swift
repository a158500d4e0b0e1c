import CommandFiles
import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("exposure of one message")
struct ExposureCommandTests {
    private let lab: CommandLab

    init() throws { lab = try CommandLab.example() }

    @Test("a gate lets the report be written, and ends in status 1 with what is readable and a hint")
    func gate() throws {
        for (severity, words) in [
            ("critical", "findings of severity critical remain"),
            ("high", "findings of severity high or above remain"),
        ] {
            let result = lab.run("exposure", "--fail-on", severity, "--report", "r.json", "publish.sip")
            #expect(result.status == .refused)
            #expect(result.text == lab.run("exposure", "publish.sip").text)
            #expect(result.words.contains("error: \(words): (Request-URI), To, From"))
            #expect(result.words.contains("hint: see 'best you could do' in the report"))
            let report = try ReportObject(lab.directory.octets(of: "r.json"))
            #expect(report.members["verdict"] is NSNull && report.members["reason"] is NSNull)
            #expect(report.members["exposure"] != nil)
        }
    }

    @Test("a gate that nothing reaches is open")
    func openGate() throws {
        let text = """
            OPTIONS sip:example.test SIP/2.0
            Via: SIP/2.0/TCP anonymous.invalid;branch=z9hG4bK1
            From: <sip:anonymous@anonymous.invalid>;tag=1
            To: <sip:anonymous@anonymous.invalid>
            Call-ID: 1
            CSeq: 1 OPTIONS
            Content-Length: 0


            """.replacingOccurrences(of: "\n", with: "\r\n")
        let result = lab.run("exposure", "--fail-on", "critical", input: Array(text.utf8))
        #expect(result.status == .done && result.words.isEmpty)
        #expect(lab.run("exposure", "--fail-on", "high", input: Array(text.utf8)).status == .refused)
    }

    @Test("a gate in every format writes what the format writes without it")
    func gateFormats() throws {
        for format in ["json", "html", "sarif"] {
            let arguments = ["exposure", "--format", format, "publish.sip"]
            let gated = lab.run(arguments + ["--fail-on", "medium"])
            #expect(gated.status == .refused && gated.output == lab.run(arguments).output)
        }
    }

    @Test("what an input is refused for comes before any gate")
    func refusedInput() throws {
        let result = lab.run(
            "exposure", "--fail-on", "critical", "--report", "r.json", input: Array("x".utf8))
        #expect(result.status == .refused && result.output.isEmpty)
        #expect(try ReportObject(lab.directory.octets(of: "r.json")).reasonCode == "malformed")
    }

    @Test("the page shows counts before and after where the message before is named")
    func before() throws {
        let page = lab.run("exposure", "--format", "html", "--before", "publish.sip", "protected.sip").text
        #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))
        #expect(page.contains("before</th>"))
        let json = try ReportObject(
            lab.run("exposure", "--format", "json", "--before", "publish.sip", "protected.sip").output)
        let change = try #require(json.members["exposureChange"] as? [String: [String]])
        #expect(change["hidden"] == ["(body)"])
        #expect(json.members["exposureBefore"] != nil)
        try lab.expectFailure(
            .environment, of: ["exposure", "--before", "absent.sip", "publish.sip"], says: ["absent.sip"])
        try lab.expectFailure(
            .usage, of: ["exposure", "--before", "publish.sip", "publish.sip", "notify.sip"],
            says: ["'--before' requires exactly one MESSAGE"])
    }

    @Test("a message of another kind or dialog is not taken for the one before protection")
    func otherBefore() throws {
        let other = try lab.changed("publish.sip", "Call-ID: ", "Call-ID: other-")
        try lab.directory.write(other, to: "other.sip")
        for file in ["other.sip", "notify.sip"] {
            let result = lab.run("exposure", "--before", file, "protected.sip")
            #expect(result.status == .refused && result.output.isEmpty)
            #expect(result.words.contains("of another kind or dialog"))
        }
        let rewritten = lab.run(
            "encrypt", "--tunnel", "--outer-headers", "anonymous", "--rewrite-dialog", "d.json", "publish.sip"
        )
        try lab.directory.write(rewritten.output, to: "rewritten.sip")
        #expect(lab.run("exposure", "--before", "publish.sip", "rewritten.sip").status == .done)
    }

    @Test(
        "its advice about protected.sip can be followed, which keeps that file, and a gate that none opens says so"
    )
    func adviceFollowed() throws {
        let protected = lab.run("encrypt", "publish.sip").output
        try lab.directory.write(protected, to: "protected.sip")
        let line = try #require(
            // A shell joins the lines of a continued command.
            lab.run("exposure", "protected.sip").text.replacing(" \\\n", with: " ").split(separator: "\n").map
            {
                $0.trimmingCharacters(in: .whitespaces)
            }.last { $0.hasPrefix("smime-presence decrypt protected.sip") })
        try ExampleLab.shell(in: lab.directory).run(line)
        #expect(try lab.directory.octets(of: "protected.sip") == protected)
        let opened = lab.run("decrypt", "protected-again.sip")
        #expect(opened.words.contains("the whole message was inside"), "\(opened.words)")
        let gate = lab.run("exposure", "--fail-on", "critical", "protected-again.sip")
        #expect(gate.status == .refused && gate.words.contains("no option of encrypt hides more"))
        #expect(
            lab.run("exposure", "--fail-on", "critical", "publish.sip").words.contains("best you could do"))
    }

    @Test("the commands that would hide more work, and hide what they say")
    func advice() throws {
        func exposure(_ name: String) throws -> [String: Any] {
            let report = try ReportObject(lab.run("exposure", "--format", "json", name).output)
            return try #require(report.members["exposure"] as? [String: Any])
        }
        try lab.directory.write(lab.run("sign", "publish.sip").output, to: "signed.sip")
        let talkative =
            "Subject: lunch\r\nP-Access-Network-Info: 3GPP-UTRAN-TDD; utran-cell-id-3gpp=2\r\nEvent: "
        try lab.directory.write(lab.changed("publish.sip", "Event: ", talkative), to: "talkative.sip")
        try lab.directory.write(lab.run("encrypt", "talkative.sip").output, to: "enveloped.sip")
        let shell = ExampleLab.shell(in: lab.directory)
        var tried = 0
        for name in ["publish.sip", "notify.sip", "signed.sip", "talkative.sip", "enveloped.sip"] {
            let advice = try #require(try exposure(name)["advice"] as? [[String: Any]])
            for one in advice {
                let command = try #require(one["command"] as? String)
                let line = command.replacing("MESSAGE", with: name).replacing(
                    "-o RESULT", with: "-o better.sip")
                // It keeps the mapping of another message.
                try? FileManager.default.removeItem(atPath: lab.directory.file("dialog.json"))
                try shell.run(line)
                let left = try #require(try exposure("better.sip")["headers"] as? [[String: Any]])
                let readable = left.filter { $0["severity"] as? String != "info" }.compactMap {
                    $0["name"] as? String
                }
                let hidden = try #require(one["hides"] as? [String])
                #expect(!hidden.isEmpty && Set(hidden).isDisjoint(with: readable), "\(line)")
                #expect(lab.run("verify", "better.sip").status == .done, "\(line)")
                tried += 1
            }
        }
        #expect(tried == 10)
    }

    @Test("colours are for terminals, and for those who want them")
    func colours() throws {
        func text(_ kind: Console.OutputKind, _ environment: [String: String], _ options: String...) -> String
        {
            CommandRun.of(
                ["exposure", "publish.sip"] + options, environment: environment, in: lab.directory.path,
                outputKind: kind
            ).text
        }
        #expect(text(.terminal, [:]).contains("\u{1B}[1;31mcritical\u{1B}[0m"))
        #expect(text(.terminal, ["NO_COLOR": ""]).contains("\u{1B}["))
        for plain in [
            text(.terminal, ["NO_COLOR": "1"]), text(.terminal, ["TERM": "dumb"]), text(.other, [:]),
            text(.file(mode: 0o644), [:]), text(.terminal, [:], "--format", "json"),
        ] {
            #expect(!plain.contains("\u{1B}") && plain.contains("critical"))
        }
        _ = text(.terminal, [:], "-o", "out.txt")
        #expect(try !lab.directory.octets(of: "out.txt").contains(0x1B))
    }

    @Test("SARIF names the file, the rule and the line")
    func sarif() throws {
        let log = try ReportObject(lab.run("exposure", "--format", "sarif", "publish.sip").output)
        #expect(log.members["version"] as? String == "2.1.0")
        let run = try #require((log.members["runs"] as? [[String: Any]])?.first)
        let results = try #require(run["results"] as? [[String: Any]])
        let from = try #require(results.first { $0["ruleId"] as? String == "From" })
        let place = (from["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any]
        #expect((place?["artifactLocation"] as? [String: String])?["uri"] == "publish.sip")
        #expect((place?["region"] as? [String: Int])?["startLine"] == 5)
    }
}

import CommandFiles
import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("The result of verify and inspect for people")
struct VerdictTextTests {
    private let lab: CommandLab

    init() throws { lab = try CommandLab.example() }

    @Test("is a few lines on a terminal: who signed, by which rule, for whom, when, what stays exposed")
    func terminal() {
        let result = lab.run("verify", "protected.sip", outputKind: .terminal)
        #expect(result.status == .done)
        let lines = result.text.split(separator: "\n").map(String.init)
        #expect(lines.first?.hasPrefix("accepted: signed by sip:alice@example.test") == true)
        for start in [
            "  rule    the certificate", "  issuer  CN=", "  signed  2026-11-23T",
            "  for     sip:example.test",
        ] {
            #expect(lines.contains { $0.hasPrefix(start) }, "\(start)")
        }
        #expect(lines.last?.hasPrefix("  exposed ") == true && lines.count < 9)
        let inspected = lab.run("inspect", "protected.sip", outputKind: .terminal)
        #expect(inspected.text.hasPrefix("1. authEnveloped-data: aes-256-gcm by "))
    }

    @Test("is the JSON report elsewhere, with --format json, and in the file of --report")
    func json() throws {
        let plain = lab.run("verify", "protected.sip")
        #expect(try ReportObject(plain.output).verdict == "accepted")
        let asked = lab.run("verify", "--format", "json", "protected.sip", outputKind: .terminal)
        #expect(asked.output == plain.output)
        let file = lab.run("verify", "--report", "r.json", "protected.sip", outputKind: .terminal)
        #expect(file.output.isEmpty)
        #expect(try lab.directory.octets(of: "r.json") == plain.output)
        #expect(lab.run("verify", "--format", "text", "protected.sip").text.hasPrefix("accepted: "))
    }

    @Test("--report has the JSON report also beside a text, and after a refusal")
    func both() throws {
        let text = lab.run("verify", "--format", "text", "--report", "r.json", "protected.sip")
        #expect(text.text.hasPrefix("accepted: "))
        #expect(try ReportObject(lab.directory.octets(of: "r.json")).verdict == "accepted")
        #expect(lab.run("verify", "--format", "text", "--report", "r.json", "publish.sip").output.isEmpty)
        #expect(try ReportObject(lab.directory.octets(of: "r.json")).verdict == "refused")
    }

    @Test("of a refused message is the error alone")
    func refused() throws {
        let result = lab.run("verify", "publish.sip", outputKind: .terminal)
        #expect(result.status == .refused && result.output.isEmpty)
        #expect(result.words.contains("no protected body"))
    }

    @Test("--brief keeps counts, relation and worst of the exposure")
    func brief() throws {
        for command in ["verify", "inspect"] {
            let report = try ReportObject(lab.run(command, "--brief", "protected.sip").output)
            let exposure = try #require(report.members["exposure"] as? [String: Any])
            #expect(exposure.keys.sorted() == ["counts", "relationReadable", "worst"])
            #expect(exposure["worst"] as? String == "critical")
        }
    }
}

@Suite("exposure as text")
struct ExposureDetailTests {
    @Test("is one page that begins with the answer, and with --verbose every finding in full")
    func verbose() throws {
        let lab = try CommandLab.example()
        let page = lab.run("exposure", "protected.sip").text
        #expect(page.hasPrefix("The body is encrypted: only its recipients can read it.\n"))
        #expect(page.split(separator: "\n").count <= 40)
        for arguments in [["exposure", "--verbose", "protected.sip"], ["-v", "exposure", "protected.sip"]] {
            let full = lab.run(arguments).text
            #expect(full.hasPrefix("still readable: ") && full.contains("          reveals   "))
        }
    }
}

import Foundation
import SIPMessage
import SMIMEBody
import TestSupport
import Testing

@testable import smime_presence

@Suite("Messages with faults that do no harm")
struct LenientInputTests {
    private let lab: CommandLab

    init() throws { lab = try CommandLab.example() }

    private static let odd = "29 Nov 2026 17:33:24 GMT"

    /// publish.sip with a field before From.
    private func publish(_ field: String) throws -> [UInt8] {
        try lab.changed("publish.sip", "From:", "\(field)\r\nFrom:")
    }

    @Test(
        "exposure and inspect report on a message with a field that cannot be parsed, and list it as it stands"
    )
    func listed() throws {
        let message = try publish("Date: \(Self.odd)")
        for format in ["text", "json", "html", "sarif"] {
            let result = lab.run("exposure", "--format", format, input: message)
            #expect(result.status == .done && result.text.contains("Date"), "\(format)")
            #expect(result.words.contains("warning: Date '\(Self.odd)' cannot be parsed"), "\(result.words)")
        }
        let report = try ReportObject(lab.run("inspect", input: message).output)
        #expect(report.warningCodes == ["unparsed-field"])
    }

    @Test(
        "exposure and inspect report on messages that could not be protected",
        arguments: [
            ("From: ", "Form: ", "the header has no From"), ("Call-ID: ", "X: ", "the header has no Call-ID"),
            ("CSeq: ", "CSeq: x", "CSeq 'x"), ("Content-Length: ", "Content-Length: -", "is not a number"),
            ("Content-Length: ", "Content-Length: 9", "but Content-Length says"),
            ("Content-Length: ", "l: 0\r\nContent-Length: ", "Content-Length twice"),
            ("To: ", "To: <<", "To '<<"), (" SIP/2.0\r\n", " SIP/4.0\r\n", "'SIP/4.0' is not SIP/2.0"),
            ("Content-Type: ", "c: a/b\r\nContent-Type: ", "Content-Type twice"),
        ])
    func looked(old: String, new: String, words: String) throws {
        let message = try lab.changed("publish.sip", old, new)
        for command in ["exposure", "inspect"] {
            let result = lab.run(command, "--report", "r.json", input: message)
            #expect(result.status == .done, "\(command): \(result.words)")
            #expect(result.words.contains("\(words)"), "\(result.words)")
            let report = try ReportObject(lab.directory.octets(of: "r.json"))
            #expect(report.warningCodes.contains("sip-nonconforming"))
            #expect((report.members["message"] as? [String: Any])?["method"] as? String == "PUBLISH")
        }
        for command in ["encrypt", "sign", "decrypt", "verify", "assess"] {
            #expect(lab.run(command, input: message).status == .refused, "\(command)")
        }
    }

    @Test("a message with an odd Date is protected and opened, and has no age")
    func bound() throws {
        for (command, field) in [("encrypt", "Date: \(Self.odd)"), ("sign", "Contact: <<sip:a")] {
            let protected = lab.run(command, input: try publish(field))
            #expect(protected.status == .done, "\(protected.words)")
            #expect(protected.words.contains("(unparsed-field)"))
            let opened = lab.run("decrypt", input: protected.output)
            #expect(opened.status == .done, "\(opened.words)")
            let text = String(decoding: protected.output, as: UTF8.self)
            let isDate = field.hasPrefix("Date")
            for option in [["--max-age", "300"], ["--once"]] {
                let result = lab.run(["decrypt"] + option, input: protected.output)
                #expect(result.status == (isDate ? .refused : .done), "\(result.words)")
            }
            // Octets, since text would change the body.
            let name = isDate ? "17:33:24" : "<<sip:a"
            #expect(text.contains(name))
            let other = try #require(Data(protected.output).range(of: Data(name.utf8)))
            var changed = protected.output
            changed[other.upperBound - 1] = 0x35
            let refused = lab.run("decrypt", input: changed)
            #expect(refused.status == .refused && refused.output.isEmpty)
            #expect(refused.words.contains(isDate ? "Date changed" : "Contact changed"), "\(refused.words)")
        }
    }

    @Test(
        "inside a tunnel such a Date is compared too; a Contact whose display name cannot be left out is refused"
    )
    func tunnel() throws {
        let tunnelled = lab.run("encrypt", "--tunnel", input: try publish("Date: \(Self.odd)"))
        #expect(tunnelled.status == .done, "\(tunnelled.words)")
        #expect(lab.run("decrypt", input: tunnelled.output).status == .done)
        let message = try publish("Contact: <<sip:a")
        let minimal = lab.run("encrypt", "--tunnel", input: message)
        #expect(minimal.status == .refused && minimal.output.isEmpty)
        #expect(minimal.words.contains("the fields of the content: Contact '<<"), "\(minimal.words)")
        let all = lab.run("encrypt", "--tunnel", "--outer-headers", "none", input: message)
        #expect(all.status == .done, "\(all.words)")
        #expect(lab.run("decrypt", input: all.output).status == .done)
    }

    @Test(
        "line ends that were converted twice are named: as an error, and where nothing is at stake as a warning"
    )
    func lineEnds() throws {
        let message = try lab.directory.octets(of: "publish.sip")
        let converted = message.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
        let words = "line ends were converted twice (CR CR LF)"
        for command in ["encrypt", "sign", "decrypt"] {
            try lab.expectRefusal(.malformed, of: [command], input: converted, says: [words])
        }
        for command in ["exposure", "inspect"] {
            let result = lab.run(command, input: converted)
            #expect(result.status == .done && result.words.contains(words), "\(result.words)")
        }
        let entity = Array("Content-Type: text/plain\r\r\n\r\r\nhello".utf8)
        let parties = ["--from", "sip:alice@example.test", "--to", "sip:example.test"]
        try lab.expectRefusal(.malformed, of: ["encrypt"] + parties, input: entity, says: [words])
    }

    @Test("a body that was converted to UTF-8 is named")
    func convertedBody() throws {
        let message = try lab.directory.octets(of: "protected.sip")
        let converted = Array(String(String.UnicodeScalarView(message.map { Unicode.Scalar($0) })).utf8)
        let result = lab.run("decrypt", input: converted)
        #expect(result.status == .refused)
        #expect(result.words.contains("the body was converted to UTF-8"), "\(result.words)")
    }

    @Test("a document without a message: the error names everything that is missing")
    func document() throws {
        let document = Array("\u{FEFF}\n<?xml version='1.0'?><presence/>".utf8)
        let all = "give '--body TYPE --from URI --to URI'"
        try lab.expectFailure(.usage, of: ["encrypt"], input: document, says: [all])
        try lab.expectFailure(
            .usage, of: ["sign"], input: document, says: ["give '--body TYPE --from URI'"])
        try lab.expectFailure(
            .usage, of: ["encrypt", "--from", "sip:alice@example.test"], input: document,
            says: ["give '--body TYPE --to URI'"])
        try lab.expectFailure(
            .usage, of: ["encrypt", "--body", "application/pidf+xml"], input: document,
            says: ["give '--from URI --to URI'"])
    }
}

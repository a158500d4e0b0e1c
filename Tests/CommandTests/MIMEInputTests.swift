import Foundation
import MIME
import SMIMEAgent
import SMIMEBody
import TestSupport
import Testing

@testable import smime_presence

@Suite("--mime")
struct MIMEInputTests {
    private let lab: CommandLab
    private let parties = ["--from", "sip:alice@example.test"]

    init() throws { lab = try CommandLab.example() }

    private static let head = "To: b@example.test\nFrom: a@example.test\nSubject: lunch\n\twith Bob\n"

    /// A signed entity with the fields of a mail before it and among its own.
    private func mail() throws -> [UInt8] {
        let entity = Array("Content-Type: text/plain\r\n\r\nhello".utf8)
        let signed = lab.run(
            ["sign", "--form", "opaque", "--transfer-encoding", "base64"] + parties, input: entity)
        #expect(signed.status == .done, "\(signed.words)")
        return Array(Self.head.utf8) + signed.output
    }

    @Test("without it the error names the option, in every command that has it")
    func hint() throws {
        let mail = try mail()
        for command in ["encrypt", "sign", "decrypt", "verify", "inspect"] {
            let result = lab.run(command, input: mail)
            #expect(result.status == .refused && result.words.contains("give '--mime'"), "\(result.words)")
        }
        for command in ["exposure", "assess"] {
            #expect(!lab.run(command, input: mail).words.contains("--mime"))
        }
        #expect(!lab.run("decrypt", input: Array("Dear Bob,\r\n".utf8)).words.contains("--mime"))
    }

    @Test("a mail is opened, and its fields are named as skipped and written nowhere")
    func opened() throws {
        let result = lab.run(
            ["decrypt", "--mime", "--report", "r.json"] + parties, input: try mail())
        #expect(result.status == .done, "\(result.words)")
        #expect(result.text == "Content-Type: text/plain\r\n\r\nhello")
        #expect(result.words.contains("To, From, Subject (outside-entity)"))
        let report = try ReportObject(lab.directory.octets(of: "r.json"))
        #expect(report.warningCodes.contains("outside-entity"))
        #expect(report.members["headers"] == nil && report.members["message"] == nil)
        let inspected = try ReportObject(lab.run("inspect", "--mime", input: try mail()).output)
        #expect(inspected.members["form"] as? String == "mime-entity" && inspected.layers.count == 1)
        #expect(inspected.warningCodes == ["outside-entity"])
    }

    @Test("what is signed or encrypted has none of them, wherever they stood")
    func protected() throws {
        let text = "To: b@example.test\r\nContent-Type: text/plain\r\nSubject: lunch\r\nc: a/b\r\n\r\nhello"
        let signed = lab.run(["sign", "--mime"] + parties, input: Array(text.utf8))
        #expect(signed.status == .done && signed.words.contains("To, Subject, c (outside-entity)"))
        #expect(!signed.text.contains("lunch") && !signed.text.contains("b@example.test"))
        let plain = lab.run(["verify"] + parties, input: signed.output)
        #expect(plain.status == .done, "\(plain.words)")
        let whole = Array("MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nhello".utf8)
        let encrypted = lab.run(
            ["encrypt", "--mime", "--to", "sip:bob@example.test"] + parties, input: whole)
        #expect(
            encrypted.status == .done && !encrypted.words.contains("outside-entity"), "\(encrypted.words)")
    }

    @Test("the octets of what is kept stay as they are, line ends included")
    func octets() throws {
        let kept = "Content-Type: text/plain\n\nhello\n"
        let input = try MessageOrEntity.readEntity(Array((Self.head + kept).utf8))
        #expect(input.body?.octets == Array(kept.utf8))
        let text = try MessageOrEntity.readEntity(Array("To: b\r\n\r\nContent-Type: a/b\r\n\r\n".utf8))
        #expect(text.body?.headerFields == [] && text.warnings.map(\.code) == ["outside-entity"])
    }

    @Test("a SIP message is no MIME entity, and '--body' says something else")
    func refused() throws {
        let message = try lab.directory.octets(of: "publish.sip")
        try lab.expectRefusal(
            .malformed, of: ["sign", "--mime"] + parties, input: message, says: ["MIME header"])
        try lab.expectRefusal(.malformed, of: ["decrypt", "--mime"] + parties, says: ["the input is empty"])
        try lab.expectFailure(
            .usage, of: ["decrypt", "--mime", "--body", "text/plain"], says: ["--mime", "--body"])
    }
}

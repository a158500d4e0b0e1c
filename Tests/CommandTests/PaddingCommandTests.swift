import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("Padding on the command line")
struct PaddingCommandTests {
    private let lab: CommandLab

    init() throws { lab = try CommandLab.example() }

    @Test(
        "open and closed come out equally long, the report says what length still tells, and it opens as before"
    )
    func lengths() throws {
        var lengths: [Int] = []
        for basic in ["open", "closed"] {
            let text = String(decoding: try lab.changed("publish.sip", "open", basic), as: UTF8.self)
            let length = basic == "open" ? 0 : 2
            let old = try #require(text.firstMatch(of: /Content-Length: (\d+)/))
            let message = text.replacing(
                "Content-Length: \(old.1)", with: "Content-Length: \((Int(old.1) ?? 0) + length)")
            let sent = lab.run(
                "encrypt", "--pad", "1024", "--report", "report.json", input: Array(message.utf8))
            #expect(sent.status == .done, "\(sent.words)")
            lengths.append(sent.output.count)
            #expect(lab.run("decrypt", input: sent.output).text == message)
            let padding = try ReportObject(lab.directory.octets(of: "report.json")).members["padding"]
            let members = try #require(padding as? [String: Any])
            #expect(members["bucket"] as? Int == 1024)
            #expect((members["stillTells"] as? [String])?.count == 3)
        }
        #expect(abs(lengths[0] - lengths[1]) <= 8, "\(lengths)")
    }

    @Test("means nothing for a body on its own")
    func entity() throws {
        try lab.expectFailure(
            .usage,
            of: [
                "encrypt", "--pad", "64", "--from", "sip:alice@example.test", "--to", "sip:bob@example.test",
            ],
            input: Array("Content-Type: text/plain\r\n\r\nhello".utf8),
            says: ["'--pad'", "whole SIP message"])
    }
}

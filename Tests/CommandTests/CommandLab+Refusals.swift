import CommandFiles
import Foundation
import SMIMEBody
import TestSupport
import Testing

@testable import smime_presence

extension CommandLab {
    /// Runs a message command that must refuse: status 1, the code in the report, the same words there as on
    /// standard error, and not an octet of output.
    func expectRefusal(
        _ code: ReasonCode, of arguments: [String], input: [UInt8] = [], now: Date = CommandRun.noon,
        says words: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let result = run(arguments + ["--report", "refusal.json"], input: input, now: now)
        #expect(result.status == .refused, "\(result.words)", sourceLocation: sourceLocation)
        #expect(result.output.isEmpty, sourceLocation: sourceLocation)
        try expectNoFile("out.sip", sourceLocation)
        for word in words {
            #expect(result.words.contains(word), "\(result.words)", sourceLocation: sourceLocation)
        }
        let report = try ReportObject(directory.octets(of: "refusal.json"))
        #expect(report.members["version"] as? Int == 2, sourceLocation: sourceLocation)
        #expect(report.members["operation"] as? String == arguments.first, sourceLocation: sourceLocation)
        #expect(report.verdict == "refused", sourceLocation: sourceLocation)
        #expect(report.reasonCode == code.rawValue, sourceLocation: sourceLocation)
        #expect(report.sipStatus == code.sipStatus, sourceLocation: sourceLocation)
        let message = try #require(report.reason?["message"] as? String, sourceLocation: sourceLocation)
        let hint = try #require(report.reason?["hint"] as? String, sourceLocation: sourceLocation)
        #expect(
            result.words == "smime-presence: error: \(message)\nsmime-presence: hint: \(hint)\n",
            sourceLocation: sourceLocation)
        #expect(report.members["content"] == nil, sourceLocation: sourceLocation)
        try FileManager.default.removeItem(atPath: directory.file("refusal.json"))
    }

    /// Runs a message command that must fail with status 2 or 64: a hint, no output, no report.
    func expectFailure(
        _ status: smime_presence.ExitStatus, of arguments: [String], input: [UInt8] = [],
        writeError: SystemError? = nil,
        says words: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let before = try directory.names()
        let result = run(arguments, input: input, writeError: writeError)
        #expect(result.status == status, "\(result.words)", sourceLocation: sourceLocation)
        #expect(result.output.isEmpty, sourceLocation: sourceLocation)
        #expect(try directory.names() == before, sourceLocation: sourceLocation)
        for word in words {
            #expect(result.words.contains(word), "\(result.words)", sourceLocation: sourceLocation)
        }
        let lines = result.words.split(separator: "\n")
        #expect(lines.count == 2, sourceLocation: sourceLocation)
        #expect(lines.last?.hasPrefix("smime-presence: hint: ") == true, sourceLocation: sourceLocation)
    }

    private func expectNoFile(_ name: String, _ sourceLocation: SourceLocation) throws {
        #expect(try !directory.names().contains(name), sourceLocation: sourceLocation)
    }

    /// A file of the lab with its lines changed.
    func changed(_ name: String, _ old: String, _ new: String) throws -> [UInt8] {
        let octets = try directory.octets(of: name)
        let range = try #require(Data(octets).range(of: Data(old.utf8)))
        return octets[..<range.lowerBound] + Array(new.utf8) + octets[range.upperBound...]
    }
}

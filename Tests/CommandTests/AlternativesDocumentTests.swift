import AccessLeg
import CommandFiles
import Exposure
import Foundation
import SMIMEAgent
import TestSupport
import Testing

@testable import smime_presence

/// docs/alternatives.md shows what the command says, and names the command.
@Suite("The document on alternatives")
struct AlternativesDocumentTests {
    private static let root = Vectors.directory.deletingLastPathComponent().deletingLastPathComponent()

    private func document() throws -> String {
        try String(
            decoding: Data(contentsOf: Self.root.appending(path: "docs/alternatives.md")), as: UTF8.self)
    }

    /// What the command line of the document writes, run where the document says, without measuring time.
    private func run() throws -> String {
        let text = try document()
        let start = try #require(text.range(of: "smime-presence assess "))
        let end = try #require(text.range(of: "```", range: start.upperBound..<text.endIndex)).lowerBound
        let words = text[start.upperBound..<end].replacingOccurrences(of: "\\\n", with: " ")
            .split(whereSeparator: \.isWhitespace).map(String.init)
        let run = CommandRun.of(["assess", "--rounds", "0"] + words, in: Self.root.path)
        #expect(run.status == .done, "\(run.words)")
        return run.text
    }

    @Test("its matrix is the one that its command writes")
    func matrix() throws {
        let output = try run()
        let start = try #require(output.range(of: "Both legs: the worse of them counts\n")).upperBound
        let end = try #require(output.range(of: "\n\nhidden: nothing", range: start..<output.endIndex))
            .lowerBound
        #expect(try document().contains("```\n\(output[start..<end])\n```"))
    }

    @Test("its sizes are those that its command writes, except for the octets by which signatures differ")
    func sizes() throws {
        func numbers(_ text: String) -> [String: [Int]] {
            var rows: [String: [Int]] = [:]
            for line in text.split(separator: "\n") {
                let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
                let found = words.suffix(6).compactMap(Int.init)
                guard found.count == 6, words.count > 6 else { continue }
                rows[words.dropLast(6).joined(separator: " ")] = found
            }
            return rows
        }
        let written = numbers(try run())
        let shown = numbers(try document())
        #expect(written.count == 12 && Set(written.keys) == Set(shown.keys))
        for (name, row) in written {
            for (left, right) in zip(row, shown[name] ?? []) {
                #expect(abs(left - right) <= max(1, left / 100), "\(name)")
            }
        }
    }

    @Test("every path of the examples is one", arguments: ["release-5", "release-5-udp", "mixed"])
    func paths(name: String) throws {
        let console = CommandRun.console(in: Self.root.path)
        let path = try PathFile.read("examples/paths/\(name).json", on: console).path
        #expect(path.watcher.pCSCFRelease == 5)
    }
}

import Foundation
import TestSupport
import Testing

/// A command line that people typed, and what the program must say to it.
private struct Mistake {
    let status: Int32
    let arguments: [String]
    /// What standard error must contain, or standard output must begin with.
    let words: [String]
    let isOutput: Bool

    /// Reads a line of the table.
    init(_ line: Substring) throws {
        let cells = line.components(separatedBy: " | ")
        try #require(cells.count == 3, "\(line)")
        status = try #require(Int32(cells[0]), "\(line)")
        // A single-quoted word may hold spaces, as in a shell.
        arguments = cells[1].split(separator: "'", omittingEmptySubsequences: false).enumerated()
            .flatMap { index, part in
                index.isMultiple(of: 2) ? part.split(separator: " ").map(String.init) : [String(part)]
            }
        isOutput = cells[2].hasPrefix("> ")
        words = isOutput ? [String(cells[2].dropFirst(2))] : cells[2].components(separatedBy: " ; ")
    }
}

@Suite("Mistyped command lines", .enabled(if: BuiltProgram.isThere, "needs the built program"))
struct MistakesTests {
    private static func table() throws -> [Mistake] {
        try String(decoding: Vectors.octets("commands/mistakes.txt"), as: UTF8.self)
            .split(separator: "\n").filter { !$0.hasPrefix("#") }.map(Mistake.init)
    }

    @Test("each has the status and the words of the table, and a refusal has a hint")
    func answers() throws {
        let lab = try MistakesLab()
        for mistake in try Self.table() {
            let run = try lab.program.run(mistake.arguments)
            let line = mistake.arguments.joined(separator: " ")
            #expect(run.status == mistake.status, "\(line): \(run.words)")
            if mistake.isOutput {
                #expect(run.text.hasPrefix(mistake.words[0]), "\(line): \(run.text.prefix(100))")
                continue
            }
            for word in mistake.words {
                #expect(run.words.contains(word), "\(line): '\(word)' is not in \(run.words)")
            }
            let isHelp = run.words.hasPrefix("Usage: ")
            #expect(
                run.status == 0 || isHelp
                    || run.words.split(separator: "\n").last?.hasPrefix("smime-presence: hint: ") == true,
                "\(line): \(run.words)")
            #expect(run.status == 0 || run.output.isEmpty, "\(line): \(run.text.prefix(100))")
        }
    }

    @Test("the table has the 140 command lines")
    func size() throws { #expect(try Self.table().count == 140) }
}

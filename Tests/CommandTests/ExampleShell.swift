import CommandOptions
import Foundation
import TestSupport

@testable import smime_presence

/// Runs the command lines of help pages in this process: commands joined by `|`, with `<` and `>`.
///
/// It knows no more of a shell than the examples need: words between blanks, single and double
/// quotes, and no expansion of any kind.
struct ExampleShell {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let commands: ProgramCommands
    let directory: TemporaryDirectory
    let environment: [String: String]
    var now = CommandRun.noon

    /// What the last command of a line wrote.
    ///
    /// - Throws: ``Failure`` where a command of the line fails, or the line is not understood.
    @discardableResult
    func run(_ line: String) throws -> [UInt8] {
        let stages = try Self.words(of: line).split(separator: .pipe, omittingEmptySubsequences: false)
        var octets: [UInt8] = []
        for stage in stages {
            octets = try run(stage: Array(stage), input: octets, line: line)
        }
        return octets
    }

    private func run(stage: [Word], input: [UInt8], line: String) throws -> [UInt8] {
        var input = input
        var arguments: [String] = []
        var output: String?
        var rest = stage[...]
        while let word = rest.popFirst() {
            switch word {
            case .text(let text): arguments.append(text)
            case .pipe: throw Failure(description: "stray | in: \(line)")
            case .input, .output:
                guard case .text(let name)? = rest.popFirst() else {
                    throw Failure(description: "no file after < or > in: \(line)")
                }
                if case .input = word { input = try directory.octets(of: name) } else { output = name }
            }
        }
        guard arguments.first == commands.program else {
            throw Failure(description: "an example begins with \(commands.program): \(line)")
        }
        let result = CommandRun.of(
            Array(arguments.dropFirst()), commands: commands, input: input, environment: environment,
            in: directory.path, now: now)
        guard result.status == .done else {
            throw Failure(description: "status \(result.status.rawValue) from: \(line)\n\(result.words)")
        }
        guard let output else { return result.output }
        try directory.write(result.output, to: output)
        return []
    }

    enum Word: Equatable {
        case text(String), pipe, input, output
    }

    /// The words of a command line.
    static func words(of line: String) throws -> [Word] {
        var words: [Word] = []
        var text: String?
        var quote: Character?
        func end() {
            if let whole = text { words.append(.text(whole)) }
            text = nil
        }
        for character in line {
            switch character {
            case quote: quote = nil
            case _ where quote != nil: text = (text ?? "") + String(character)
            case "'", "\"": (quote, text) = (character, text ?? "")
            case " ": end()
            case "|", "<", ">":
                end()
                words.append(character == "|" ? .pipe : character == "<" ? .input : .output)
            case "$", "`", "\\", ";", "&", "*": throw Failure(description: "no \(character) here: \(line)")
            default: text = (text ?? "") + String(character)
            }
        }
        guard quote == nil else { throw Failure(description: "open quote in: \(line)") }
        end()
        return words
    }
}

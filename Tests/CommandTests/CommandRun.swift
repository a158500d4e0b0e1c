import CMS
import CommandFiles
import CommandOptions
import Foundation
import Synchronization
import TestSupport

@testable import smime_presence

/// One run of the program in this process, and what came of it.
struct CommandRun {
    let status: ExitStatus
    let output: [UInt8]
    /// What stood on standard error.
    let words: String

    var text: String { String(decoding: output, as: UTF8.self) }

    /// The clock of every test that sets none: 2026-11-23T12:00:00Z.
    static let noon = Date(timeIntervalSince1970: 1_795_435_200)

    static func of(
        _ arguments: [String], commands: ProgramCommands = SmimePresence.commands, input: [UInt8] = [],
        environment: [String: String] = [:], in directory: String? = nil, now: Date = noon,
        outputKind: Console.OutputKind = .other, writeError: SystemError? = nil,
        isWatched: Bool = false, endsByBrokenPipe: Bool = false
    ) -> CommandRun {
        let collected = Mutex<(output: [UInt8], words: String)>(([], ""))
        let end: @Sendable () -> Void = {}
        var console = Console(
            arguments: arguments, environment: { environment[$0] }, workingDirectory: directory,
            now: { now }, outputKind: outputKind,
            readInput: { (limit) throws(SystemError) in Array(input.prefix(limit + 1)) },
            readSecretInput: { (limit) throws(SystemError) in SecretOctets(Array(input.prefix(limit + 1))) },
            writeOutput: { (octets) throws(SystemError) in
                if let writeError { throw writeError }
                let copy = SecretOctets(copying: octets).copied()
                collected.withLock { $0.output += copy }
            },
            writeError: { words in collected.withLock { $0.words += words } })
        console.isWatched = isWatched
        console.endByBrokenPipe = endsByBrokenPipe ? end : nil
        let status = Program(commands: commands).run(on: console)
        return collected.withLock { CommandRun(status: status, output: $0.output, words: $0.words) }
    }

    /// A console in this directory that nothing is read from or written to, for
    /// what needs no more than files.
    static func console(in directory: String) -> Console {
        Console(
            arguments: [], environment: { _ in nil }, workingDirectory: directory, now: { noon },
            outputKind: .other,
            readInput: { (_) throws(SystemError) in [] },
            readSecretInput: { (_) throws(SystemError) in SecretOctets([]) },
            writeOutput: { (_) throws(SystemError) in }, writeError: { _ in })
    }
}

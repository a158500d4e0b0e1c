import Foundation
import TestSupport

@testable import smime_presence

/// A directory with a store in it, and commands run there.
struct CommandLab {
    let directory: TemporaryDirectory

    /// An empty directory.
    init() throws { directory = try TemporaryDirectory() }

    private init(directory: TemporaryDirectory) { self.directory = directory }

    /// The lab of the examples: a store for example.test, publish.sip, notify.sip and protected.sip.
    static func example() throws -> CommandLab { CommandLab(directory: try ExampleLab.directory()) }

    func run(
        _ arguments: String..., input: [UInt8] = [], now: Date = CommandRun.noon,
        outputKind: Console.OutputKind = .other, writeError: SystemError? = nil
    ) -> CommandRun {
        run(arguments, input: input, now: now, outputKind: outputKind, writeError: writeError)
    }

    func run(
        _ arguments: [String], input: [UInt8] = [], now: Date = CommandRun.noon,
        outputKind: Console.OutputKind = .other, writeError: SystemError? = nil
    ) -> CommandRun {
        CommandRun.of(
            arguments, input: input, environment: ["SMIME_PRESENCE_STORE": directory.file("store.db")],
            in: directory.path, now: now, outputKind: outputKind, writeError: writeError)
    }

    /// Copies files of certs/testca into the directory.
    func useTestCA(_ names: String...) throws {
        for name in names { try directory.write(TestCA.octets(of: name), to: name) }
    }
}

import Foundation
import TestSupport

@testable import smime_presence

/// A directory with a store in it, and commands run there.
struct CommandLab {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    func run(
        _ arguments: String..., input: [UInt8] = [], now: Date = CommandRun.noon,
        outputKind: Console.OutputKind = .other
    ) -> CommandRun {
        CommandRun.of(
            arguments, input: input, environment: ["SMIME_PRESENCE_STORE": directory.file("store.db")],
            in: directory.path, now: now, outputKind: outputKind)
    }

    /// Copies files of certs/testca into the directory.
    func useTestCA(_ names: String...) throws {
        for name in names { try directory.write(TestCA.octets(of: name), to: name) }
    }
}

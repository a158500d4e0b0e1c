import CommandFiles
import Foundation
import TestSupport

@testable import smime_presence

/// A directory with a store in it, and commands run there.
struct CommandLab {
    let directory: TemporaryDirectory
    /// Where the store is.
    let store: String

    /// An empty directory; the store that comes into being is a file there.
    init() throws { self.init(directory: try TemporaryDirectory()) }

    private init(directory: TemporaryDirectory, store: String? = nil) {
        self.directory = directory
        self.store = store ?? directory.file("store.db")
    }

    /// An empty directory and an empty database of the server that ``PostgreSQLServer`` names;
    /// without one, the store is a file.
    static func onEitherBackend() throws -> CommandLab {
        let directory = try TemporaryDirectory()
        return CommandLab(directory: directory, store: try PostgreSQLServer.newDatabase(in: directory))
    }

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
            arguments, input: input, environment: ["SMIME_PRESENCE_STORE": store],
            in: directory.path, now: now, outputKind: outputKind, writeError: writeError)
    }

    /// Copies files of certs/testca into the directory.
    func useTestCA(_ names: String...) throws {
        for name in names { try directory.write(TestCA.octets(of: name), to: name) }
    }
}

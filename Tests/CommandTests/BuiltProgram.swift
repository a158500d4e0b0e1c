import Foundation
import TestSupport

/// The built program, run as a process in a directory.
struct BuiltProgram {
    /// The result of a run.
    struct Run {
        let status: Int32
        let output: [UInt8]
        let words: String

        var text: String { String(decoding: output, as: UTF8.self) }
    }

    /// The path in SMIME_PRESENCE, else the program in the directory of the tests.
    static let path =
        ProcessInfo.processInfo.environment["SMIME_PRESENCE"]
        ?? URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "smime-presence").path

    static let isThere =
        Tool.arePresent("bash", "seq") && FileManager.default.isExecutableFile(atPath: path)

    let directory: TemporaryDirectory

    /// Runs with arguments and an input, or with none.
    @discardableResult
    func callAsFunction(_ arguments: String..., input: [UInt8] = []) throws -> Run {
        try run(arguments, input: input)
    }

    /// Runs with arguments; without an input, standard input is empty.
    func run(_ arguments: [String], input: [UInt8] = []) throws -> Run {
        let process = Process()
        process.executableURL = URL(filePath: Self.path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: directory.path)
        process.environment = ["HOME": directory.path, "SMIME_PRESENCE_STORE": directory.file("store.db")]
        // Files instead of pipes: a pipe without a reader could fill up.
        let unique = UUID().uuidString
        for (end, octets) in [("in", input), ("out", []), ("err", [])] {
            // The program writes private keys only to files that other users cannot read.
            let isMade = FileManager.default.createFile(
                atPath: directory.file("\(unique).\(end)"), contents: Data(octets),
                attributes: [.posixPermissions: 0o600])
            guard isMade else { throw CocoaError(.fileWriteUnknown) }
        }
        process.standardInput = try FileHandle(forReadingFrom: URL(filePath: directory.file("\(unique).in")))
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: directory.file("\(unique).out")))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: directory.file("\(unique).err")))
        try process.run()
        process.waitUntilExit()
        defer {
            for end in ["in", "out", "err"] {
                try? FileManager.default.removeItem(atPath: directory.file("\(unique).\(end)"))
            }
        }
        return Run(
            status: process.terminationStatus, output: try directory.octets(of: "\(unique).out"),
            words: String(decoding: try directory.octets(of: "\(unique).err"), as: UTF8.self))
    }
}

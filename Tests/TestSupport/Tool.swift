import Foundation

/// An external program, run in a directory of the test's own, for at most a minute by default.
public struct Tool {
    /// A run that failed.
    public struct Failure: Error {
        /// The command line.
        public let command: String
        /// The exit status.
        public let status: Int32
        /// The text on standard error.
        public let words: String
    }

    let name: String
    let directory: TemporaryDirectory
    let seconds: Int

    /// Creates the program of this name, which runs in a directory, and is ended
    /// after this number of seconds.
    public init(name: String, directory: TemporaryDirectory, seconds: Int = 60) {
        self.seconds = seconds
        self.name = name
        self.directory = directory
    }

    /// Returns whether every one of these programs is installed.
    public static func arePresent(_ names: String...) -> Bool {
        (names + ["timeout"]).allSatisfy { name in
            path.split(separator: ":").contains {
                FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
            }
        }
    }

    private static var path: String { ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin" }

    /// Runs with arguments and returns standard output; throws on any status but 0.
    @discardableResult
    public func callAsFunction(_ arguments: String..., input: String = "") throws -> [UInt8] {
        try run(arguments, input: input)
    }

    /// Runs with arguments and returns standard output; throws on any status but 0.
    public func run(_ arguments: [String], input: String = "") throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        // Tests of this process may have blocked signals, and child processes inherit that.
        process.arguments = ["timeout", "--signal=KILL", String(seconds), name] + arguments
        process.currentDirectoryURL = URL(filePath: directory.path)
        process.environment = [
            "PATH": Self.path, "HOME": directory.path, "GNUPGHOME": directory.path,
            "OPENSSL_CONF": "/dev/null",
            "LC_ALL": "C",
        ]
        // Files instead of pipes: a pipe without a reader could fill up.
        let unique = UUID().uuidString
        try directory.write(Array(input.utf8), to: "\(unique).in")
        try directory.write([], to: "\(unique).out")
        try directory.write([], to: "\(unique).err")
        process.standardInput = try FileHandle(forReadingFrom: URL(filePath: directory.file("\(unique).in")))
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: directory.file("\(unique).out")))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: directory.file("\(unique).err")))
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(
                command: ([name] + arguments).joined(separator: " "), status: process.terminationStatus,
                words: String(decoding: try directory.octets(of: "\(unique).err"), as: UTF8.self))
        }
        return try directory.octets(of: "\(unique).out")
    }
}

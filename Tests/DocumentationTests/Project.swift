import Foundation

/// The files of the project and of its build, found from where this file lies and where this test runs.
enum Project {
    /// The directory of the project.
    static let directory = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    /// The directory of the build products, with the modules in `Modules`.
    static let products = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()

    /// The text of a file of the project.
    static func text(_ path: String) throws -> String {
        try String(contentsOf: directory.appending(path: path), encoding: .utf8)
    }

    /// The names of the files in a directory of the project, sorted.
    static func files(in path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.appending(path: path).path()).sorted()
    }
}

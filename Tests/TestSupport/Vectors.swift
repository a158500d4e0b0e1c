public import Foundation

/// Published test data; Tests/Vectors/SOURCES.md lists the source of each file.
public enum Vectors {
    /// Tests/Vectors.
    public static let directory = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Vectors")

    /// The octets of the file at `path` below Tests/Vectors.
    public static func octets(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: directory.appending(path: path)))
    }

    /// The names of the files in the folder at `path` with this ending, sorted.
    public static func names(in path: String, ending: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.appending(path: path).path)
            .filter { $0.hasSuffix(ending) }.sorted()
    }

    /// The rows of the table at `path`, each with this number of cells, without the
    /// heading; "-" is an empty cell.
    public static func table(_ path: String, columns: Int) throws -> [[String]] {
        try String(decoding: octets(path), as: UTF8.self).split(separator: "\n").dropFirst().map { line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
                .map { $0 == "-" ? "" : String($0) }
            guard cells.count == columns else { throw WrongRow(path: path, line: String(line)) }
            return cells
        }
    }

    /// A row of a table with too many or too few cells.
    public struct WrongRow: Error {
        let path: String
        let line: String
    }
}

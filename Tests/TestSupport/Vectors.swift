public import Foundation

/// Published test data; Tests/Vectors/SOURCES.md says where each file comes from.
public enum Vectors {
    /// Tests/Vectors.
    public static let directory = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Vectors")

    /// The octets of the file at `path` below Tests/Vectors.
    public static func octets(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: directory.appending(path: path)))
    }

    /// The names of the files in the folder at `path`, sorted.
    public static func names(in path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.appending(path: path).path).sorted()
    }
}

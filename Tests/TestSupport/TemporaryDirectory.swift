import Foundation

/// A directory for one test, removed with everything in it when the test releases it.
public final class TemporaryDirectory: Sendable {
    /// The path, without a slash at the end.
    public let path: String

    /// Creates an empty directory that only its owner can enter.
    public init() throws {
        path =
            FileManager.default.temporaryDirectory
            .appending(path: "smime-presence-test-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a file in it.
    public func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file in it.
    public func write(_ octets: some Sequence<UInt8>, to name: String) throws {
        try Data(octets).write(to: URL(filePath: file(name)))
    }

    /// The octets of a file in it.
    public func octets(of name: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: URL(filePath: file(name))))
    }

    /// The names of its entries, sorted.
    public func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }

    /// The permission bits of a file in it.
    public func permissions(of name: String) throws -> Int {
        try FileManager.default.attributesOfItem(atPath: file(name))[.posixPermissions] as? Int ?? -1
    }

    /// Sets the permission bits of a file in it.
    public func setPermissions(of name: String, to bits: Int) throws {
        try FileManager.default.setAttributes([.posixPermissions: bits], ofItemAtPath: file(name))
    }

    /// Creates a symbolic link in it.
    public func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: file(name), withDestinationPath: target)
    }
}

import Foundation

/// The rules in examples/policies, as users have them.
public enum Policies {
    /// The directory of the project.
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The schema of the condition about confidentiality.
    public static var schema: String { root.appending(path: "docs/confidentiality.rng").path }

    /// The names of the examples without their ending, sorted.
    public static func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "examples/policies").path)
            .filter { $0.hasSuffix(".xml") }.map { String($0.dropLast(4)) }.sorted()
    }

    /// The octets of one of them.
    public static func octets(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: root.appending(path: "examples/policies/\(name).xml")))
    }

    /// The first rules in docs/policy.md.
    public static func guideExample() throws -> [UInt8] {
        let guide = try String(contentsOf: root.appending(path: "docs/policy.md"), encoding: .utf8)
        let blocks = guide.components(separatedBy: "```xml\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }
        return Array((blocks.first { $0.hasPrefix("<?xml") } ?? "").utf8)
    }
}

import Foundation
import TestSupport
import Testing

/// The server that the suites run against when the environment names one.
///
/// `SMIME_PRESENCE_TEST_POSTGRESQL` is a URI that ends where the name of a database would begin;
/// `make test-postgresql` starts the server and sets it.
enum PostgreSQLServer {
    static let uri = ProcessInfo.processInfo.environment["SMIME_PRESENCE_TEST_POSTGRESQL"]

    static var isUsed: Bool { uri != nil }

    /// The URI of an empty database of a test's own; nil where the suites run against files.
    static func newDatabase(in directory: TemporaryDirectory) throws -> String? {
        guard let uri else { return nil }
        let name = "test_\(UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: ""))"
        try Tool(name: "psql", directory: directory)(
            "--quiet", "--no-psqlrc", "--command", "CREATE DATABASE \(name)", uri + "postgres")
        return uri + name
    }
}

extension Trait where Self == ConditionTrait {
    /// For what only a file has: permissions, octets, earlier versions.
    static var onlyInFiles: Self { .disabled(if: PostgreSQLServer.isUsed, "about the file") }
    /// For what needs a server.
    static var onlyInPostgreSQL: Self {
        .enabled(if: PostgreSQLServer.isUsed, "needs a server: make test-postgresql")
    }
}

import Foundation

/// The server for the suites of the store, if the environment names one.
///
/// `SMIME_PRESENCE_TEST_POSTGRESQL` is a URI up to the name of a database; `make test-postgresql`
/// starts the server and sets it.
public enum PostgreSQLServer {
    private static let uri = ProcessInfo.processInfo.environment["SMIME_PRESENCE_TEST_POSTGRESQL"]

    /// Whether the suites run against a server, and not against files.
    public static var isUsed: Bool { uri != nil }

    /// Returns the URI of an empty database for one test; nil if the suites run against files.
    public static func newDatabase(in directory: TemporaryDirectory) throws -> String? {
        guard let uri else { return nil }
        let name = "test_\(UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: ""))"
        try Tool(name: "psql", directory: directory)(
            "--quiet", "--no-psqlrc", "--command", "CREATE DATABASE \(name)", uri + "postgres")
        return uri + name
    }
}

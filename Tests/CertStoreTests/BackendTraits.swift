import TestSupport
import Testing

extension Trait where Self == ConditionTrait {
    /// For what only a file has: permissions, octets, earlier versions.
    static var onlyInFiles: Self { .disabled(if: PostgreSQLServer.isUsed, "about the file") }
    /// For what needs a server.
    static var onlyInPostgreSQL: Self {
        .enabled(if: PostgreSQLServer.isUsed, "needs a server: make test-postgresql")
    }
}

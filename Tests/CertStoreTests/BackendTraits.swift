import TestSupport
import Testing

extension Trait where Self == ConditionTrait {
    /// For properties that only a file has: permissions, octets, earlier versions.
    static var onlyInFiles: Self { .disabled(if: PostgreSQLServer.isUsed, "about the file") }
    /// For tests that need a server.
    static var onlyInPostgreSQL: Self {
        .enabled(if: PostgreSQLServer.isUsed, "needs a server: make test-postgresql")
    }
}

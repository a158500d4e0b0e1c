import CMS

/// A connection to where the tables of a store are kept: SQLite in a file, or PostgreSQL.
///
/// Statements are written once, in what SQLite understands and `PostgreSQLDatabase` translates: `?` for a value,
/// `ON CONFLICT`, `RETURNING`, `group_concat`, `INDEXED BY`. A connection is never used by two threads at once:
/// `CertStore` keeps it behind a `Mutex`.
protocol Database: AnyObject, Sendable {
    /// Runs one statement with its values and hands over its rows one by one; no other statement runs before the
    /// last of them.
    func run(
        _ statement: String, _ values: [DatabaseValue],
        row: (any DatabaseRow) throws(DatabaseFailure) -> Void
    ) throws(DatabaseFailure)

    /// Runs statements that have no values and no rows.
    func execute(_ statements: String) throws(DatabaseFailure)

    /// Begins to read one state of the store, or to write as the only writer.
    func begin(_ purpose: TransactionPurpose) throws(DatabaseFailure)

    /// What is wrong with the tables themselves, in the words of the backend.
    func defects() throws(DatabaseFailure) -> [String]

    /// Makes new rows count from behind those that were copied with their numbers.
    func countOn() throws(DatabaseFailure)

    /// Lets go of copies of removed rows, where the backend keeps such in reach; false where another connection that
    /// reads keeps it from that.
    func forgetRemoved() throws(DatabaseFailure) -> Bool
}

/// What a transaction is for.
enum TransactionPurpose {
    case reading
    /// Reading from one end to the other, in little memory.
    case readingAll
    case writing
}

/// Why the backend refused.
struct DatabaseFailure: Error, Equatable, Sendable {
    /// The backend and its code: "SQLite 13", "PostgreSQL 53100".
    let code: String
    /// The words of the backend, without secrets.
    let message: String
}

/// A value that goes into a statement.
enum DatabaseValue: Equatable, Sendable {
    case text(String)
    case integer(Int64)
    case octets([UInt8])
    case secret(SecretOctets)
    case null

    init(_ octets: [UInt8]?) { self = octets.map { .octets($0) } ?? .null }

    static func == (left: DatabaseValue, right: DatabaseValue) -> Bool {
        switch (left, right) {
        case (.text(let left), .text(let right)): left == right
        case (.integer(let left), .integer(let right)): left == right
        case (.octets(let left), .octets(let right)): left == right
        case (.secret(let left), .secret(let right)): left.holdsSame(as: right)
        case (.null, .null): true
        case (.text, _), (.integer, _), (.octets, _), (.secret, _), (.null, _): false
        }
    }
}

/// A row that a statement has come to; its columns are counted from 0.
protocol DatabaseRow {
    func isNull(_ column: Int32) -> Bool
    func integer(_ column: Int32) -> Int64
    /// Empty where there is NULL.
    func text(_ column: Int32) -> String
    /// Empty where there is NULL.
    func octets(_ column: Int32) -> [UInt8]
    /// Nil where there is NULL.
    func secret(_ column: Int32) -> SecretOctets?
}

extension Database {
    /// Runs a statement for a caller that throws the errors of the store.
    func store(
        _ statement: String, _ values: [DatabaseValue] = [], row: (any DatabaseRow) -> Void = { _ in }
    ) throws(CertStoreError) {
        do throws(DatabaseFailure) {
            try run(statement, values) { (found) throws(DatabaseFailure) in row(found) }
        } catch {
            throw CertStoreError(error)
        }
    }

    /// The same for several statements that have no values and no rows.
    func executeStore(_ statements: String) throws(CertStoreError) {
        do throws(DatabaseFailure) { try execute(statements) } catch { throw CertStoreError(error) }
    }

    /// Does all of the work or none of it.
    ///
    /// While writing, no other writer comes between what is read and what is written; while reading, everything is
    /// read as it was at the beginning.
    func transaction<Result>(
        _ purpose: TransactionPurpose, _ work: () throws(CertStoreError) -> Result
    ) throws(CertStoreError) -> Result {
        do throws(DatabaseFailure) { try begin(purpose) } catch { throw CertStoreError(error) }
        do throws(CertStoreError) {
            let result = try work()
            try executeStore("COMMIT")
            return result
        } catch {
            // The first error is the one that counts; the end of the connection rolls back as well.
            try? execute("ROLLBACK")
            throw error
        }
    }
}

import CMS

/// A connection to the tables of a store: SQLite in a file, or PostgreSQL.
///
/// Each statement is written once, in a form that SQLite understands and `PostgreSQLDatabase` translates:
/// `?` for a value, `ON CONFLICT`, `RETURNING`, `group_concat`, `instr`, `INDEXED BY`. A connection is never
/// used by two threads at once: `CertStore` guards it by a `Mutex`.
protocol Database: AnyObject, Sendable {
    /// Runs one statement with its values and passes its rows one by one; no other statement
    /// may run before the last row.
    func run(
        _ statement: String, _ values: [DatabaseValue],
        row: (any DatabaseRow) throws(DatabaseFailure) -> Void
    ) throws(DatabaseFailure)

    /// Runs statements that have no values and no rows.
    func execute(_ statements: String) throws(DatabaseFailure)

    /// Begins to read a snapshot of the store, or to write as the only writer.
    func begin(_ purpose: TransactionPurpose) throws(DatabaseFailure)

    /// Returns the defects of the tables themselves, as the backend reports them.
    func defects() throws(DatabaseFailure) -> [String]

    /// Makes new rows get higher numbers than the rows that were copied with their numbers.
    func continueNumbering() throws(DatabaseFailure)

    /// Purges copies of deleted rows, if the backend has any within reach; returns false if another
    /// connection's reading prevents it.
    func purgeDeletedRows() throws(DatabaseFailure) -> Bool

    /// Whether anything can be written, by this connection or another.
    var isWritable: Bool { get }
    /// The numbers of rows that one statement has when many are read or written, the largest first, the last
    /// one 1: few texts of statements, and few statements.
    var rowsOfStatements: [Int] { get }
    /// The value of ``StoreSchema/Dialect/history``, for a statement.
    var history: String { get }
    /// Refuses a file that is no longer the one of its name.
    func checkPlace() throws(DatabaseFailure)
    /// Returns the time by the clock of the backend, in microseconds since 1970.
    func microseconds() throws(DatabaseFailure) -> Int64
    /// Returns a number that changes when another connection writes; 0 if the backend has none.
    func foreignWrites() throws(DatabaseFailure) -> Int64
    /// Notifies other connections of the current transaction when it is committed, if the backend can.
    func notifyOfChange() throws(DatabaseFailure)
}

/// The purpose of a transaction.
enum TransactionPurpose {
    case reading
    /// Reading everything, in little memory.
    case readingAll
    case writing
}

/// An error of the backend.
struct DatabaseFailure: Error, Equatable, Sendable {
    /// The backend and its code: "SQLite 13", "PostgreSQL 53100".
    let code: String
    /// The message of the backend, without secrets.
    let message: String
}

/// A value in a statement.
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
        case (.secret(let left), .secret(let right)): left.isEqual(to: right)
        case (.null, .null): true
        case (.text, _), (.integer, _), (.octets, _), (.secret, _), (.null, _): false
        }
    }
}

/// The current row of a statement; its columns are counted from 0.
protocol DatabaseRow {
    func isNull(_ column: Int32) -> Bool
    func integer(_ column: Int32) -> Int64
    /// Returns an empty text for NULL.
    func text(_ column: Int32) -> String
    /// Returns no octets for NULL.
    func octets(_ column: Int32) -> [UInt8]
    /// Returns nil for NULL.
    func secret(_ column: Int32) -> SecretOctets?
}

extension Database {
    /// Runs a statement and converts its errors to those of the store.
    func store(
        _ statement: String, _ values: [DatabaseValue] = [], row: (any DatabaseRow) -> Void = { _ in }
    ) throws(CertStoreError) {
        do throws(DatabaseFailure) {
            try run(statement, values) { (found) throws(DatabaseFailure) in row(found) }
        } catch {
            throw CertStoreError(error)
        }
    }

    /// Runs several statements that have no values and no rows, and converts their errors.
    func executeStore(_ statements: String) throws(CertStoreError) {
        do throws(DatabaseFailure) { try execute(statements) } catch { throw CertStoreError(error) }
    }

    /// Runs `body` as one transaction.
    ///
    /// While writing, no other writer comes between reads and writes; while reading,
    /// everything is read in one snapshot.
    func transaction<Result>(
        _ purpose: TransactionPurpose, _ work: () throws(CertStoreError) -> Result
    ) throws(CertStoreError) -> Result {
        do throws(DatabaseFailure) { try begin(purpose) } catch { throw CertStoreError(error) }
        do throws(CertStoreError) {
            let result = try work()
            try executeStore("COMMIT")
            return result
        } catch {
            // The first error counts; closing the connection rolls back as well.
            try? execute("ROLLBACK")
            throw error
        }
    }
}

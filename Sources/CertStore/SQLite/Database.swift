import CMS
import CSQLite

/// The sole owner of a connection to an SQLite file.
///
/// SQLite is told that no two threads use a connection at once (`SQLITE_OPEN_NOMUTEX`): `CertStore` keeps
/// it behind a `Mutex`, which is why it may go from one thread to another.
@safe struct Database: ~Copyable, @unchecked Sendable {
    /// What SQLite said when a call failed.
    struct Failure: Error, Equatable, Sendable {
        /// The extended result code (`SQLITE_…`).
        let code: Int32
        let message: String
    }

    private let connection: OpaquePointer

    private init(adopting connection: OpaquePointer) { unsafe self.connection = connection }

    deinit { unsafe sqlite3_close_v2(connection) }

    /// Opens a file that is there already.
    ///
    /// Another process that writes is waited for, up to five seconds.
    static func open(_ path: String) throws(Failure) -> Database {
        var connection: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = unsafe sqlite3_open_v2(path, &connection, flags, nil)
        guard let connection = unsafe connection else {
            throw Failure(code: code, message: "out of memory")
        }
        let database = unsafe Database(adopting: connection)
        guard code == SQLITE_OK else { throw database.failure(code) }
        unsafe sqlite3_busy_timeout(connection, 5000)
        return database
    }

    /// Runs statements that have no values and no rows.
    func execute(_ statements: String) throws(Failure) {
        let code = unsafe sqlite3_exec(connection, statements, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(code) }
    }

    /// Runs one statement with its values and hands over its rows one by one.
    func run(
        _ statement: String, _ values: [DatabaseValue] = [],
        row: (borrowing Statement) throws(Failure) -> Void = { (_) throws(Failure) in }
    ) throws(Failure) {
        var pointer: OpaquePointer?
        let code = unsafe sqlite3_prepare_v2(connection, statement, -1, &pointer, nil)
        guard code == SQLITE_OK, let pointer = unsafe pointer else { throw failure(code) }
        let prepared = unsafe Statement(adopting: pointer)
        for (index, value) in values.enumerated() {
            let code = prepared.bind(value, at: Int32(index + 1))
            guard code == SQLITE_OK else { throw failure(code) }
        }
        // Secrets among the values are lent to the statement.
        try withExtendedLifetime(values) { () throws(Failure) in
            while true {
                let code = prepared.step()
                if code == SQLITE_DONE { return }
                guard code == SQLITE_ROW else { throw failure(code) }
                try row(prepared)
            }
        }
    }

    /// Does all of the work or none of it; no other writer comes between what it reads and writes.
    func transaction<Result, E: Error>(
        failure wrap: (Failure) -> E, _ work: () throws(E) -> Result
    ) throws(E) -> Result {
        do throws(Failure) { try execute("BEGIN IMMEDIATE") } catch { throw wrap(error) }
        do throws(E) {
            let result = try work()
            do throws(Failure) { try execute("COMMIT") } catch { throw wrap(error) }
            return result
        } catch {
            // The first error is the one that counts; closing the connection rolls back as well.
            try? execute("ROLLBACK")
            throw error
        }
    }

    private func failure(_ code: Int32) -> Failure {
        let text = unsafe sqlite3_errmsg(connection).map { unsafe String(cString: $0) }
        return Failure(code: code, message: text ?? "error \(code)")
    }
}

/// A value that goes into a statement.
enum DatabaseValue: Sendable {
    case text(String)
    case integer(Int64)
    case octets([UInt8])
    case secret(SecretOctets)
    case null

    init(_ octets: [UInt8]?) { self = octets.map { .octets($0) } ?? .null }
}

import CSQLite
import Octets

import struct FoundationEssentials.Date

/// The sole owner of a connection to an SQLite file, and of the statements that were prepared on it.
///
/// SQLite does not lock the connection (`SQLITE_OPEN_NOMUTEX`), since no two threads use
/// it at once: see ``Database``.
@safe final class SQLiteDatabase: Database, @unchecked Sendable {
    private let connection: OpaquePointer
    /// Statements to run again: preparing one takes longer than finding a row with it.
    private var prepared: [String: SQLiteStatement] = [:]
    /// Whether the file is read by memory mapping.
    private var isMapped = false

    /// The file, if it cannot be written.
    private let unwritable: UnwritableFile?

    private init(adopting connection: OpaquePointer, unwritable: UnwritableFile?) {
        unsafe self.connection = connection
        self.unwritable = unwritable
    }

    deinit {
        prepared.removeAll()
        unsafe sqlite3_close_v2(connection)
    }

    /// Opens an existing file.
    ///
    /// It waits for another writing process for up to ten seconds; a file that is `unwritable` is only read.
    static func open(
        _ path: String, unwritable: UnwritableFile? = nil
    ) throws(DatabaseFailure) -> SQLiteDatabase {
        var connection: OpaquePointer?
        let access = unwritable == nil ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
        let flags = access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = unsafe sqlite3_open_v2(
            FileName.cString(unwritable?.uri ?? path), &connection, flags, nil)
        guard let connection = unsafe connection else {
            throw DatabaseFailure(code: "SQLite \(code)", message: "out of memory")
        }
        let database = unsafe SQLiteDatabase(adopting: connection, unwritable: unwritable)
        guard code == SQLITE_OK else { throw database.failure(code) }
        unsafe sqlite3_busy_timeout(connection, busyTimeout)
        // Deleted data is overwritten, also if SQLite was not built to do so by default; LIKE is
        // case-sensitive, as URIs and PostgreSQL's LIKE are.
        try database.execute(
            """
            PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA case_sensitive_like = ON;
            """)
        try database.map(true)
        return database
    }

    /// Returns the first octets of the file, before SQLite reads it or its
    /// companions; none if there are fewer.
    func firstOctets(_ count: Int) throws(DatabaseFailure) -> [UInt8] {
        var octets = [UInt8](repeating: 0, count: count)
        let code = unsafe csqlite_read_start(connection, &octets, Int32(clamping: count))
        // SQLITE_IOERR_SHORT_READ, a macro that Swift does not see.
        if code == SQLITE_IOERR | 2 << 8 { return [] }
        guard code == SQLITE_OK else { throw failure(code) }
        return octets
    }

    func execute(_ statements: String) throws(DatabaseFailure) {
        let code = unsafe sqlite3_exec(connection, statements, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(code) }
        if !isMapped, statements == "COMMIT" || statements == "ROLLBACK" { try map(true) }
    }

    func run(
        _ statement: String, _ values: [DatabaseValue],
        row: (any DatabaseRow) throws(DatabaseFailure) -> Void
    ) throws(DatabaseFailure) {
        let prepared = try prepare(statement)
        try prepared.lending(values) { bound in
            Result { () throws(DatabaseFailure) in
                guard bound == SQLITE_OK else { throw failure(bound) }
                while true {
                    let code = prepared.step()
                    if code == SQLITE_DONE { return }
                    guard code == SQLITE_ROW else { throw failure(code) }
                    try row(prepared)
                }
            }
        }.get()
        try unwritable?.checkUnchanged()
    }

    func begin(_ purpose: TransactionPurpose) throws(DatabaseFailure) {
        // Mapped pages count as memory of this process, and all of the file will be read.
        if purpose == .readingAll { try map(false) }
        guard purpose == .writing else { return try run("BEGIN", []) { _ in } }
        if let unwritable { throw unwritable.refusal }
        try refuseMoved()
        // A commit is durable, also if SQLite was built to be faster.
        try run("PRAGMA synchronous = FULL", []) { _ in }
        // Pages that a batch of certificates changes are written once, at its end; a negative number counts
        // kibibytes.
        try run("PRAGMA cache_size = -\(SQLiteMemory.cacheKibibytes)", []) { _ in }
        try run("BEGIN IMMEDIATE", []) { _ in }
    }

    private func map(_ isMapped: Bool) throws(DatabaseFailure) {
        self.isMapped = isMapped
        try execute("PRAGMA mmap_size = \(isMapped ? SQLiteMemory.mappedOctets : 0)")
    }

    func defects() throws(DatabaseFailure) -> [String] {
        var defects: [String] = []
        try run("PRAGMA integrity_check", []) { if $0.text(0) != "ok" { defects.append($0.text(0)) } }
        try run("PRAGMA foreign_key_check", []) {
            defects.append("row \($0.integer(1)) of \($0.text(0)) names no row of \($0.text(2))")
        }
        return defects
    }

    /// The next number is always one more than the highest.
    func continueNumbering() {}

    /// A file that cannot be written is refused if it changes while it is open.
    var isWritable: Bool { unwritable == nil }

    /// A prepared statement for one row costs less than the text of one for many.
    let rowsOfStatements = [1]

    let history = StoreSchema.Dialect.sqlite.history

    /// The clock of this machine.
    func microseconds() -> Int64 { Int64((Date.now.timeIntervalSince1970 * 1_000_000).rounded()) }

    func checkPlace() throws(DatabaseFailure) {
        try unwritable?.checkUnchanged()
        try refuseMoved()
    }

    /// Refuses a file that has its name no more: what is written to it would be lost, and what other
    /// processes write to the file of that name would not be found.
    private func refuseMoved() throws(DatabaseFailure) {
        var hasMoved: Int32 = 0
        // A database in memory has no file.
        let code = unsafe sqlite3_file_control(connection, "main", SQLITE_FCNTL_HAS_MOVED, &hasMoved)
        guard code == SQLITE_OK, hasMoved != 0 else { return }
        // SQLITE_READONLY_DBMOVED, a macro that Swift does not see.
        throw DatabaseFailure(
            code: "SQLite \(SQLITE_READONLY | 4 << 8)",
            message: "the file of the store was moved, deleted or replaced")
    }

    /// See sqlite.org/pragma.html#pragma_data_version.
    func foreignWrites() throws(DatabaseFailure) -> Int64 {
        var number: Int64 = 0
        try run("PRAGMA data_version", []) { number = $0.integer(0) }
        return number
    }

    /// SQLite has no notifications; readers ask for ``foreignWrites()``.
    func notifyOfChange() {}

    /// The log may still contain the page of a deleted key, and so may the file before the log is written
    /// back, which readers of the old state prevent.
    func purgeDeletedRows() throws(DatabaseFailure) -> Bool {
        unsafe sqlite3_busy_timeout(connection, Self.purgeTimeout)
        defer { unsafe sqlite3_busy_timeout(connection, Self.busyTimeout) }
        var isBusy = true
        try run("PRAGMA wal_checkpoint(TRUNCATE)", []) { isBusy = $0.integer(0) != 0 }
        return !isBusy
    }

    /// Returns the statement, ready to run; a new one if the cached one is running, inside its own rows.
    private func prepare(_ statement: String) throws(DatabaseFailure) -> SQLiteStatement {
        if let kept = prepared[statement], kept.start() { return kept }
        var pointer: OpaquePointer?
        let code = unsafe sqlite3_prepare_v3(
            connection, statement, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &pointer, nil)
        guard code == SQLITE_OK, let pointer = unsafe pointer else { throw failure(code) }
        let new = unsafe SQLiteStatement(adopting: pointer)
        if new.start(), prepared[statement] == nil, prepared.count < Self.maximumPrepared {
            prepared[statement] = new
        }
        return new
    }

    private func failure(_ code: Int32) -> DatabaseFailure {
        let text = unsafe sqlite3_errmsg(connection).map { unsafe String(cString: $0) }
        return DatabaseFailure(code: "SQLite \(code)", message: text ?? "no reason given")
    }

    /// Milliseconds to wait for other processes; fewer for work that can be done later as well.
    private static let busyTimeout: Int32 = 10_000
    private static let purgeTimeout: Int32 = 2_000

    /// More than the store has; a limit all the same.
    private static let maximumPrepared = 64
}

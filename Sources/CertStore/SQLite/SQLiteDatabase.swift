import CSQLite
import Octets

/// The sole owner of a connection to an SQLite file, and of the statements that were prepared on it.
///
/// SQLite is told that no two threads use a connection at once (`SQLITE_OPEN_NOMUTEX`): see ``Database``.
@safe final class SQLiteDatabase: Database, @unchecked Sendable {
    private let connection: OpaquePointer
    /// Statements that have run, to run again: preparing one takes longer than finding a row with it.
    private var prepared: [String: SQLiteStatement] = [:]
    /// Whether the file is read where it lies in memory.
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

    /// Opens a file that is there already.
    ///
    /// Another process that writes is waited for, up to ten seconds; a file that is `unwritable` is only read.
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
        unsafe sqlite3_busy_timeout(connection, patience)
        // What is removed is overwritten, also where SQLite is not built to do so by default; LIKE tells capital
        // letters from small ones, as URIs do and as PostgreSQL's does.
        try database.execute(
            """
            PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA case_sensitive_like = ON;
            """)
        try database.map(true)
        return database
    }

    /// The first octets of the file, before SQLite looks at it or at what lies beside it; none where there are fewer.
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
        // What is mapped counts as memory of this process, and all of the file will be read.
        if purpose == .readingAll { try map(false) }
        guard purpose == .writing else { return try run("BEGIN", []) { _ in } }
        if let unwritable { throw unwritable.refusal }
        // What is committed is on the disk, also where SQLite is built to be quicker.
        try run("PRAGMA synchronous = FULL", []) { _ in }
        // Pages that a batch of certificates changes are written once, when all of it is there.
        try run("PRAGMA cache_size = \(Self.kibibytesChanged)", []) { _ in }
        try run("BEGIN IMMEDIATE", []) { _ in }
    }

    private func map(_ isMapped: Bool) throws(DatabaseFailure) {
        self.isMapped = isMapped
        try execute("PRAGMA mmap_size = \(isMapped ? Self.mostMapped : 0)")
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
    func countOn() {}

    /// The log may still hold the page on which a key stood, and the file too before the log is written back, for
    /// which nobody may be reading what was before.
    func forgetRemoved() throws(DatabaseFailure) -> Bool {
        unsafe sqlite3_busy_timeout(connection, Self.patienceToForget)
        defer { unsafe sqlite3_busy_timeout(connection, Self.patience) }
        var isBusy = true
        try run("PRAGMA wal_checkpoint(TRUNCATE)", []) { isBusy = $0.integer(0) != 0 }
        return !isBusy
    }

    /// The statement, ready to run; not the kept one where that is running, inside its own rows.
    private func prepare(_ statement: String) throws(DatabaseFailure) -> SQLiteStatement {
        if let kept = prepared[statement], kept.start() { return kept }
        var pointer: OpaquePointer?
        let code = unsafe sqlite3_prepare_v3(
            connection, statement, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &pointer, nil)
        guard code == SQLITE_OK, let pointer = unsafe pointer else { throw failure(code) }
        let new = unsafe SQLiteStatement(adopting: pointer)
        if new.start(), prepared[statement] == nil, prepared.count < Self.mostPrepared {
            prepared[statement] = new
        }
        return new
    }

    private func failure(_ code: Int32) -> DatabaseFailure {
        let text = unsafe sqlite3_errmsg(connection).map { unsafe String(cString: $0) }
        return DatabaseFailure(code: "SQLite \(code)", message: text ?? "no reason given")
    }

    /// Milliseconds that others are waited for; fewer for what can be done later as well.
    private static let patience: Int32 = 10_000
    private static let patienceToForget: Int32 = 2_000

    /// Memory for the pages that one transaction changes; those that are only read lie in the file.
    ///
    /// Negative, since a positive number would count pages.
    private static let kibibytesChanged = -32_768

    /// Octets of the file that are read where they lie in memory: a page costs no system call.
    private static let mostMapped = 2 << 30

    /// More than the store has; a bound all the same.
    private static let mostPrepared = 64
}

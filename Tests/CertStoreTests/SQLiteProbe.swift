import CSQLite
import Glibc

/// Reads the file of a store without the library.
enum SQLiteProbe {
    struct Failure: Error { let code: Int32 }

    /// The first column of the first row of a statement.
    static func text(_ path: String, _ statement: String) throws -> String {
        var connection: OpaquePointer?
        let code = unsafe sqlite3_open_v2(path, &connection, SQLITE_OPEN_READWRITE, nil)
        defer { unsafe sqlite3_close_v2(connection) }
        guard code == SQLITE_OK else { throw Failure(code: code) }
        var prepared: OpaquePointer?
        let compiled = unsafe sqlite3_prepare_v2(connection, statement, -1, &prepared, nil)
        defer { unsafe sqlite3_finalize(prepared) }
        guard compiled == SQLITE_OK else { throw Failure(code: compiled) }
        let stepped = unsafe sqlite3_step(prepared)
        guard stepped == SQLITE_ROW || stepped == SQLITE_DONE else { throw Failure(code: stepped) }
        return unsafe sqlite3_column_text(prepared, 0).map { unsafe String(cString: $0) } ?? ""
    }
}

/// Inspects the locks on a file; it must stay alive, since closing a file releases
/// this process' own locks on it.
final class LockProbe {
    private let descriptor: Int32

    init(_ path: String) { descriptor = unsafe Glibc.open(path, O_RDWR | O_CLOEXEC) }

    deinit { close(descriptor) }

    /// Whether a process, this one included, prevents others from locking the file for writing.
    var isLocked: Bool {
        var asked = flock()
        asked.l_type = Int16(F_WRLCK)
        // F_OFD_GETLK, which Swift does not import: locks of a descriptor conflict with those of a process.
        let isAnswered = unsafe fcntl(descriptor, 36, &asked) == 0
        return isAnswered && asked.l_type != Int16(F_UNLCK)
    }
}

import CMS
import CSQLite

/// The sole owner of a prepared statement, at one of its rows while it runs.
@safe final class SQLiteStatement: DatabaseRow {
    private let statement: OpaquePointer
    private var isRunning = false

    init(adopting statement: OpaquePointer) { unsafe self.statement = statement }

    deinit { unsafe sqlite3_finalize(statement) }

    /// Binds a value, which has to stay alive until the statement is done: secrets are lent to it.
    func bind(_ value: DatabaseValue, at index: Int32) -> Int32 {
        let copied = unsafe csqlite_transient()
        switch value {
        case .text(let text):
            let octets = Array(text.utf8)
            return unsafe octets.withUnsafeBytes { buffer in
                let start = unsafe buffer.assumingMemoryBound(to: CChar.self).baseAddress
                return unsafe sqlite3_bind_text(
                    statement, index, start, Int32(clamping: buffer.count), copied)
            }
        case .integer(let number): return unsafe sqlite3_bind_int64(statement, index, number)
        case .octets(let octets):
            return unsafe sqlite3_bind_blob(statement, index, octets, Int32(clamping: octets.count), copied)
        case .secret(let secret):
            // No destructor: SQLite makes no copy, which it would not wipe.
            return secret.withOctets { octets in
                unsafe octets.withUnsafeBytes { buffer in
                    unsafe sqlite3_bind_blob(
                        statement, index, buffer.baseAddress, Int32(clamping: buffer.count), nil)
                }
            }
        case .null: return unsafe sqlite3_bind_null(statement, index)
        }
    }

    func step() -> Int32 { unsafe sqlite3_step(statement) }

    /// Whether it was free to run, which it is not any more.
    func start() -> Bool {
        defer { isRunning = true }
        return !isRunning
    }

    /// Makes it ready to run again; the values, which were lent to it, are let go.
    func reset() {
        isRunning = false
        unsafe sqlite3_reset(statement)
        unsafe sqlite3_clear_bindings(statement)
    }

    func text(_ column: Int32) -> String {
        String(decoding: octets(column), as: UTF8.self)
    }

    func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(statement, column) }

    func isNull(_ column: Int32) -> Bool { unsafe sqlite3_column_type(statement, column) == SQLITE_NULL }

    /// Copied before the next step, which takes the memory back; empty where there is NULL.
    func octets(_ column: Int32) -> [UInt8] {
        guard let start = unsafe sqlite3_column_blob(statement, column) else { return [] }
        let count = Int(unsafe sqlite3_column_bytes(statement, column))
        return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }

    /// The same for a secret; nil where there is none.
    func secret(_ column: Int32) -> SecretOctets? {
        guard let start = unsafe sqlite3_column_blob(statement, column) else { return nil }
        let count = Int(unsafe sqlite3_column_bytes(statement, column))
        return unsafe SecretOctets(capacity: count) { memory in
            unsafe UnsafeMutableRawBufferPointer(memory)
                .copyMemory(from: UnsafeRawBufferPointer(start: start, count: count))
            return count
        }
    }
}

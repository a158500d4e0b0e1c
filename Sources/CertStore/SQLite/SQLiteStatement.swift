import CMS
import CSQLite

/// The sole owner of a prepared statement, which is its current row while it runs.
@safe final class SQLiteStatement: DatabaseRow {
    private let statement: OpaquePointer
    private var isRunning = false

    init(adopting statement: OpaquePointer) { unsafe self.statement = statement }

    deinit { unsafe sqlite3_finalize(statement) }

    /// Binds values to the statement while `body` runs it; `body` gets `SQLITE_OK` or
    /// the error code of the binding.
    ///
    /// SQLite makes no copies: they would take as long as finding a row, and those
    /// of secrets would not be wiped.
    func lending<Value>(
        _ values: [DatabaseValue], from position: Int = 0, to body: (Int32) -> Value
    ) -> Value {
        guard position < values.count else {
            defer { reset() }
            return body(SQLITE_OK)
        }
        func bound(_ code: Int32) -> Value {
            if code == SQLITE_OK { return lending(values, from: position + 1, to: body) }
            defer { reset() }
            return body(code)
        }
        let index = Int32(position + 1)
        switch values[position] {
        case .text(var text):
            return text.withUTF8 { unsafe bound(bindText(UnsafeRawBufferPointer($0), at: index)) }
        case .integer(let number): return bound(unsafe sqlite3_bind_int64(statement, index, number))
        case .octets(let octets):
            return unsafe octets.withUnsafeBytes { unsafe bound(bindBlob($0, at: index)) }
        case .secret(let secret):
            return secret.withOctets { octets in
                unsafe octets.withUnsafeBytes { unsafe bound(bindBlob($0, at: index)) }
            }
        case .null: return bound(unsafe sqlite3_bind_null(statement, index))
        }
    }

    // An empty value may have no address, which SQLite treats as NULL.

    private func bindText(_ octets: UnsafeRawBufferPointer, at index: Int32) -> Int32 {
        if unsafe octets.isEmpty {
            return unsafe sqlite3_bind_text(statement, index, "", 0, csqlite_transient())
        }
        let start = unsafe octets.baseAddress?.assumingMemoryBound(to: CChar.self)
        return unsafe sqlite3_bind_text(statement, index, start, Int32(clamping: octets.count), nil)
    }

    private func bindBlob(_ octets: UnsafeRawBufferPointer, at index: Int32) -> Int32 {
        if unsafe octets.isEmpty { return unsafe sqlite3_bind_zeroblob(statement, index, 0) }
        return unsafe sqlite3_bind_blob(
            statement, index, octets.baseAddress, Int32(clamping: octets.count), nil)
    }

    func step() -> Int32 { unsafe sqlite3_step(statement) }

    /// Marks the statement as running; returns false if it was running already.
    func start() -> Bool {
        defer { isRunning = true }
        return !isRunning
    }

    /// Makes it ready to run again, and unbinds the values.
    private func reset() {
        isRunning = false
        unsafe sqlite3_reset(statement)
        unsafe sqlite3_clear_bindings(statement)
    }

    func text(_ column: Int32) -> String {
        String(decoding: octets(column), as: UTF8.self)
    }

    func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(statement, column) }

    func isNull(_ column: Int32) -> Bool { unsafe sqlite3_column_type(statement, column) == SQLITE_NULL }

    /// Copied before the next step, which frees the memory; empty for NULL.
    func octets(_ column: Int32) -> [UInt8] {
        guard let start = unsafe sqlite3_column_blob(statement, column) else { return [] }
        let count = Int(unsafe sqlite3_column_bytes(statement, column))
        return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }

    /// Returns a secret; nil for NULL.
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

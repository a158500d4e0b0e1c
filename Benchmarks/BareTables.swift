import CSQLite
import CertStore

/// One SELECT, prepared once, on the tables of a store: the octets of the rows with the numbers of a URI.
@safe final class BareLookup {
    private let connection: OpaquePointer?
    private let statement: OpaquePointer?

    init(_ path: String) {
        var connection: OpaquePointer?
        var statement: OpaquePointer?
        guard
            unsafe sqlite3_open_v2(
                path, &connection, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil) == SQLITE_OK,
            unsafe sqlite3_exec(connection, "PRAGMA mmap_size = 2147483648", nil, nil, nil) == SQLITE_OK,
            unsafe sqlite3_prepare_v2(
                connection, "SELECT der FROM certificate WHERE id BETWEEN ? AND ? AND filed_under = ?", -1,
                &statement, nil) == SQLITE_OK
        else { failed("preparing the bare SELECT") }
        unsafe self.connection = connection
        unsafe self.statement = statement
    }

    deinit {
        unsafe sqlite3_finalize(statement)
        unsafe sqlite3_close(connection)
    }

    func find(_ uri: String) {
        let numbers = RowNumbers(ofURI: uri)
        unsafe sqlite3_reset(statement)
        unsafe sqlite3_bind_int64(statement, 1, numbers.first)
        unsafe sqlite3_bind_int64(statement, 2, numbers.last)
        unsafe sqlite3_bind_text(statement, 3, uri, -1, csqlite_transient())
        guard unsafe sqlite3_step(statement) == SQLITE_ROW, unsafe sqlite3_column_bytes(statement, 0) > 100,
            unsafe sqlite3_column_blob(statement, 0) != nil
        else { failed("the bare SELECT") }
        // The search must also find that there is no other row.
        guard unsafe sqlite3_step(statement) == SQLITE_DONE else { failed("the bare SELECT") }
    }

    /// Reads every row once, so that all of the file is in this connection's memory.
    func touchAll(rows: Int) { for number in 0..<rows { find(Order.uri(number)) } }
}

/// Inserts synthetic rows into a store: copies of the one that has a name, under other URIs.
@safe final class Filling {
    private let connection: OpaquePointer?
    private let certificate: OpaquePointer?
    private let name: OpaquePointer?

    init(_ path: String) {
        var connection: OpaquePointer?
        guard unsafe sqlite3_open(path, &connection) == SQLITE_OK else { failed("opening \(path)") }
        func prepare(_ text: String) -> OpaquePointer? {
            var statement: OpaquePointer?
            guard unsafe sqlite3_prepare_v2(connection, text, -1, &statement, nil) == SQLITE_OK else {
                failed("preparing '\(text)'")
            }
            return unsafe statement
        }
        // Without durability: each is written once.
        let begin = """
            PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -256000; BEGIN;
            CREATE TEMP TABLE model AS SELECT * FROM certificate;
            """
        guard unsafe sqlite3_exec(connection, begin, nil, nil, nil) == SQLITE_OK else {
            unsafe failed(filling: connection)
        }
        let columns = """
            der, subject, issuer, uris, key_algorithm, key_usage, key_identifier, not_before, not_after,
            is_authority
            """
        unsafe certificate = prepare(
            """
            INSERT INTO certificate (id, filed_under, fingerprint, serial, private_key, \(columns))
            SELECT ?1, ?2, printf('%064d', ?3), printf('%032d', ?3), private_key, \(columns)
            FROM model
            """)
        unsafe name = prepare("INSERT INTO name VALUES (?2, ?1, 0)")
        unsafe self.connection = connection
    }

    deinit {
        unsafe sqlite3_finalize(certificate)
        unsafe sqlite3_finalize(name)
        unsafe sqlite3_close(connection)
    }

    /// Two of a million addresses may have the same numbers: the next is used then, as in the store.
    func add(_ number: Int, under uri: String) {
        let numbers = RowNumbers(ofURI: uri)
        for id in numbers.first...numbers.last {
            guard unsafe insert(certificate, id, uri, number) else { continue }
            guard unsafe insert(name, id, uri, nil) else { unsafe failed(filling: connection) }
            return
        }
        unsafe failed(filling: connection)
    }

    func finish() {
        let end = "COMMIT; PRAGMA journal_mode = WAL;"
        guard unsafe sqlite3_exec(connection, end, nil, nil, nil) == SQLITE_OK else {
            unsafe failed(filling: connection)
        }
    }

    private func insert(_ statement: OpaquePointer?, _ id: Int64, _ uri: String, _ number: Int?) -> Bool {
        unsafe sqlite3_reset(statement)
        unsafe sqlite3_bind_int64(statement, 1, id)
        unsafe sqlite3_bind_text(statement, 2, uri, -1, csqlite_transient())
        if let number { unsafe sqlite3_bind_int64(statement, 3, Int64(number)) }
        return unsafe sqlite3_step(statement) == SQLITE_DONE
    }
}

private func failed(filling connection: OpaquePointer?) -> Never {
    unsafe failed("filling: \(String(cString: sqlite3_errmsg(connection)))")
}

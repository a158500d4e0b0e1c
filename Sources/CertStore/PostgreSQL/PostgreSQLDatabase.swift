#if PostgreSQL
    import CPostgreSQL
    import Glibc

    /// The sole owner of a connection to a PostgreSQL server, and of the statements that were prepared on it.
    ///
    /// Every writer locks the table `protection` first: as with SQLite there is one writer at a time, on any
    /// machine, and nothing that it read has changed when it writes. A lost connection is restored before the
    /// next statement outside of a transaction; one that a server has closed is noticed by a statement that
    /// fails, and then the start of a transaction, or a statement that only reads, is repeated once.
    @safe final class PostgreSQLDatabase: Database, @unchecked Sendable {
        let connection: OpaquePointer
        /// The time after which a server that sends nothing counts as lost; nil to wait.
        private let patience: Duration?
        /// The names of statements that the server has prepared, by their text.
        private var prepared: [String: String] = [:]
        private var isInTransaction = false

        private init(adopting connection: OpaquePointer, patience: Duration?) {
            unsafe self.connection = connection
            self.patience = patience
        }

        deinit { unsafe PQfinish(connection) }

        /// Connects to the server of a libpq URI.
        ///
        /// Messages of libpq that contain a part of the password are replaced.
        static func connect(
            _ location: StoreLocation.SecretLocation, patience: Duration?
        ) throws(DatabaseFailure) -> PostgreSQLDatabase {
            let timeout = min(max(patience.map { Int(($0 / .seconds(1)).rounded(.up)) } ?? 10, 2), 10)
            let parameters = [
                // A server that has fallen silent must not hold a program for as long as TCP would.
                ("connect_timeout", "\(timeout)"), ("tcp_user_timeout", "5000"), ("keepalives_idle", "5"),
                ("keepalives_interval", "2"), ("keepalives_count", "2"),
                ("application_name", "smime-presence"), ("dbname", location.uri),
                ("client_encoding", "UTF8"),
            ]
            let connection = unsafe CStrings.lending(parameters.map(\.0)) { keywords in
                unsafe CStrings.lending(parameters.map(\.1)) { values in
                    unsafe PQconnectdbParams(keywords, values, 1)
                }
            }
            guard let connection = unsafe connection else {
                throw DatabaseFailure(code: "PostgreSQL", message: "out of memory")
            }
            let database = unsafe PostgreSQLDatabase(adopting: connection, patience: patience)
            guard unsafe PQstatus(connection) == CONNECTION_OK else {
                let lacksPassword = unsafe PQconnectionNeedsPassword(connection) != 0
                throw DatabaseFailure(
                    code: lacksPassword ? CertStoreError.missingPassword : "PostgreSQL",
                    message: location.withoutPassword(database.connectionWords))
            }
            try database.prepareSession()
            return database
        }

        /// The server and database in a form that may be shown.
        var shownLocation: String {
            let host = unsafe PQhost(connection).map { unsafe String(cString: $0) } ?? ""
            let name = unsafe PQdb(connection).map { unsafe String(cString: $0) } ?? ""
            let port = unsafe PQport(connection).map { unsafe String(cString: $0) } ?? ""
            return "postgresql://\(host)\(port.isEmpty ? "" : ":\(port)")/\(name)"
        }

        func execute(_ statements: String) throws(DatabaseFailure) {
            try reconnectIfLost()
            if statements == "COMMIT" || statements == "ROLLBACK" { isInTransaction = false }
            guard unsafe PQsendQuery(connection, statements) == 1 else { throw unsafe failure(nil) }
            try finish()
            if statements.hasPrefix("BEGIN") { isInTransaction = true }
        }

        func run(
            _ statement: String, _ values: [DatabaseValue],
            row: (any DatabaseRow) throws(DatabaseFailure) -> Void
        ) throws(DatabaseFailure) {
            var hasRow = false
            do throws(DatabaseFailure) {
                try runOnce(statement, values) { (found) throws(DatabaseFailure) in
                    hasRow = true
                    try row(found)
                }
            } catch {
                guard isLost, !isInTransaction, !hasRow, statement.hasPrefix("SELECT") else { throw error }
                try runOnce(statement, values, row: row)
            }
        }

        private func runOnce(
            _ statement: String, _ values: [DatabaseValue],
            row: (any DatabaseRow) throws(DatabaseFailure) -> Void
        ) throws(DatabaseFailure) {
            try reconnectIfLost()
            let name = try prepare(statement)
            let parameters = PostgreSQLParameters(values)
            guard unsafe parameters.send(name, on: connection) else { throw unsafe failure(nil) }
            // Rows arrive one by one: a long result is never in memory as a whole.
            unsafe PQsetSingleRowMode(connection)
            var failure: DatabaseFailure?
            while let result = unsafe nextResult() {
                let found = unsafe PostgreSQLRow(adopting: result)
                switch unsafe PQresultStatus(result) {
                case PGRES_SINGLE_TUPLE where failure == nil:
                    do throws(DatabaseFailure) { try row(found) } catch { failure = error }
                case PGRES_SINGLE_TUPLE, PGRES_TUPLES_OK, PGRES_COMMAND_OK: break
                default: failure = unsafe failure ?? self.failure(result)
                }
            }
            if let failure { throw failure }
        }

        func begin(_ purpose: TransactionPurpose) throws(DatabaseFailure) {
            do throws(DatabaseFailure) { try beginOnce(purpose) } catch {
                guard isLost else { throw error }
                try beginOnce(purpose)
            }
        }

        private func beginOnce(_ purpose: TransactionPurpose) throws(DatabaseFailure) {
            do throws(DatabaseFailure) {
                switch purpose {
                case .reading, .readingAll: try execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                case .writing: try execute("BEGIN; LOCK TABLE protection IN SHARE ROW EXCLUSIVE MODE")
                }
            } catch {
                // The transaction has begun even if only the lock was refused, and
                // nothing else would run any more; with the connection it is gone.
                if !isLost { try? execute("ROLLBACK") }
                throw error
            }
        }

        /// The server enforces the constraints of its tables itself.
        func defects() -> [String] { [] }

        func continueNumbering() throws(DatabaseFailure) {
            for table in ["private_key", "revocation_list"] {
                try execute(
                    """
                    SELECT setval(pg_get_serial_sequence('\(table)', 'id'), coalesce(max(id), 0) + 1, false)
                    FROM \(table)
                    """)
            }
        }

        /// Deleted rows that the server keeps until it cleans up are out of reach.
        func purgeDeletedRows() -> Bool { true }

        let isWritable = true

        /// A statement costs a way to the server and back.
        let rowsOfStatements = [256, 64, 16, 4, 1]

        let history = StoreSchema.Dialect.postgresql.history

        func microseconds() throws(DatabaseFailure) -> Int64 {
            var microseconds: Int64 = 0
            try run("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)", []) {
                microseconds = $0.integer(0)
            }
            return microseconds
        }

        /// A database has no other place than its server.
        func checkPlace() {}

        func foreignWrites() -> Int64 { 0 }

        private func prepare(_ statement: String) throws(DatabaseFailure) -> String {
            if let name = prepared[statement] { return name }
            let name = prepared.count < Self.maximumPrepared ? "s\(prepared.count)" : ""
            guard unsafe PQsendPrepare(connection, name, Self.translated(statement), 0, nil) == 1 else {
                throw unsafe failure(nil)
            }
            try finish()
            if !name.isEmpty { prepared[statement] = name }
            return name
        }

        /// Translates a statement: values are numbered, `group_concat` and `instr` have other names, and
        /// PostgreSQL chooses indexes itself.
        static func translated(_ statement: String) -> String {
            var number = 0
            let numbered = statement.split(separator: "?", omittingEmptySubsequences: false).reduce("") {
                number += 1
                return number == 1 ? String($1) : "\($0)$\(number - 1)\($1)"
            }
            return numbered.replacing("group_concat(", with: "string_agg(")
                .replacing(/INDEXED BY \w+/, with: "")
                .replacing(/instr\((\S+), (\S+)\)/) { "position(\($0.2) in \($0.1))" }
        }

        /// Reads the results of what was sent, and no rows.
        private func finish() throws(DatabaseFailure) {
            var failure: DatabaseFailure?
            while let result = unsafe nextResult() {
                defer { unsafe PQclear(result) }
                let status = unsafe PQresultStatus(result)
                if status != PGRES_COMMAND_OK, status != PGRES_TUPLES_OK, failure == nil {
                    failure = unsafe self.failure(result)
                }
            }
            if let failure { throw failure }
        }

        /// Returns the next result of what was sent; nil after the last one.
        private func nextResult() -> OpaquePointer? {
            if let patience { awaitResult(within: patience) }
            return unsafe PQgetResult(connection)
        }

        private var isLost: Bool { unsafe PQstatus(connection) != CONNECTION_OK }

        private func reconnectIfLost() throws(DatabaseFailure) {
            guard !isInTransaction, isLost else { return }
            unsafe PQreset(connection)
            guard unsafe PQstatus(connection) == CONNECTION_OK else {
                throw DatabaseFailure(code: "PostgreSQL", message: "the connection was lost")
            }
            prepared.removeAll()
            try prepareSession()
        }

        private func prepareSession() throws(DatabaseFailure) {
            // Notices would be printed.
            unsafe PQsetNoticeProcessor(connection, { _, _ in }, nil)
            // A commit is durable, whatever the settings of the role or the database.
            try execute(
                "SET search_path = smime_presence; SET lock_timeout = '10s'; SET synchronous_commit = on")
        }

        private var connectionWords: String {
            unsafe PQerrorMessage(connection).map { unsafe String(cString: $0) } ?? ""
        }

        /// Uses the primary message only: details repeat values.
        private func failure(_ result: OpaquePointer?) -> DatabaseFailure {
            func field(_ code: Character) -> String? {
                let code = Int32(code.asciiValue ?? 0)
                return unsafe PQresultErrorField(result, code).map { unsafe String(cString: $0) }
            }
            return DatabaseFailure(
                code: "PostgreSQL \(field("C") ?? "08006")", message: field("M") ?? "the connection was lost")
        }

        private static let maximumPrepared = 64
    }
#endif

#if PostgreSQL
    /// The store in a database of a PostgreSQL server: the schema `smime_presence`, with a version in it.
    enum PostgreSQLStore {
        /// Opens the existing store.
        static func open(
            _ location: StoreLocation.SecretLocation, patience: Duration?
        ) throws(CertStoreError) -> any Database {
            let database = try connection(to: location, patience: patience)
            guard try isPresent(in: database) else { throw .noStore(path: database.shownLocation) }
            if try version(of: database) < StoreSchema.version { try bringUpToDate(database) }
            return database
        }

        /// Migrates from an earlier version, in one transaction; if several processes
        /// open it at once, one migrates.
        private static func bringUpToDate(_ database: PostgreSQLDatabase) throws(CertStoreError) {
            try database.transaction(.writing) { () throws(CertStoreError) in
                let found = try version(of: database)
                // There was no version 1 with PostgreSQL.
                guard found >= 2 else { throw .notAStore(path: database.shownLocation) }
                try StoreMigration.applyChanges(to: database, .postgresql, from: found)
                try database.executeStore("UPDATE store_version SET version = \(StoreSchema.version)")
            }
        }

        private static func version(of database: PostgreSQLDatabase) throws(CertStoreError) -> Int {
            var version = 0
            try database.store("SELECT version FROM store_version") { version = Int($0.integer(0)) }
            guard version <= StoreSchema.version else {
                throw .newerVersion(
                    path: database.shownLocation, found: version, supported: StoreSchema.version)
            }
            return version
        }

        /// Creates the store if it does not exist; returns true if it created it.
        static func createIfAbsent(
            _ location: StoreLocation.SecretLocation,
            filling work: (any Database) throws(CertStoreError) -> Void
        ) throws(CertStoreError) -> Bool {
            let database = try connection(to: location)
            if try isPresent(in: database) { return false }
            do throws(CertStoreError) {
                try fill(database, work)
            } catch {
                // Another process created it meanwhile.
                guard case .storeExists = error else { throw error }
                return false
            }
            return true
        }

        /// Creates a store that does not exist yet, with the content that `work` writes, in one transaction.
        static func create(
            _ location: StoreLocation.SecretLocation,
            filling work: (any Database) throws(CertStoreError) -> Void
        ) throws(CertStoreError) {
            try fill(connection(to: location), work)
        }

        private static func fill(
            _ database: PostgreSQLDatabase, _ work: (any Database) throws(CertStoreError) -> Void
        ) throws(CertStoreError) {
            try database.executeStore("BEGIN")
            do throws(CertStoreError) {
                // If several processes create it at once, one does.
                try database.executeStore("SELECT pg_advisory_xact_lock(\(StoreSchema.application))")
                guard try !isPresent(in: database) else { throw .storeExists(path: database.shownLocation) }
                try database.executeStore(
                    """
                    CREATE SCHEMA smime_presence;
                    CREATE TABLE store_version (version INTEGER NOT NULL);
                    INSERT INTO store_version VALUES (\(StoreSchema.version));
                    \(StoreSchema.statements(.postgresql))
                    """)
                try work(database)
                try database.executeStore("COMMIT")
            } catch {
                try? database.executeStore("ROLLBACK")
                throw error
            }
        }

        private static func isPresent(in database: any Database) throws(CertStoreError) -> Bool {
            var isPresent = false
            try database.store(
                "SELECT 1 FROM pg_tables WHERE schemaname = 'smime_presence' AND tablename = 'store_version'"
            ) { _ in isPresent = true }
            return isPresent
        }

        private static func connection(
            to location: StoreLocation.SecretLocation, patience: Duration? = nil
        ) throws(CertStoreError) -> PostgreSQLDatabase {
            do throws(DatabaseFailure) {
                return try PostgreSQLDatabase.connect(location, patience: patience)
            } catch {
                throw CertStoreError(error)
            }
        }
    }

    extension StoreLocation.SecretLocation {
        /// Returns libpq's message, or another one if libpq's contains a part of the password: libpq
        /// misparses malformed URIs, and repeats parts of them.
        func withoutPassword(_ words: String) -> String {
            let line = words.split(separator: "\n").first.map(String.init) ?? ""
            let repeatsPassword = secrets.contains { line.contains($0) }
            return repeatsPassword || line.isEmpty
                ? "the server cannot be reached, or refuses the login" : line
        }

        /// The parts of the URI that may belong to a password: text between the first colon after the scheme
        /// and the last "@"; text in place of a port if there is no "@"; text after "password="; and each
        /// part at which libpq may cut them.
        private var secrets: [Substring] {
            let rest = uri.drop { $0 != ":" }.dropFirst().drop { $0 == "/" }
            let end = rest.lastIndex(of: "@") ?? rest.firstIndex(of: "/") ?? rest.endIndex
            let first = rest[..<end].drop { $0 != ":" }.dropFirst()
            let named = rest.split(separator: "password=").dropFirst().map { $0.prefix { $0 != "&" } }
            let texts = [first] + named
            let parts = texts.flatMap { $0.split { !$0.isLetter && !$0.isNumber } }.filter { $0.count > 2 }
            let isPort = !rest.contains("@") && Int(first) != nil
            return (texts + parts).filter { !$0.isEmpty && !(isPort && $0 == first) }
        }
    }
#endif

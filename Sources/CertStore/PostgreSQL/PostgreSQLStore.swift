#if PostgreSQL
    /// The store in a database of a PostgreSQL server: a schema of its own, `smime_presence`, with a version in it.
    enum PostgreSQLStore {
        /// Opens the store that is there.
        static func open(_ location: StoreLocation.SecretLocation) throws(CertStoreError) -> any Database {
            let database = try connection(to: location)
            guard try isPresent(in: database) else { throw .noStore(path: database.shownLocation) }
            if try version(of: database) < StoreSchema.version { try bringUpToDate(database) }
            return database
        }

        /// Does what an earlier version lacks, in one transaction; of several that open it at once, one does.
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

        /// Makes the store, unless it is there already; true where it made it.
        static func createIfAbsent(
            _ location: StoreLocation.SecretLocation,
            filling work: (any Database) throws(CertStoreError) -> Void
        ) throws(CertStoreError) -> Bool {
            let database = try connection(to: location)
            if try isPresent(in: database) { return false }
            do throws(CertStoreError) {
                try fill(database, work)
            } catch {
                // Another made it meanwhile.
                guard case .storeExists = error else { throw error }
                return false
            }
            return true
        }

        /// Makes a store that is not there yet, with what `work` puts into its tables, all in one transaction.
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
                // Of several that make it at once, one does.
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
            to location: StoreLocation.SecretLocation
        ) throws(CertStoreError) -> PostgreSQLDatabase {
            do throws(DatabaseFailure) {
                return try PostgreSQLDatabase.connect(location)
            } catch {
                throw CertStoreError(error)
            }
        }
    }

    extension StoreLocation.SecretLocation {
        /// Words of libpq, or words of ours where they have a part of the password in them: of a URI that is not well
        /// formed, libpq takes parts for something else, and repeats them.
        func withoutPassword(_ words: String) -> String {
            let line = words.split(separator: "\n").first.map(String.init) ?? ""
            let isTold = secrets.contains { line.contains($0) }
            return isTold || line.isEmpty ? "the server cannot be reached, or does not take the login" : line
        }

        /// What may be part of a password: between the first colon behind the scheme and the last "@", what stands there
        /// in place of a port where there is no "@", and what is behind "password="; and each part that libpq may cut
        /// off.
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

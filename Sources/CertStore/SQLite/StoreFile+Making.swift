import Glibc
import Octets

extension StoreFile {
    /// What to do with an existing file of the name.
    enum Existing { case kept, refused, replaced }

    /// Creates the tables in an empty file, the numbers in its header, and the content that
    /// `work` writes, in one transaction.
    static func fill(
        _ path: String, _ work: (SQLiteDatabase) throws(CertStoreError) -> Void
    ) throws(CertStoreError) {
        try fill(connection(to: path), work)
    }

    /// The same for an empty database.
    static func fill(
        _ database: SQLiteDatabase, _ work: (SQLiteDatabase) throws(CertStoreError) -> Void
    ) throws(CertStoreError) {
        // Measured: of 4 to 64 KiB, this makes finding one of a million certificates
        // closest to finding one of few.
        try database.executeStore("PRAGMA page_size = 8192")
        try database.transaction(.writing) { () throws(CertStoreError) in
            try database.executeStore(
                """
                \(StoreSchema.statements(.sqlite))
                PRAGMA application_id = \(StoreSchema.application);
                PRAGMA user_version = \(StoreSchema.version);
                """)
            try work(database)
        }
    }

    /// Empties the ledger of a copied store, so that a new one begins, and withholds its authority's keys.
    static func markAsCopy(_ path: String) throws(CertStoreError) {
        try connection(to: path).executeStore(
            """
            DELETE FROM ledger_key; DELETE FROM ledger_state; DELETE FROM ledger_holder;
            UPDATE ledger SET since = NULL, entries = 0, history = NULL;
            \(OwnAuthority.withholding)
            """)
    }

    /// Whether SQLite keeps a log beside the file, since it is in use or was not closed.
    static func hasLog(_ path: String) -> Bool { exists(path + "-wal") || exists(path + "-journal") }

    /// Creates a store in a file, complete or not at all.
    ///
    /// It is written under a temporary name in the same directory and renamed when it is complete and
    /// durable: if two processes create the same store, one does, and both find it. The file gets mode 0600,
    /// and SQLite gives its companions the mode of the file.
    ///
    /// - Returns: false if the name was taken meanwhile, and that file is kept.
    @discardableResult
    static func make(
        _ path: String, existing: Existing, fill: (_ temporary: String) throws(CertStoreError) -> Void
    ) throws(CertStoreError) -> Bool {
        let directory = directory(of: path)
        guard exists(directory) else { throw .noDirectory(path: directory) }
        try checkDirectory(of: path)
        // SQLite would use the log of the old file for the new one.
        if existing == .replaced, hasLog(path) {
            throw .storeExists(path: path)
        }
        if existing == .replaced, !isEmptyOrStore(path) { throw .notAStore(path: path) }
        let temporary = "\(path).\(getpid()).\(UInt32.random(in: 0...UInt32.max)).tmp"
        do throws(UnfinishedFiles.Failure) {
            // Once it has its name, another thread may have locks on it, which
            // closing the file would release.
            close(
                try UnfinishedFiles.make(temporary, mode: 0o600, companions: ["-journal", "-wal", "-shm"]))
        } catch {
            throw .system(path: path, code: error.code)
        }
        defer { UnfinishedFiles.remove(temporary) }
        try fill(temporary)
        // Last, so that the tables are in the file itself and not in a log.
        try connection(to: temporary).executeStore("PRAGMA journal_mode = WAL")
        try synchronize(temporary)
        let isNamed = try name(temporary, path, existing)
        // As SQLite does for its own files, if the directory is writable and not readable.
        try? synchronize(directory)
        return isNamed
    }

    /// Waits until a file, or the names in a directory, are durable.
    private static func synchronize(_ path: String) throws(CertStoreError) {
        let descriptor = unsafe Glibc.open(FileName.cString(path), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(path: path, code: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system(path: path, code: errno) }
    }

    private static func name(
        _ temporary: String, _ path: String, _ existing: Existing
    ) throws(CertStoreError) -> Bool {
        let (from, to) = (FileName.cString(temporary), FileName.cString(path))
        let done = unsafe existing == .replaced ? rename(from, to) == 0 : link(from, to) == 0
        guard !done else { return true }
        switch (errno, existing) {
        case (EEXIST, .kept): return false
        case (EEXIST, .refused): throw .storeExists(path: path)
        case (let code, _): throw .system(path: path, code: code)
        }
    }

    /// Creates the missing directories on the way to the file, with mode 0700.
    static func makeDirectory(of path: String) throws(CertStoreError) {
        let directory = directory(of: path)
        if exists(directory) { return }
        try makeDirectory(of: directory)
        guard unsafe mkdir(FileName.cString(directory), 0o700) == 0 || errno == EEXIST else {
            throw .system(path: directory, code: errno)
        }
    }
}

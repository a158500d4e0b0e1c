import Glibc
import Octets

/// The file of the store: its permissions, its header, and its creation.
enum StoreFile {
    /// Opens the file after checking its permissions and its first octets, so that SQLite never touches the
    /// content of a file that is not a store, or is of a later version.
    static func open(_ path: String) throws(CertStoreError) -> SQLiteDatabase {
        try checkPermissions(path)
        let unwritable = try UnwritableFile(path)
        let database = try connection(to: path, unwritable: unwritable)
        let (application, version) = try header(of: database, path: path)
        guard application == StoreSchema.application, version >= 1 else { throw .notAStore(path: path) }
        guard version <= StoreSchema.version else {
            throw .newerVersion(path: path, found: version, supported: StoreSchema.version)
        }
        // Version 4 lacks only the count of changes, and this file has none.
        if unwritable != nil, version == 4 { return database }
        try StoreMigration.bringUpToDate(database, path: path)
        return database
    }

    static func connection(
        to path: String, unwritable: UnwritableFile? = nil
    ) throws(CertStoreError) -> SQLiteDatabase {
        do throws(DatabaseFailure) { return try SQLiteDatabase.open(path, unwritable: unwritable) } catch {
            throw CertStoreError(error)
        }
    }

    static func exists(_ path: String) -> Bool { unsafe access(FileName.cString(path), F_OK) == 0 }

    /// Refuses files that another user may have written: SQLite replays every log next to a store.
    private static func checkPermissions(_ path: String) throws(CertStoreError) {
        guard let status = try status(of: path) else { throw .noStore(path: path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAStore(path: path) }
        guard status.st_uid == geteuid() else { throw .ownedByAnother(path: path) }
        guard status.st_mode & 0o077 == 0 else {
            // A file that is not a store is reported as that, not for its mode.
            guard isEmptyOrStore(path) else { throw .notAStore(path: path) }
            throw .readableByOthers(path: path, mode: status.st_mode & 0o7777)
        }
        // SQLite resolves symbolic links before it looks for its companions.
        guard let file = resolved(path) else { throw .system(path: path, code: errno) }
        try checkDirectory(of: file)
        for companion in ["-wal", "-shm", "-journal"].map({ file + $0 }) {
            guard let status = try Self.status(of: companion) else { continue }
            guard status.st_uid == geteuid() else { throw .ownedByAnother(path: companion) }
        }
    }

    /// With the sticky bit, as in a directory for temporary files, no user can replace the files of another.
    static func checkDirectory(of path: String) throws(CertStoreError) {
        let directory = directory(of: path)
        guard let status = try status(of: directory) else { throw .system(path: directory, code: ENOENT) }
        guard status.st_mode & 0o022 == 0 || status.st_mode & S_ISVTX != 0 else {
            throw .directoryOpenToOthers(path: directory, mode: status.st_mode & 0o7777)
        }
    }

    /// Returns the status of a file; nil if it does not exist.
    private static func status(of path: String) throws(CertStoreError) -> stat? {
        var status = stat()
        guard unsafe stat(FileName.cString(path), &status) != 0 else { return status }
        guard errno == ENOENT else { throw .system(path: path, code: errno) }
        return nil
    }

    /// Returns the name without symbolic links; nil, with `errno` set, if the file cannot be found.
    static func resolved(_ path: String) -> String? {
        guard let resolved = unsafe realpath(FileName.cString(path), nil) else { return nil }
        defer { unsafe free(resolved) }
        return unsafe FileName.text(
            UnsafeBufferPointer(start: resolved, count: strlen(resolved)).map { UInt8(bitPattern: $0) })
    }

    static func directory(of path: String) -> String {
        // An octet: as a Character, a slash before a combining mark is another.
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Returns whether the file is empty or a store, so that it may be replaced.
    static func isEmptyOrStore(_ path: String) -> Bool {
        let file = unsafe Glibc.open(FileName.cString(path), O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return !exists(path) }
        defer { close(file) }
        var octets = [UInt8](repeating: 0, count: headerOctets)
        let count = unsafe read(file, &octets, octets.count)
        return count == 0
            || count == octets.count && header(octets)?.application == StoreSchema.application
    }

    /// `application_id` and `user_version` from the header of the file (sqlite.org/fileformat2.html §1.3).
    private static func header(
        of database: SQLiteDatabase, path: String
    ) throws(CertStoreError) -> (application: UInt32, version: Int) {
        let octets: [UInt8]
        do throws(DatabaseFailure) { octets = try database.firstOctets(headerOctets) } catch {
            throw CertStoreError(error)
        }
        guard let header = header(octets) else { throw .notAStore(path: path) }
        return header
    }

    static let headerOctets = 100

    /// Returns the same from the octets of the header; nil unless it is an SQLite file.
    static func header(_ octets: [UInt8]) -> (application: UInt32, version: Int)? {
        guard octets.starts(with: "SQLite format 3\0".utf8) else { return nil }
        func number(at offset: Int) -> UInt32 {
            octets[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
        }
        return (number(at: 68), Int(number(at: 60)))
    }
}

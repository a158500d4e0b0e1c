import Glibc
import Octets

/// A store whose file or directory is read-only, so that SQLite cannot keep its log and index there.
///
/// SQLite then reads the file as one that never changes (`immutable=1`), without locks. Through another
/// mount, or with other rights, a process may change it all the same. So the data that was read counts only
/// if the file is unchanged since it was opened, and still has no log.
struct UnwritableFile {
    /// The properties of the file that reveal a change that SQLite does not detect.
    private struct State: Equatable {
        let device: UInt64
        let inode: UInt64
        let size: Int64
        let modified: [Int]
    }

    /// The file, symbolic links followed.
    let path: String
    /// Whether its file system is mounted read-only; otherwise permissions prevent writing.
    private let isFileSystem: Bool
    private let state: State?

    /// Returns nil for a writable file in a writable directory, and for one that SQLite can read
    /// by means of its log and index.
    ///
    /// - Throws: ``CertStoreError/database(code:message:)`` if the file has a log without an index: the
    ///   content of the log would not be read.
    init?(_ path: String) throws(CertStoreError) {
        guard let resolved = StoreFile.resolved(path) else { return nil }
        self.path = resolved
        let directory = StoreFile.directory(of: self.path)
        var code: Int32 = 0
        for place in [self.path, directory] where unsafe access(FileName.cString(place), W_OK) != 0 {
            code = errno
        }
        guard code != 0 else { return nil }
        isFileSystem = code == EROFS
        if Self.hasLog(self.path) {
            guard !StoreFile.exists(self.path + "-shm") else { return nil }
            throw .database(
                code: "SQLite 8",
                message:
                    "\(Self.words(isFileSystem)), and changes in '\(self.path)-wal' are not in the store yet")
        }
        state = Self.state(of: self.path)
    }

    /// Creates a file that is treated as one that cannot be written.
    init(assuming path: String) {
        self.path = path
        isFileSystem = true
        state = Self.state(of: path)
    }

    /// The name for `sqlite3_open_v2` with `SQLITE_OPEN_URI` (sqlite.org/uri.html).
    var uri: String {
        let name = PercentEncoding.escaped(FileName.octets(path)) {
            ASCII.isAlphanumeric($0) || "/-_.".utf8.contains($0)
        }
        return "file:\(name)?immutable=1"
    }

    /// Refuses the data if the file has changed.
    func checkUnchanged() throws(DatabaseFailure) {
        guard let state, state == Self.state(of: path), !Self.hasLog(path) else {
            throw DatabaseFailure(code: "SQLite 5", message: "the store was changed while it was read")
        }
    }

    /// The error of a command that writes.
    var refusal: DatabaseFailure { DatabaseFailure(code: "SQLite 8", message: Self.words(isFileSystem)) }

    private static func words(_ isFileSystem: Bool) -> String {
        isFileSystem
            ? "the file system of the store is read-only"
            : "the file of the store or its directory is read-only"
    }

    private static func hasLog(_ path: String) -> Bool {
        ["-wal", "-journal"].contains { suffix in
            var status = stat()
            return unsafe stat(FileName.cString(path + suffix), &status) == 0 && status.st_size > 0
        }
    }

    private static func state(of path: String) -> State? {
        var status = stat()
        guard unsafe stat(FileName.cString(path), &status) == 0 else { return nil }
        let (changed, modified) = (status.st_ctim, status.st_mtim)
        return State(
            device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int64(status.st_size),
            modified: [changed.tv_sec, changed.tv_nsec, modified.tv_sec, modified.tv_nsec])
    }
}

import CSQLite
import Synchronization

/// SQLite in this process: its version and its use of memory.
public enum SQLiteConfiguration {
    /// The version in use, which may be later than the version it was built with, such as "3.40.1".
    public static var version: String { unsafe String(cString: sqlite3_libversion()) }

    /// Configures SQLite for a short-lived program that reads little, or writes many rows in one transaction.
    ///
    /// SQLite allocates memory for each page when it reads it, and not for twenty pages whenever it
    /// opens a table. It keeps the undo data of a statement in memory: a file would take eight
    /// writes for each certificate filed. It does not count its memory, which would take a lock at
    /// each allocation and release.
    ///
    /// Intended for a program of one's own. Call it before the first store is opened; later it has no effect.
    /// A library inside another program should leave the choice to that program.
    public static func configureForCommands() {
        // If SQLite refuses, its defaults work as well, only slower.
        _ = csqlite_no_pages_in_advance()
        _ = csqlite_no_memory_status()
        _ = csqlite_statement_journals_in_memory()
    }

    /// Limits the memory of each connection opened from now on, for a program that runs for a long time.
    ///
    /// A command that writes many rows is faster with much memory, and its end returns it. In a service the
    /// pages of a growing ledger would stay in memory: up to 32 MB of changed pages for each connection, and
    /// the mapped file.
    public static func limitMemory() { SQLiteMemory.isLimited.store(true, ordering: .relaxed) }
}

/// The memory of a connection.
enum SQLiteMemory {
    fileprivate static let isLimited = Atomic(false)

    /// Memory for the pages that one transaction changes, in kibibytes; pages that are only read stay in the
    /// file.
    static var cacheKibibytes: Int { isLimited.load(ordering: .relaxed) ? 2_048 : 32_768 }

    /// The number of octets of the file to map into memory, so that a page costs no system call.
    static var mappedOctets: Int { isLimited.load(ordering: .relaxed) ? 0 : 2 << 30 }
}

import CSQLite

/// How SQLite uses memory in this process.
public enum SQLiteConfiguration {
    /// Suits SQLite to a program that reads little, or writes many rows in one transaction, and ends.
    ///
    /// It takes memory for each page when it reads it, and not for twenty pages whenever it opens a table; and what a
    /// statement would have to undo is kept in memory: a file for that takes eight writes for each certificate filed.
    /// How much memory it has is not counted: that takes a lock whenever it takes a piece or gives it back.
    ///
    /// For a program of one's own. To be called before the first store is opened, after which it has no effect; a
    /// library inside another program leaves the choice to it.
    public static func suitCommands() {
        // A refusal leaves SQLite as it was, which is as good, only slower.
        _ = csqlite_no_pages_in_advance()
        _ = csqlite_no_memory_status()
        _ = csqlite_statement_journals_in_memory()
    }
}

import CSQLite

/// How SQLite uses memory in this process.
public enum SQLiteConfiguration {
    /// Makes SQLite take memory for each page when it reads it, and not for twenty pages whenever it opens a table.
    ///
    /// For a program of one's own that reads little and ends: it starts faster. To be called before the first store is
    /// opened, after which it has no effect; a library inside another program leaves the choice to it.
    public static func takeNoPagesInAdvance() {
        // A refusal leaves SQLite as it was, which is as good, only slower.
        _ = csqlite_no_pages_in_advance()
    }
}

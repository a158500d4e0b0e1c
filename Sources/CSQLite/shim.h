#include <sqlite3.h>

// A macro casting -1 to a function pointer, which Swift cannot import:
// tells SQLite to copy what is bound.
static inline sqlite3_destructor_type csqlite_transient(void) { return SQLITE_TRANSIENT; }

// Reads the first octets of a database file past SQLite's own reading of it, without a lock: who opens and closes the
// file in another way takes away the locks that other connections of the process hold on it (fcntl(2)).
static inline int csqlite_read_start(sqlite3 *connection, void *octets, int count) {
    sqlite3_file *file = 0;
    int code = sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (code != SQLITE_OK) return code;
    if (!file || !file->pMethods) return SQLITE_CANTOPEN;
    return file->pMethods->xRead(file, octets, count, 0);
}

// Functions with variable arguments, which Swift cannot import:
// tells SQLite to take memory for each page as it is read, not for many in advance,
static inline int csqlite_no_pages_in_advance(void) {
    return sqlite3_config(SQLITE_CONFIG_PAGECACHE, (void *)0, 0, 0);
}
// to count no memory, which takes a lock for each piece of it,
static inline int csqlite_no_memory_status(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
// and to keep what one statement would have to undo in memory, however much it is.
static inline int csqlite_statement_journals_in_memory(void) {
    return sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, -1);
}

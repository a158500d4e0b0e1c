#include <sqlite3.h>

// A macro casting -1 to a function pointer, which Swift cannot import:
// tells SQLite to copy what is bound.
static inline sqlite3_destructor_type csqlite_transient(void) { return SQLITE_TRANSIENT; }

// A function with variable arguments, which Swift cannot import:
// tells SQLite to take memory for each page as it is read, not for many in advance.
static inline int csqlite_no_pages_in_advance(void) {
    return sqlite3_config(SQLITE_CONFIG_PAGECACHE, (void *)0, 0, 0);
}

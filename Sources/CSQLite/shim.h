#include <sqlite3.h>

// A macro casting -1 to a function pointer, which Swift cannot import:
// tells SQLite to copy what is bound.
static inline sqlite3_destructor_type csqlite_transient(void) { return SQLITE_TRANSIENT; }

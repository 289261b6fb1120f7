#ifndef MERCER_CSQLITESESSION_SHIM_H
#define MERCER_CSQLITESESSION_SHIM_H

// The session functions are declared only with these two defined before the header is read; GRDB's own
// module does not define them.
#ifndef SQLITE_ENABLE_SESSION
#define SQLITE_ENABLE_SESSION 1
#endif
#ifndef SQLITE_ENABLE_PREUPDATE_HOOK
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#endif
#include <sqlite3.h>

// Swift has no way to call a function with variable arguments. Without its own count of memory, SQLite's threads do
// not wait for each other at every allocation. Has an effect only before the first use of the library.
static inline int mercer_sqlite_without_memory_count(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

#endif

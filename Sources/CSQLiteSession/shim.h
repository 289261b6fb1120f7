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

#endif

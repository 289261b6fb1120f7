#ifndef MERCER_CZLIB_SHIM_H
#define MERCER_CZLIB_SHIM_H

#include <zlib.h>

#endif

#ifndef MERCER_CCURL_SHIM_H
#define MERCER_CCURL_SHIM_H

#include <curl/curl.h>

#endif

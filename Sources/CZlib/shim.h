#ifndef RMTOP_CZLIB_SHIM_H
#define RMTOP_CZLIB_SHIM_H
#include <zlib.h>
#endif

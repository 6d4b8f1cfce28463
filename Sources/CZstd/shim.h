#ifndef RMTOP_CZSTD_SHIM_H
#define RMTOP_CZSTD_SHIM_H
#include <zstd.h>
#include <zstd_errors.h>
#endif

#include "include/head_kernels.h"

#define T float
#define NAME(base) base##_f32
#include "head_rows.h"
#undef T
#undef NAME

#define T double
#define NAME(base) base##_f64
#include "head_rows.h"

// Includes BODY, a header of static functions (*.body.h), once for each instruction level of the processor. In it
//   AT_LEVEL(name)      is the level's name of a function, as RMTOP_DISPATCH calls it;
//   TARGET              stands before the function; WIDE_TARGET where arithmetic bounds it and not memory;
//   MINUS(acc, l, u)    is acc − l u, PLUS(acc, l, u) acc + l u and SUM(a, x, b, y) a x + b y, of lanes or numbers: with
//                       one rounding fewer where the level has fused operations, and for all or none of them;
//   ROWS and EIGHTS     say how many sums, as rows of so many eights, the level's registers hold.
// The compiler fuses nothing else. Included once in a file; no guard.
#include "dispatch.h"
#include "lanes.h"

#pragma clang fp contract(off)

#define AT_LEVEL(name) name##_base
#define TARGET
#define WIDE_TARGET
#define MINUS(acc, l, u) ((acc) - (l) * (u))
#define PLUS(acc, l, u) ((acc) + (l) * (u))
#define SUM(a, x, b, y) ((a) * (x) + (b) * (y))
#define ROWS 2
#define EIGHTS 1
#include BODY
#undef AT_LEVEL
#undef TARGET
#undef WIDE_TARGET
#undef MINUS
#undef PLUS
#undef SUM
#undef ROWS
#undef EIGHTS

#if defined(__x86_64__)
#define MINUS(acc, l, u) __builtin_elementwise_fma(-(l), (u), (acc))
#define PLUS(acc, l, u) __builtin_elementwise_fma((l), (u), (acc))
#define SUM(a, x, b, y) __builtin_elementwise_fma((a), (x), (b) * (y))

#define AT_LEVEL(name) name##_avx2
#define TARGET __attribute__((target("avx2,fma")))
#define WIDE_TARGET TARGET
#define ROWS 4
#define EIGHTS 1
#include BODY
#undef AT_LEVEL
#undef TARGET
#undef WIDE_TARGET
#undef ROWS
#undef EIGHTS

#define AT_LEVEL(name) name##_avx512
#define TARGET __attribute__((target("avx512f,fma,prefer-256-bit")))
#define WIDE_TARGET __attribute__((target("avx512f,fma")))
#define ROWS 8
#define EIGHTS 2
#include BODY
#undef AT_LEVEL
#undef TARGET
#undef WIDE_TARGET
#undef ROWS
#undef EIGHTS
#undef MINUS
#undef PLUS
#undef SUM
#endif

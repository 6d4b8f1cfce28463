// Eight doubles side by side, and how kernels read, write and fill them.
#ifndef RMTOP_LANES_H
#define RMTOP_LANES_H

typedef double lanes8 __attribute__((vector_size(64)));
// For the eight doubles at an address that is a multiple of 8 alone.
typedef double lanes8_unaligned __attribute__((vector_size(64), aligned(8), may_alias));

#define LOAD(p) (*(const lanes8_unaligned *)(p))
#define STORE(p, value) (*(lanes8_unaligned *)(p) = (value))
#define SPLAT(value) ((lanes8){value, value, value, value, value, value, value, value})
#define UNROLLED _Pragma("clang loop unroll(full)")
#endif

#include "engine_kernels.h"
#include "dispatch.h"

// Forward substitution in which element i is x_i − l_i0 u_0 − l_i1 u_1 − …, subtracted in this order and then
// divided by l_ii, whichever kernel does it: the elements of one vector side by side (one), or eight vectors side by
// side (eight). No sum is split or reordered, so both give the same bits and no lane sees another.
// MINUS(acc, l, u) is acc − l u, fused in both or in neither.

#pragma clang fp contract(off)
#define MINUS_PLAIN(acc, l, u) ((acc) - (l) * (u))
#define MINUS_FUSED(acc, l, u) __builtin_elementwise_fma(-(l), (u), (acc))

#define SPLAT(value) ((lanes8){value, value, value, value, value, value, value, value})

// By columns, four at a time: each element of x is loaded and stored once for four columns of L.
#define SOLVE_ONE_BODY(name, TARGET, MINUS)                                                                  \
  TARGET static void name(const double *l, size_t n, size_t leading, double *x) {                            \
    size_t j = 0;                                                                                            \
    for (; j + 4 <= n; j += 4) {                                                                             \
      const double *c0 = l + j * leading, *c1 = c0 + leading, *c2 = c1 + leading, *c3 = c2 + leading;        \
      double u0 = x[j] / c0[j];                                                                              \
      double u1 = MINUS(x[j + 1], c0[j + 1], u0) / c1[j + 1];                                                \
      double u2 = MINUS(MINUS(x[j + 2], c0[j + 2], u0), c1[j + 2], u1) / c2[j + 2];                          \
      double u3 = MINUS(MINUS(MINUS(x[j + 3], c0[j + 3], u0), c1[j + 3], u1), c2[j + 3], u2) / c3[j + 3];    \
      x[j] = u0, x[j + 1] = u1, x[j + 2] = u2, x[j + 3] = u3;                                                \
      size_t i = j + 4;                                                                                      \
      lanes8 w0 = SPLAT(u0), w1 = SPLAT(u1), w2 = SPLAT(u2), w3 = SPLAT(u3);                                 \
      for (; i + 8 <= n; i += 8) {                                                                           \
        lanes8 rest = *(const lanes8_unaligned *)(x + i);                                                    \
        rest = MINUS(rest, *(const lanes8_unaligned *)(c0 + i), w0);                                         \
        rest = MINUS(rest, *(const lanes8_unaligned *)(c1 + i), w1);                                         \
        rest = MINUS(rest, *(const lanes8_unaligned *)(c2 + i), w2);                                         \
        rest = MINUS(rest, *(const lanes8_unaligned *)(c3 + i), w3);                                         \
        *(lanes8_unaligned *)(x + i) = rest;                                                                 \
      }                                                                                                      \
      for (; i < n; i++)                                                                                     \
        x[i] = MINUS(MINUS(MINUS(MINUS(x[i], c0[i], u0), c1[i], u1), c2[i], u2), c3[i], u3);                 \
    }                                                                                                        \
    for (; j < n; j++) {                                                                                     \
      const double *column = l + j * leading;                                                                \
      x[j] = x[j] / column[j];                                                                               \
      for (size_t i = j + 1; i < n; i++) x[i] = MINUS(x[i], column[i], x[j]);                                \
    }                                                                                                        \
  }

// By rows, four at a time: each u is loaded once for four rows, and their sums stay in registers.
#define SOLVE_EIGHT_BODY(name, TARGET, MINUS)                                                                \
  TARGET static void name(const double *l, size_t n, size_t leading, double *x) {                            \
    lanes8_unaligned *u = (lanes8_unaligned *)x;                                                             \
    size_t i = 0;                                                                                            \
    for (; i + 4 <= n; i += 4) {                                                                             \
      lanes8 a0 = u[i], a1 = u[i + 1], a2 = u[i + 2], a3 = u[i + 3];                                         \
      for (size_t j = 0; j < i; j++) {                                                                       \
        const double *column = l + j * leading + i;                                                          \
        lanes8 known = u[j];                                                                                 \
        a0 = MINUS(a0, SPLAT(column[0]), known);                                                             \
        a1 = MINUS(a1, SPLAT(column[1]), known);                                                             \
        a2 = MINUS(a2, SPLAT(column[2]), known);                                                             \
        a3 = MINUS(a3, SPLAT(column[3]), known);                                                             \
      }                                                                                                      \
      const double *c0 = l + i * leading + i, *c1 = c0 + leading, *c2 = c1 + leading, *c3 = c2 + leading;    \
      a0 = a0 / c0[0];                                                                                       \
      a1 = MINUS(a1, SPLAT(c0[1]), a0) / c1[1];                                                              \
      a2 = MINUS(MINUS(a2, SPLAT(c0[2]), a0), SPLAT(c1[2]), a1) / c2[2];                                     \
      a3 = MINUS(MINUS(MINUS(a3, SPLAT(c0[3]), a0), SPLAT(c1[3]), a1), SPLAT(c2[3]), a2) / c3[3];            \
      u[i] = a0, u[i + 1] = a1, u[i + 2] = a2, u[i + 3] = a3;                                                \
    }                                                                                                        \
    for (; i < n; i++) {                                                                                     \
      lanes8 rest = u[i];                                                                                    \
      for (size_t j = 0; j < i; j++) rest = MINUS(rest, SPLAT(l[j * leading + i]), (lanes8)u[j]);            \
      u[i] = rest / l[i * leading + i];                                                                      \
    }                                                                                                        \
  }

SOLVE_ONE_BODY(solve_one_base, , MINUS_PLAIN)
SOLVE_EIGHT_BODY(solve_eight_base, , MINUS_PLAIN)
#if defined(__x86_64__)
SOLVE_ONE_BODY(solve_one_avx2, RMTOP_TARGET_AVX2, MINUS_FUSED)
SOLVE_EIGHT_BODY(solve_eight_avx2, RMTOP_TARGET_AVX2, MINUS_FUSED)
SOLVE_ONE_BODY(solve_one_avx512, RMTOP_TARGET_AVX512, MINUS_FUSED)
SOLVE_EIGHT_BODY(solve_eight_avx512, RMTOP_TARGET_AVX512, MINUS_FUSED)
#endif

void rmtop_solve_one(const double *l, size_t n, size_t leading, double *x) {
  RMTOP_DISPATCH(solve_one, l, n, leading, x);
}

void rmtop_solve_eight(const double *l, size_t n, size_t leading, double *x) {
  RMTOP_DISPATCH(solve_eight, l, n, leading, x);
}

// Sums in one order, never fused: O(n) beside the O(n²) of a solve, so the plain kernels serve everywhere.
void rmtop_dots_one(const double *u, const double *v, size_t n, double *uv, double *uu) {
  double mean = 0, square = 0;
  for (size_t i = 0; i < n; i++) {
    mean = mean + u[i] * v[i];
    square = square + u[i] * u[i];
  }
  *uv = mean;
  *uu = square;
}

void rmtop_dots_eight(const double *u, const double *v, size_t n, double *uv, double *uu) {
  const lanes8_unaligned *lanes = (const lanes8_unaligned *)u;
  lanes8 mean = SPLAT(0), square = SPLAT(0);
  for (size_t i = 0; i < n; i++) {
    mean = mean + lanes[i] * v[i];
    square = square + lanes[i] * lanes[i];
  }
  *(lanes8_unaligned *)uv = mean;
  *(lanes8_unaligned *)uu = square;
}

#include "engine_kernels.h"
#include "dispatch.h"
#include <math.h>

// Rows x are rotated into the factor L of L Lᵀ, column by column: with h = √(l_jj² + x_j²), c = l_jj / h, s = x_j / h
//   l_ij ← c l_ij + s x_i      x_i ← c x_i − s l_ij      for i > j, and l_jj ← h;
// v and the row's last number ρ, kept apart, take part as one more row of L. Four columns at a time, and all rows
// for the four, so that L passes through the processor once. Every element sees the same operations in the same order
// whatever the number of rows and columns taken together: rows one by one and rows together give the same bits.

#pragma clang fp contract(off)
#define SUM_PLAIN(a, x, b, y) ((a) * (x) + (b) * (y))
#define SUM_FUSED(a, x, b, y) __builtin_elementwise_fma((a), (x), (b) * (y))
#define SPLAT(value) ((lanes8){value, value, value, value, value, value, value, value})
#define LOAD(p) (*(const lanes8_unaligned *)(p))
#define STORE(p, value) (*(lanes8_unaligned *)(p) = (value))

enum { COLUMNS = 4 };

// c and s of one row for the columns of a panel: the corner in which the columns depend on one another.
#define CORNER_BODY(name, TARGET, SUM)                                                                       \
  TARGET static inline void name(double *l, size_t leading, size_t width, double *v, double *x, double *rho, \
                                 double *turn) {                                                             \
    for (size_t k = 0; k < width; k++) {                                                                     \
      double *column = l + k * leading;                                                                      \
      double h = sqrt(SUM(column[k], column[k], x[k], x[k]));                                                \
      double c = column[k] / h, s = x[k] / h;                                                                \
      column[k] = h, turn[2 * k] = c, turn[2 * k + 1] = s;                                                   \
      for (size_t i = k + 1; i < width; i++) {                                                               \
        double old = column[i];                                                                              \
        column[i] = SUM(s, x[i], c, old);                                                                    \
        x[i] = SUM(-s, old, c, x[i]);                                                                        \
      }                                                                                                      \
      double old = v[k];                                                                                     \
      v[k] = SUM(s, *rho, c, old);                                                                           \
      *rho = SUM(-s, old, c, *rho);                                                                          \
    }                                                                                                        \
  }

#define TURN(type, SUM, l, x, c, s) \
  {                                 \
    type old = l;                   \
    l = SUM(s, x, c, old);          \
    x = SUM(-(s), old, c, x);       \
  }

#define ROTATE_BODY(name, corner, TARGET, SUM)                                                               \
  TARGET static void name(double *l, size_t n, size_t leading, double *v, double *rows, double *rest,        \
                          size_t count, double *turns) {                                                     \
    for (size_t j = 0; j < n; j += COLUMNS) {                                                                \
      size_t width = n - j < COLUMNS ? n - j : COLUMNS;                                                      \
      double *c0 = l + j * leading, *c1 = c0 + leading, *c2 = c1 + leading, *c3 = c2 + leading;              \
      for (size_t r = 0; r < count; r++)                                                                     \
        corner(c0 + j, leading, width, v + j, rows + r * n + j, rest + r, turns + 8 * r);                    \
      if (width < COLUMNS) return;                                                                           \
      size_t ahead = j + 2 * COLUMNS <= n ? COLUMNS * leading : 0;                                           \
      size_t i = j + COLUMNS;                                                                                \
      for (; i + 8 <= n; i += 8) {                                                                           \
        lanes8 l0 = LOAD(c0 + i), l1 = LOAD(c1 + i), l2 = LOAD(c2 + i), l3 = LOAD(c3 + i);                   \
        __builtin_prefetch(c0 + i + ahead, 1), __builtin_prefetch(c1 + i + ahead, 1);                        \
        __builtin_prefetch(c2 + i + ahead, 1), __builtin_prefetch(c3 + i + ahead, 1);                        \
        for (size_t r = 0; r < count; r++) {                                                                 \
          const double *t = turns + 8 * r;                                                                   \
          lanes8 x = LOAD(rows + r * n + i);                                                                 \
          TURN(lanes8, SUM, l0, x, SPLAT(t[0]), SPLAT(t[1]))                                                 \
          TURN(lanes8, SUM, l1, x, SPLAT(t[2]), SPLAT(t[3]))                                                 \
          TURN(lanes8, SUM, l2, x, SPLAT(t[4]), SPLAT(t[5]))                                                 \
          TURN(lanes8, SUM, l3, x, SPLAT(t[6]), SPLAT(t[7]))                                                 \
          STORE(rows + r * n + i, x);                                                                        \
        }                                                                                                    \
        STORE(c0 + i, l0), STORE(c1 + i, l1), STORE(c2 + i, l2), STORE(c3 + i, l3);                          \
      }                                                                                                      \
      for (; i < n; i++)                                                                                     \
        for (size_t r = 0; r < count; r++) {                                                                 \
          const double *t = turns + 8 * r;                                                                   \
          double *x = rows + r * n + i;                                                                      \
          TURN(double, SUM, c0[i], *x, t[0], t[1])                                                           \
          TURN(double, SUM, c1[i], *x, t[2], t[3])                                                           \
          TURN(double, SUM, c2[i], *x, t[4], t[5])                                                           \
          TURN(double, SUM, c3[i], *x, t[6], t[7])                                                           \
        }                                                                                                    \
    }                                                                                                        \
  }

CORNER_BODY(corner_base, , SUM_PLAIN)
ROTATE_BODY(rotate_base, corner_base, , SUM_PLAIN)
#if defined(__x86_64__)
CORNER_BODY(corner_avx2, RMTOP_TARGET_AVX2, SUM_FUSED)
ROTATE_BODY(rotate_avx2, corner_avx2, RMTOP_TARGET_AVX2, SUM_FUSED)
CORNER_BODY(corner_avx512, RMTOP_TARGET_AVX512, SUM_FUSED)
ROTATE_BODY(rotate_avx512, corner_avx512, RMTOP_TARGET_AVX512, SUM_FUSED)
#endif

static void rotate_some(double *l, size_t n, size_t leading, double *v, double *rows, double *rest, size_t count,
                        double *turns) {
  RMTOP_DISPATCH(rotate, l, n, leading, v, rows, rest, count, turns);
}

void rmtop_rotate_rows(double *l, size_t n, size_t leading, double *v, double *rows, double *rest, size_t count) {
  enum { TOGETHER = 8 };
  double turns[8 * TOGETHER];
  for (size_t first = 0; first < count; first += TOGETHER) {
    size_t some = count - first < TOGETHER ? count - first : TOGETHER;
    rotate_some(l, n, leading, v, rows + first * n, rest + first, some, turns);
  }
}

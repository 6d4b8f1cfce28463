#include "tiles.h"
#include "dispatch.h"

#pragma clang fp contract(off)
#define MINUS_PLAIN(acc, l, u) ((acc) - (l) * (u))
#define MINUS_FUSED(acc, l, u) __builtin_elementwise_fma(-(l), (u), (acc))
#define PLUS_PLAIN(acc, l, u) ((acc) + (l) * (u))
#define PLUS_FUSED(acc, l, u) __builtin_elementwise_fma((l), (u), (acc))
#define SPLAT(value) ((lanes8){value, value, value, value, value, value, value, value})
#define LOAD(p) (*(const lanes8_unaligned *)(p))
#define STORE(p, value) (*(lanes8_unaligned *)(p) = (value))
#define UNROLLED _Pragma("clang loop unroll(full)")

// ROWS lines and LANES eights of lanes at a time: as many sums as the level's registers hold.
#define MINUS_BODY(name, TARGET, MINUS, ROWS, LANES)                                                             \
  TARGET static void name(const double *strip, const double *tile, double *acc, size_t leading, size_t count) {  \
    for (size_t first = 0; first < RMTOP_STRIP; first += ROWS)                                                   \
      for (size_t lane = 0; lane < RMTOP_TILE; lane += 8 * LANES) {                                              \
        lanes8 sums[ROWS][LANES];                                                                                \
        double *at = acc + first * leading + lane;                                                               \
        UNROLLED for (size_t r = 0; r < ROWS; r++)                                                               \
          UNROLLED for (size_t v = 0; v < LANES; v++) sums[r][v] = LOAD(at + r * leading + 8 * v);               \
        for (size_t j = 0; j < count; j++) {                                                                     \
          const double *u = tile + j * RMTOP_TILE + lane, *l = strip + j * RMTOP_STRIP + first;                  \
          lanes8 known[LANES];                                                                                   \
          UNROLLED for (size_t v = 0; v < LANES; v++) known[v] = LOAD(u + 8 * v);                                \
          UNROLLED for (size_t r = 0; r < ROWS; r++)                                                             \
            UNROLLED for (size_t v = 0; v < LANES; v++) sums[r][v] = MINUS(sums[r][v], SPLAT(l[r]), known[v]);   \
        }                                                                                                        \
        UNROLLED for (size_t r = 0; r < ROWS; r++)                                                               \
          UNROLLED for (size_t v = 0; v < LANES; v++) STORE(at + r * leading + 8 * v, sums[r][v]);               \
      }                                                                                                          \
  }

// The same sums from zero, added to a column-major matrix: ROWS columns and LANES eights of rows at a time.
#define ADD_BODY(name, TARGET, PLUS, ROWS, LANES)                                                                \
  TARGET static void name(const double *strip, const double *tile, double *acc, size_t leading, size_t count) {  \
    for (size_t first = 0; first < RMTOP_STRIP; first += ROWS)                                                   \
      for (size_t lane = 0; lane < RMTOP_TILE; lane += 8 * LANES) {                                              \
        lanes8 sums[ROWS][LANES] = {0};                                                                          \
        double *at = acc + first * leading + lane;                                                               \
        for (size_t j = 0; j < count; j++) {                                                                     \
          const double *u = tile + j * RMTOP_TILE + lane, *l = strip + j * RMTOP_STRIP + first;                  \
          lanes8 known[LANES];                                                                                   \
          UNROLLED for (size_t v = 0; v < LANES; v++) known[v] = LOAD(u + 8 * v);                                \
          UNROLLED for (size_t r = 0; r < ROWS; r++)                                                             \
            UNROLLED for (size_t v = 0; v < LANES; v++) sums[r][v] = PLUS(sums[r][v], SPLAT(l[r]), known[v]);    \
        }                                                                                                        \
        UNROLLED for (size_t r = 0; r < ROWS; r++)                                                               \
          UNROLLED for (size_t v = 0; v < LANES; v++)                                                            \
            STORE(at + r * leading + 8 * v, LOAD(at + r * leading + 8 * v) + sums[r][v]);                        \
      }                                                                                                          \
  }

#define TRIANGLE_BODY(name, TARGET, MINUS)                                                                       \
  TARGET static void name(const double *strip, double *acc, size_t rows) {                                       \
    for (size_t lane = 0; lane < RMTOP_TILE; lane += 8)                                                          \
      for (size_t r = 0; r < rows; r++) {                                                                        \
        lanes8 rest = LOAD(acc + r * RMTOP_TILE + lane);                                                         \
        for (size_t k = 0; k < r; k++)                                                                           \
          rest = MINUS(rest, SPLAT(strip[k * RMTOP_STRIP + r]), LOAD(acc + k * RMTOP_TILE + lane));              \
        STORE(acc + r * RMTOP_TILE + lane, rest * SPLAT(strip[r * RMTOP_STRIP + r]));                            \
      }                                                                                                          \
  }

MINUS_BODY(minus_base, , MINUS_PLAIN, 2, 1)
ADD_BODY(add_base, , PLUS_PLAIN, 2, 1)
TRIANGLE_BODY(triangle_base, , MINUS_PLAIN)
#if defined(__x86_64__)
MINUS_BODY(minus_avx2, RMTOP_TARGET_AVX2, MINUS_FUSED, 4, 1)
ADD_BODY(add_avx2, RMTOP_TARGET_AVX2, PLUS_FUSED, 4, 1)
TRIANGLE_BODY(triangle_avx2, RMTOP_TARGET_AVX2, MINUS_FUSED)
MINUS_BODY(minus_avx512, RMTOP_TARGET_WIDE, MINUS_FUSED, 8, 2)
ADD_BODY(add_avx512, RMTOP_TARGET_WIDE, PLUS_FUSED, 8, 2)
TRIANGLE_BODY(triangle_avx512, RMTOP_TARGET_WIDE, MINUS_FUSED)
#endif

void rmtop_tile_minus(const double *strip, const double *tile, double *acc, size_t leading, size_t count) {
  RMTOP_DISPATCH(minus, strip, tile, acc, leading, count);
}

void rmtop_tile_triangle(const double *strip, double *acc, size_t rows) {
  RMTOP_DISPATCH(triangle, strip, acc, rows);
}

void rmtop_tile_minus_lower(const double *strip, const double *tile, double *a, size_t leading, size_t row,
                            size_t column, size_t n, size_t count) {
  if (row + RMTOP_TILE <= n && column + RMTOP_STRIP <= n && row + 1 >= column + RMTOP_STRIP) {
    rmtop_tile_minus(strip, tile, a + row + column * leading, leading, count);
    return;
  }
  double copy[RMTOP_STRIP * RMTOP_TILE] = {0};
  size_t end = n - row < RMTOP_TILE ? n - row : RMTOP_TILE;
  for (int back = 0; back < 2; back++) {
    for (size_t c = 0; c < RMTOP_STRIP && column + c < n; c++) {
      double *line = a + row + (column + c) * leading;
      for (size_t i = column + c > row ? column + c - row : 0; i < end; i++)
        if (back) line[i] = copy[c * RMTOP_TILE + i];
        else copy[c * RMTOP_TILE + i] = line[i];
    }
    if (!back) rmtop_tile_minus(strip, tile, copy, RMTOP_TILE, count);
  }
}

static void tile_add(const double *strip, const double *tile, double *acc, size_t leading, size_t count) {
  RMTOP_DISPATCH(add, strip, tile, acc, leading, count);
}

void rmtop_tile_add_upper(const double *strip, const double *tile, double *s, size_t leading, size_t row,
                          size_t column, size_t n, size_t count) {
  if (column + RMTOP_STRIP <= n && row + RMTOP_TILE <= column + 1) {
    tile_add(strip, tile, s + row + column * leading, leading, count);
    return;
  }
  double copy[RMTOP_STRIP * RMTOP_TILE] = {0};
  tile_add(strip, tile, copy, RMTOP_TILE, count);
  for (size_t c = 0; c < RMTOP_STRIP && column + c < n; c++) {
    double *line = s + row + (column + c) * leading, *sum = copy + c * RMTOP_TILE;
    for (size_t i = 0; i < RMTOP_TILE && row + i <= column + c; i++) line[i] += sum[i];
  }
}

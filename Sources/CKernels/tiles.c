#include "tiles.h"
#include "dispatch.h"

#pragma clang fp contract(off)
#define MINUS_PLAIN(acc, l, u) ((acc) - (l) * (u))
#define MINUS_FUSED(acc, l, u) __builtin_elementwise_fma(-(l), (u), (acc))
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
TRIANGLE_BODY(triangle_base, , MINUS_PLAIN)
#if defined(__x86_64__)
MINUS_BODY(minus_avx2, RMTOP_TARGET_AVX2, MINUS_FUSED, 4, 1)
TRIANGLE_BODY(triangle_avx2, RMTOP_TARGET_AVX2, MINUS_FUSED)
MINUS_BODY(minus_avx512, RMTOP_TARGET_WIDE, MINUS_FUSED, 8, 2)
TRIANGLE_BODY(triangle_avx512, RMTOP_TARGET_WIDE, MINUS_FUSED)
#endif

void rmtop_tile_minus(const double *strip, const double *tile, double *acc, size_t leading, size_t count) {
  RMTOP_DISPATCH(minus, strip, tile, acc, leading, count);
}

void rmtop_tile_triangle(const double *strip, double *acc, size_t rows) {
  RMTOP_DISPATCH(triangle, strip, acc, rows);
}

void rmtop_tile_minus_cut(const double *strip, const double *tile, double *a, size_t leading, size_t row,
                          size_t column, size_t n, size_t count, bool lower) {
  bool isWhole = row + RMTOP_TILE <= n && column + RMTOP_STRIP <= n &&
                 (lower ? row >= column + RMTOP_STRIP - 1 : row + RMTOP_TILE - 1 <= column);
  if (isWhole) {
    rmtop_tile_minus(strip, tile, a + row + column * leading, leading, count);
    return;
  }
  double copy[RMTOP_STRIP * RMTOP_TILE] = {0};
  for (int back = 0; back < 2; back++) {
    for (size_t c = 0; c < RMTOP_STRIP && column + c < n; c++) {
      double *line = a + row + (column + c) * leading;
      size_t start = lower && column + c > row ? column + c - row : 0;
      size_t end = n - row < RMTOP_TILE ? n - row : RMTOP_TILE;
      if (!lower && column + c + 1 < row + end) end = column + c + 1 > row ? column + c + 1 - row : 0;
      for (size_t i = start; i < end; i++)
        if (back) line[i] = copy[c * RMTOP_TILE + i];
        else copy[c * RMTOP_TILE + i] = line[i];
    }
    if (!back) rmtop_tile_minus(strip, tile, copy, RMTOP_TILE, count);
  }
}

#include "engine_kernels.h"
#include "dispatch.h"
#include "panels.h"
#include <string.h>

// S += Σ x xᵀ. A few rows: one pass over the triangle for all of them, because it is bound by memory. More: by tiles
// and strips (tiles.h), 64 rows at a time.

#define RANK_UPDATE_BODY(name, TARGET)                                                                      \
  TARGET static void name(double *s, size_t n, size_t leading, const double *rows, size_t count) {          \
    for (size_t j = 0; j < n; j++) {                                                                        \
      double *column = s + j * leading;                                                                     \
      size_t i = 0;                                                                                         \
      for (; i + 8 <= j + 1; i += 8) {                                                                      \
        lanes8 sum = *(const lanes8_unaligned *)(column + i);                                               \
        for (size_t r = 0; r < count; r++)                                                                  \
          sum += rows[r * n + j] * *(const lanes8_unaligned *)(rows + r * n + i);                           \
        *(lanes8_unaligned *)(column + i) = sum;                                                            \
      }                                                                                                     \
      for (; i <= j; i++)                                                                                   \
        for (size_t r = 0; r < count; r++) column[i] += rows[r * n + j] * rows[r * n + i];                  \
    }                                                                                                       \
  }

RANK_UPDATE_BODY(few_rows_base, )
#if defined(__x86_64__)
RANK_UPDATE_BODY(few_rows_avx2, RMTOP_TARGET_AVX2)
RANK_UPDATE_BODY(few_rows_avx512, RMTOP_TARGET_AVX512)
#endif

static void few_rows(double *s, size_t n, size_t leading, const double *rows, size_t count) {
  RMTOP_DISPATCH(few_rows, s, n, leading, rows, count);
}

static size_t tile_numbers(size_t n) { return (n + RMTOP_TILE - 1) / RMTOP_TILE * RMTOP_TILE * RMTOP_PANEL; }

// Up to 64 rows: tiles of them, and for eight columns of S at a time the strip with the sign turned.
static void panel(double *s, size_t n, size_t leading, const double *rows, size_t count, double *tiles) {
  double strip[RMTOP_STRIP * RMTOP_PANEL];
  for (size_t first = 0; first < n; first += RMTOP_TILE) {
    double *tile = tiles + first * RMTOP_PANEL;
    size_t lanes = n - first < RMTOP_TILE ? n - first : RMTOP_TILE;
    for (size_t r = 0; r < count; r++) {
      memcpy(tile + r * RMTOP_TILE, rows + r * n + first, lanes * sizeof *tile);
      for (size_t lane = lanes; lane < RMTOP_TILE; lane++) tile[r * RMTOP_TILE + lane] = 0;
    }
  }
  for (size_t column = 0; column < n; column += RMTOP_STRIP) {
    const double *source = tiles + column / RMTOP_TILE * RMTOP_TILE * RMTOP_PANEL + column % RMTOP_TILE;
    for (size_t r = 0; r < count; r++)
      for (size_t c = 0; c < RMTOP_STRIP; c++) strip[r * RMTOP_STRIP + c] = -source[r * RMTOP_TILE + c];
    for (size_t row = 0; row < column + RMTOP_STRIP && row < n; row += RMTOP_TILE)
      rmtop_tile_minus_cut(strip, tiles + row * RMTOP_PANEL, s, leading, row, column, n, count, false);
  }
}

size_t rmtop_rank_update_numbers(size_t n, size_t count) { return count < 8 ? 0 : tile_numbers(n); }

void rmtop_rank_update(double *s, size_t n, size_t leading, const double *rows, size_t count, double *work) {
  if (count < 8) {
    few_rows(s, n, leading, rows, count);
    return;
  }
  for (size_t r = 0; r < count; r += RMTOP_PANEL)
    panel(s, n, leading, rows + r * n, count - r < RMTOP_PANEL ? count - r : RMTOP_PANEL, work);
}

// Element by element, never fused, so that the bits are the same at every instruction level.
#pragma clang fp contract(off)
void rmtop_add_rows(double *sums, size_t n, const double *rows, const double *weights, size_t count) {
  for (size_t r = 0; r < count; r++)
    for (size_t i = 0; i < n; i++) sums[i] = sums[i] + weights[r] * rows[r * n + i];
}

bool rmtop_within(const double *values, size_t count, double limit) {
  size_t outside = 0;
  for (size_t i = 0; i < count; i++) outside += !(__builtin_fabs(values[i]) <= limit);
  return outside == 0;
}

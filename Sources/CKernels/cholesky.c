#include "engine_kernels.h"
#include "dispatch.h"
#include "panels.h"
#include <math.h>
#include <string.h>

// A = L Lᵀ in place, 64 columns at a time: the corner is factored, the rows below it are solved for as tiles, and
// their products are subtracted from all that is to the right. What stands above the diagonal is another's: tiles that
// the diagonal cuts go through a copy.

#pragma clang fp contract(off)
enum { PANEL = RMTOP_PANEL, TILE = RMTOP_TILE, STRIP = RMTOP_STRIP };

#define MINUS_PLAIN(acc, l, u) ((acc) - (l) * (u))
#define MINUS_FUSED(acc, l, u) __builtin_elementwise_fma(-(l), (u), (acc))
#define SPLAT(value) ((lanes8){value, value, value, value, value, value, value, value})
#define LOAD(p) (*(const lanes8_unaligned *)(p))

// The factor of a corner, PANEL apart, in columns of whole eights; what stands above its diagonal becomes noise.
#define CORNER_BODY(name, TARGET, MINUS)                                                                     \
  TARGET static void name(double *a, size_t width, bool *found) {                                            \
    for (size_t j = 0; j < width; j++) {                                                                     \
      double *column = a + j * PANEL;                                                                        \
      for (size_t i = j / 8 * 8; i < width; i += 8) {                                                        \
        lanes8 sum = LOAD(column + i);                                                                       \
        for (size_t k = 0; k < j; k++) sum = MINUS(sum, SPLAT(a[k * PANEL + j]), LOAD(a + k * PANEL + i));   \
        *(lanes8_unaligned *)(column + i) = sum;                                                             \
      }                                                                                                      \
      if (!(column[j] > 0) || !(column[j] <= __DBL_MAX__)) return;                                           \
      double pivot = sqrt(column[j]), reciprocal = 1 / pivot;                                                \
      for (size_t i = j / 8 * 8; i < width; i += 8)                                                          \
        *(lanes8_unaligned *)(column + i) = LOAD(column + i) * SPLAT(reciprocal);                            \
      column[j] = pivot;                                                                                     \
    }                                                                                                        \
    *found = true;                                                                                           \
  }

CORNER_BODY(corner_base, , MINUS_PLAIN)
#if defined(__x86_64__)
CORNER_BODY(corner_avx2, RMTOP_TARGET_AVX2, MINUS_FUSED)
CORNER_BODY(corner_avx512, RMTOP_TARGET_WIDE, MINUS_FUSED)
#endif

static void corner(double *a, size_t width, bool *found) { RMTOP_DISPATCH(corner, a, width, found); }

static bool factor_corner(double *a, size_t leading, size_t width) {
  double copy[PANEL * PANEL];
  memset(copy, 0, sizeof copy);
  for (size_t j = 0; j < width; j++)
    memcpy(copy + j * PANEL + j, a + j * leading + j, (width - j) * sizeof *copy);
  bool found = false;
  corner(copy, width, &found);
  for (size_t j = 0; found && j < width; j++)
    memcpy(a + j * leading + j, copy + j * PANEL + j, (width - j) * sizeof *copy);
  return found;
}

// Rows of 64 columns as a tile, and back.
static void take_tile(const double *a, size_t leading, size_t rows, double *tile) {
  for (size_t j = 0; j < PANEL; j++)
    for (size_t lane = 0; lane < TILE; lane++) tile[j * TILE + lane] = lane < rows ? a[j * leading + lane] : 0;
}

static void put_tile(const double *tile, double *a, size_t leading, size_t rows) {
  for (size_t j = 0; j < PANEL; j++) memcpy(a + j * leading, tile + j * TILE, rows * sizeof *a);
}

size_t rmtop_cholesky_numbers(size_t n) {
  return rmtop_lines(n) * PANEL + (n + TILE - 1) / TILE * TILE * PANEL;
}

bool rmtop_cholesky(double *a, size_t n, size_t leading, double *work) {
  double *strips = work, *tiles = work + rmtop_lines(n) * PANEL;
  for (size_t first = 0; first < n; first += PANEL) {
    size_t width = n - first < PANEL ? n - first : PANEL, below = first + width;
    if (!factor_corner(a + first * (leading + 1), leading, width)) return false;
    if (below == n) break;
    rmtop_pack_triangle(a, leading, first, width, below, strips);
    for (size_t row = below, t = 0; row < n; row += TILE, t++) {
      size_t rows = n - row < TILE ? n - row : TILE;
      double *tile = tiles + t * TILE * PANEL;
      take_tile(a + row + first * leading, leading, rows, tile);
      for (size_t line = 0; line < PANEL; line += STRIP) {
        const double *strip = strips + line * PANEL;
        rmtop_tile_minus(strip, tile, tile + line * TILE, TILE, line);
        rmtop_tile_triangle(strip + line * STRIP, tile + line * TILE, STRIP);
      }
      put_tile(tile, a + row + first * leading, leading, rows);
    }
    for (size_t column = below; column < n; column += STRIP) {
      const double *source = tiles + (column - below) / TILE * TILE * PANEL + (column - below) % TILE;
      for (size_t j = 0; j < PANEL; j++) memcpy(strips + j * STRIP, source + j * TILE, STRIP * sizeof *strips);
      for (size_t t = (column - below) / TILE, row = below + t * TILE; row < n; row += TILE, t++)
        rmtop_tile_minus_cut(strips, tiles + t * TILE * PANEL, a, leading, row, column, n, PANEL, true);
    }
  }
  return true;
}

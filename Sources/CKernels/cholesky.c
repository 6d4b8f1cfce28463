#include "engine_kernels.h"
#include "panels.h"
#include <math.h>
#include <string.h>

// A = L Lᵀ in place, 64 columns at a time: the corner is factored, the rows below it are solved for as tiles, and
// their products are subtracted from all that is to the right. What stands above the diagonal is another's: tiles that
// the diagonal cuts go through a copy.

enum { PANEL = RMTOP_PANEL, TILE = RMTOP_TILE, STRIP = RMTOP_STRIP };

#define BODY "cholesky.body.h"
#include "each_level.h"

static bool factor_corner(double *a, size_t leading, size_t width) {
  double copy[PANEL * PANEL];
  memset(copy, 0, sizeof copy);
  for (size_t j = 0; j < width; j++)
    memcpy(copy + j * PANEL + j, a + j * leading + j, (width - j) * sizeof *copy);
  bool found = false;
  RMTOP_DISPATCH(corner, copy, width, &found);
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
        rmtop_tile_minus_lower(strips, tiles + t * TILE * PANEL, a, leading, row, column, n, PANEL);
    }
  }
  return true;
}

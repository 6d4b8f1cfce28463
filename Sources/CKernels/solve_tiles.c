#include "engine_kernels.h"
#include "lanes.h"
#include "panels.h"

// Forward substitution for many right-hand sides, 64 columns of L at a time: the columns are packed once, each tile's
// 64 unknowns are found, and their part is subtracted from all elements below. Every element is x_i − l_i0 u_0 −
// l_i1 u_1 − …, in this order, then times 1 / l_ii: the bits of rmtop_solve_one.
void rmtop_solve_tiles(const double *l, size_t n, size_t leading, double *x, size_t tiles, double *panel) {
  size_t lines = rmtop_lines(n);
  for (size_t first = 0; first < n; first += RMTOP_PANEL) {
    size_t width = n - first < RMTOP_PANEL ? n - first : RMTOP_PANEL;
    rmtop_pack_triangle(l, leading, first, width, n, panel);
    for (size_t t = 0; t < tiles; t++) {
      double *known = x + (t * lines + first) * RMTOP_TILE;
      for (size_t row = 0; first + row < n; row += RMTOP_STRIP) {
        const double *strip = panel + row * RMTOP_PANEL;
        double *rest = known + row * RMTOP_TILE;
        rmtop_tile_minus(strip, known, rest, RMTOP_TILE, row < width ? row : width);
        if (row < width)
          rmtop_tile_triangle(strip + row * RMTOP_STRIP, rest, width - row < RMTOP_STRIP ? width - row : RMTOP_STRIP);
      }
    }
  }
}

size_t rmtop_tile_numbers(size_t n) { return rmtop_lines(n) * RMTOP_TILE; }
size_t rmtop_panel_numbers(size_t n) { return rmtop_lines(n) * RMTOP_PANEL; }

void rmtop_fill_tiles(const double *rows, size_t n, size_t count, double *x) {
  size_t lines = rmtop_lines(n);
  for (size_t first = 0; first < count; first += RMTOP_TILE, x += lines * RMTOP_TILE) {
    size_t some = count - first < RMTOP_TILE ? count - first : RMTOP_TILE;
    for (size_t i = 0; i < lines; i++)
      for (size_t lane = 0; lane < RMTOP_TILE; lane++)
        x[i * RMTOP_TILE + lane] = i < n && lane < some ? rows[(first + lane) * n + i] : 0;
  }
}

// Sums in one order, never fused: O(n) beside the O(n²) of a solve, so the plain kernels serve everywhere.
#pragma clang fp contract(off)
void rmtop_dots_one(const double *u, const double *v, size_t n, double *uv, double *uu) {
  double mean = 0, square = 0;
  for (size_t i = 0; i < n; i++) {
    mean = mean + u[i] * v[i];
    square = square + u[i] * u[i];
  }
  *uv = mean;
  *uu = square;
}

void rmtop_dots_tile(const double *u, const double *v, size_t n, double *uv, double *uu) {
  for (size_t lane = 0; lane < RMTOP_TILE; lane += 8) {
    lanes8 mean = {0}, square = {0};
    for (size_t i = 0; i < n; i++) {
      lanes8 known = LOAD(u + i * RMTOP_TILE + lane);
      mean = mean + known * v[i];
      square = square + known * known;
    }
    STORE(uv + lane, mean);
    STORE(uu + lane, square);
  }
}

#include "tiles.h"

#define BODY "tiles.body.h"
#include "each_level.h"

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

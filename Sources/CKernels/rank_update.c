#include "engine_kernels.h"
#include "panels.h"
#include <string.h>

// S += Σ x xᵀ, the sum over up to 64 rows made before it is added: so a long run rounds S once for so many rows, and
// not at each. A few rows: one pass over the triangle for all of them, because it is bound by memory. More: by tiles
// and strips (tiles.h).

#define BODY "rank_update.body.h"
#include "each_level.h"

static size_t tile_numbers(size_t n) { return (n + RMTOP_TILE - 1) / RMTOP_TILE * RMTOP_TILE * RMTOP_PANEL; }

// Up to 64 rows as tiles, and of these the strip for eight columns of S at a time.
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
      memcpy(strip + r * RMTOP_STRIP, source + r * RMTOP_TILE, RMTOP_STRIP * sizeof *strip);
    for (size_t row = 0; row < column + RMTOP_STRIP && row < n; row += RMTOP_TILE)
      rmtop_tile_add_upper(strip, tiles + row * RMTOP_PANEL, s, leading, row, column, n, count);
  }
}

size_t rmtop_rank_update_numbers(size_t n, size_t count) { return count < 8 ? 0 : tile_numbers(n); }

void rmtop_rank_update(double *s, size_t n, size_t leading, const double *rows, size_t count, double *work) {
  if (count < 8) {
    RMTOP_DISPATCH(few_rows, s, n, leading, rows, count);
    return;
  }
  for (size_t r = 0; r < count; r += RMTOP_PANEL)
    panel(s, n, leading, rows + r * n, count - r < RMTOP_PANEL ? count - r : RMTOP_PANEL, work);
}

// Eight elements at a time; summed before it is added, as S is.
void rmtop_add_rows(double *sums, size_t n, const double *rows, const double *weights, size_t count) {
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    lanes8 sum = {0};
    for (size_t r = 0; r < count; r++) sum += weights[r] * LOAD(rows + r * n + i);
    STORE(sums + i, LOAD(sums + i) + sum);
  }
  for (; i < n; i++) {
    double sum = 0;
    for (size_t r = 0; r < count; r++) sum += weights[r] * rows[r * n + i];
    sums[i] += sum;
  }
}

bool rmtop_copy_within(const double *values, size_t count, double limit, double *copy) {
  size_t outside = 0;
  for (size_t i = 0; i < count; i++) {
    copy[i] = values[i];
    outside += !(__builtin_fabs(values[i]) <= limit);
  }
  return outside == 0;
}

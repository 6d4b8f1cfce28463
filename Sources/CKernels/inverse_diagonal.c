#include "engine_kernels.h"
#include "panels.h"
#include <string.h>

// L⁻¹ by columns, BLOCK of them at a time: column j is the solution of L u = e_j, zero above row j, so that a block needs
// only what of L is below its first row: n³/6 multiplications in all. Each column's squared length is summed from its
// diagonal on.
enum { BLOCK = 192 };

size_t rmtop_inverse_diagonal_numbers(size_t n) {
  return rmtop_lines(n) * (BLOCK + RMTOP_PANEL);
}

void rmtop_inverse_diagonal(const double *l, size_t n, size_t leading, double *diagonal, double *work) {
  for (size_t first = 0; first < n; first += BLOCK) {
    size_t rest = n - first, columns = rest < BLOCK ? rest : BLOCK, lines = rmtop_lines(rest);
    size_t tiles = (columns + RMTOP_TILE - 1) / RMTOP_TILE;
    double *x = work, *panel = work + lines * RMTOP_TILE * tiles;
    memset(x, 0, lines * RMTOP_TILE * tiles * sizeof *x);
    for (size_t c = 0; c < columns; c++)
      x[(c / RMTOP_TILE * lines + c) * RMTOP_TILE + c % RMTOP_TILE] = 1;
    rmtop_solve_tiles(l + first * (leading + 1), rest, leading, x, tiles, panel);
    for (size_t tile = 0; tile < tiles; tile++) {
      double squares[RMTOP_TILE] = {0};
      const double *u = x + tile * lines * RMTOP_TILE;
      for (size_t i = tile * RMTOP_TILE; i < rest; i++)
        for (size_t lane = 0; lane < RMTOP_TILE; lane++)
          squares[lane] += u[i * RMTOP_TILE + lane] * u[i * RMTOP_TILE + lane];
      for (size_t lane = 0; lane < RMTOP_TILE && tile * RMTOP_TILE + lane < columns; lane++)
        diagonal[first + tile * RMTOP_TILE + lane] = squares[lane];
    }
  }
}

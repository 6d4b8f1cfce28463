#include "engine_kernels.h"
#include <math.h>

// Rows x are rotated into the factor L of L Lᵀ, column by column: with h = √(l_jj² + x_j²), c = l_jj / h, s = x_j / h
//   l_ij ← c l_ij + s x_i      x_i ← c x_i − s l_ij      for i > j, and l_jj ← h;
// v and the row's last number ρ, kept apart, take part as one more row of L. Four columns at a time, and all rows
// for the four, so that L passes through the processor once; where a vector u is given, it is solved for on the way,
// as rmtop_solve_one does. Every element sees the same operations in the same order whatever the number of rows and
// columns taken together: rows one by one and rows together give the same bits.

enum { COLUMNS = 4 };

#define BODY "rotate_rows.body.h"
#include "each_level.h"

void rmtop_rotate_rows(double *l, size_t n, size_t leading, double *v, double *rows, double *rest, size_t count,
                       double *u) {
  enum { TOGETHER = 8 };
  double turns[8 * TOGETHER];
  for (size_t first = 0; first < count; first += TOGETHER) {
    size_t some = count - first < TOGETHER ? count - first : TOGETHER;
    bool isLast = first + some == count;
    RMTOP_DISPATCH(rotate, l, n, leading, v, rows + first * n, rest + first, some, turns, isLast ? u : 0);
  }
}

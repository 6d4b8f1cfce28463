#include "engine_kernels.h"

// Forward substitution in which element i is x_i − l_i0 u_0 − l_i1 u_1 − …, subtracted in this order and then
// multiplied by 1 / l_ii. No sum is split or reordered, so rmtop_solve_tiles gives the same bits.

#define BODY "triangular_solve.body.h"
#include "each_level.h"

void rmtop_solve_one(const double *l, size_t n, size_t leading, double *x) {
  RMTOP_DISPATCH(solve_one, l, n, leading, x);
}

// The inner block of P(best), shared by its two quadratures.
#ifndef RMTOP_BEST_LANES_H
#define RMTOP_BEST_LANES_H
#include "lanes.h"
#include <stddef.h>

// Beyond this many standard deviations a tail is below 1e-17 and counts as nothing.
#define RMTOP_REACH 8.5

// The continuous scores that can be the greatest; `active` is room for `count` indices.
struct rmtop_contest {
  size_t count;
  const double *means;
  const double *inverses;
  unsigned *active;
};

// `work` has 3 · count elements, of which the first `count` are the sums.
void rmtop_best_block(int level, const struct rmtop_contest *contest, const double *nodes, const double *weights,
                      lanes8 *work);
#endif

#include "engine_kernels.h"
#include "best_lanes.h"

// Nothing here is fused, so every instruction level has the same bits.

typedef int64_t words8 __attribute__((vector_size(64)));

// Mills' ratio Φ(−y)/φ(y) = P(u)/(y + 4), u = (y − 4)/(y + 4): Chebyshev interpolation in 24 nodes on y ≥ 0, made
// with 50 digits. Relative error of Φ(−y): 4e-15 to y = 9, 6e-14 to y = 37.
static const double mills_even[12] = {
  1.8932190633084853, 0.97040955486761848, 0.15139176231101523, -0.0087222952476968939,
  0.00033424436090694754, -4.7818158341117348e-06, 1.7911870822522725e-06, -1.5664275229520689e-06,
  6.6346580512440725e-07, -1.9738931713497465e-07, 4.0236252969052012e-08, -4.2257947491339237e-09,
};
static const double mills_odd[12] = {
  -1.5237709108199831, -0.46754096299837045, -0.018900450860734452, 0.0040878556695920273,
  -0.00057926922790938796, 8.8095420962248108e-05, -1.4842471487746988e-05, 2.5673811705941761e-06,
  -3.9896597010923747e-07, 4.366327169416851e-08, -1.0471399141324068e-09, -3.7440201863099869e-10,
};
// 1/n!: e^r on |r| ≤ ln 2 / 2 to 2e-16.
static const double inverse_factorials[13] = {
  1.0, 1.0, 0.5, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040, 1.0 / 40320, 1.0 / 362880,
  1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600,
};

#define BODY "best_lanes.body.h"
#include "each_level.h"

// What a caller asks for, as far as this thread may.
static int up_to(int level) { return level < rmtop_instruction_level() ? level : rmtop_instruction_level(); }

void rmtop_best_block(int level, const struct rmtop_contest *contest, const double *nodes, const double *weights,
                      lanes8 *work) {
  RMTOP_DISPATCH_AT(up_to(level), best_block, contest, nodes, weights, work);
}

void rmtop_normal_eight(int level, const double *z, double *density, double *cumulative) {
  RMTOP_DISPATCH_AT(up_to(level), normal, z, density, cumulative);
}

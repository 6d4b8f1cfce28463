#include "engine_kernels.h"
#include "normal_lanes.h"
#include "best_lanes.h"

#pragma clang fp contract(off)

// Adds one block of eight ascending nodes t with weights w to the sums of all scores: O(scores) by products from both
// sides. A score that every node leaves 8.5 deviations behind has Φ = 1 and φ = 0 and is passed over.
#define BEST_BLOCK_BODY(name, TARGET)                                                                       \
  TARGET static void name(const struct rmtop_contest *contest, const double *nodes, const double *weights,  \
                          lanes8 *work) {                                                                   \
    size_t count = contest->count, active = 0;                                                              \
    lanes8 t = *(const lanes8_unaligned *)nodes, w = *(const lanes8_unaligned *)weights;                    \
    lanes8 *sums = work, *cumulative = work + count, *terms = work + 2 * count;                             \
    lanes8 product = w * 0 + 1.0;                                                                           \
    for (size_t k = 0; k < count; k++) {                                                                    \
      double mean = contest->means[k], inverse = contest->inverses[k];                                      \
      if ((nodes[0] - mean) * inverse >= RMTOP_REACH) continue;                                             \
      lanes8 z = (t - mean) * inverse, density, below;                                                      \
      NORMAL_LANES(z, density, below);                                                                      \
      contest->active[active] = (unsigned)k;                                                                \
      cumulative[active] = below;                                                                           \
      terms[active] = density * inverse * product;                                                          \
      product = product * below;                                                                            \
      active++;                                                                                             \
    }                                                                                                       \
    product = w;                                                                                            \
    while (active > 0) {                                                                                    \
      active--;                                                                                             \
      sums[contest->active[active]] += terms[active] * product;                                             \
      product = product * cumulative[active];                                                               \
    }                                                                                                       \
  }

#define NORMAL_BODY(name, TARGET)                                                                           \
  TARGET static void name(const double *z, double *density, double *cumulative) {                           \
    lanes8 phi, below, values = *(const lanes8_unaligned *)z;                                               \
    NORMAL_LANES(values, phi, below);                                                                       \
    *(lanes8_unaligned *)density = phi;                                                                     \
    *(lanes8_unaligned *)cumulative = below;                                                                \
  }

BEST_BLOCK_BODY(best_block_base, )
NORMAL_BODY(normal_base, )
#if defined(__x86_64__)
BEST_BLOCK_BODY(best_block_avx2, RMTOP_TARGET_AVX2)
BEST_BLOCK_BODY(best_block_avx512, RMTOP_TARGET_AVX512)
NORMAL_BODY(normal_avx2, RMTOP_TARGET_AVX2)
NORMAL_BODY(normal_avx512, RMTOP_TARGET_AVX512)
#endif

rmtop_best_block rmtop_best_block_at(int level) {
#if defined(__x86_64__)
  enum rmtop_level present = rmtop_level();
  if (level >= RMTOP_AVX512 && present >= RMTOP_AVX512) return best_block_avx512;
  if (level >= RMTOP_AVX2 && present >= RMTOP_AVX2) return best_block_avx2;
#endif
  (void)level;
  return best_block_base;
}

void rmtop_normal_eight(int level, const double *z, double *density, double *cumulative) {
#if defined(__x86_64__)
  enum rmtop_level present = rmtop_level();
  if (level >= RMTOP_AVX512 && present >= RMTOP_AVX512) {
    normal_avx512(z, density, cumulative);
    return;
  }
  if (level >= RMTOP_AVX2 && present >= RMTOP_AVX2) {
    normal_avx2(z, density, cumulative);
    return;
  }
#endif
  (void)level;
  normal_base(z, density, cumulative);
}

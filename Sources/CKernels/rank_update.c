#include "engine_kernels.h"
#include "dispatch.h"

// One pass over the triangle for all rows: it is bound by memory, so that seven rows cost little more than one.
#define RANK_UPDATE_BODY(name, TARGET)                                                                      \
  TARGET static void name(double *s, size_t n, size_t leading, const double *rows, size_t count) {          \
    for (size_t j = 0; j < n; j++) {                                                                        \
      double *column = s + j * leading;                                                                     \
      size_t i = 0;                                                                                         \
      for (; i + 8 <= j + 1; i += 8) {                                                                      \
        lanes8 sum = *(const lanes8_unaligned *)(column + i);                                               \
        for (size_t r = 0; r < count; r++)                                                                  \
          sum += rows[r * n + j] * *(const lanes8_unaligned *)(rows + r * n + i);                           \
        *(lanes8_unaligned *)(column + i) = sum;                                                            \
      }                                                                                                     \
      for (; i <= j; i++)                                                                                   \
        for (size_t r = 0; r < count; r++) column[i] += rows[r * n + j] * rows[r * n + i];                  \
    }                                                                                                       \
  }

RANK_UPDATE_BODY(rank_update_base, )
#if defined(__x86_64__)
RANK_UPDATE_BODY(rank_update_avx2, RMTOP_TARGET_AVX2)
RANK_UPDATE_BODY(rank_update_avx512, RMTOP_TARGET_AVX512)
#endif

void rmtop_rank_update(double *s, size_t n, size_t leading, const double *rows, size_t count) {
  RMTOP_DISPATCH(rank_update, s, n, leading, rows, count);
}

// Element by element, never fused, so that the bits are the same at every instruction level.
#pragma clang fp contract(off)
void rmtop_add_rows(double *sums, size_t n, const double *rows, const double *weights, size_t count) {
  for (size_t r = 0; r < count; r++)
    for (size_t i = 0; i < n; i++) sums[i] = sums[i] + weights[r] * rows[r * n + i];
}

bool rmtop_within(const double *values, size_t count, double limit) {
  size_t outside = 0;
  for (size_t i = 0; i < count; i++) outside += !(__builtin_fabs(values[i]) <= limit);
  return outside == 0;
}

// Row-wise steps of the published multi-task router's training, in single and double precision; what stands between
// the matrix products. Sums over a row are taken in double precision, in order.
#ifndef RMTOP_HEAD_KERNELS_H
#define RMTOP_HEAD_KERNELS_H
#include <stddef.h>
#include <stdint.h>

// What LayerNorm adds to the variance, as PyTorch does.
#define RMTOP_LAYER_NORM_EPSILON 1e-5
// Numbers kept of a row: mean, 1 / deviation, 1 / length (0 for a row of length 0).
#define RMTOP_HEAD_STATS 3

#define RMTOP_HEAD_DECLARE(T, NAME)                                                                            \
  /* Rows of W f in z become ReLU(W f + bias), and x the unit vector of LayerNorm of that (0 where it is 0). */\
  void rmtop_head_forward_##NAME(size_t rows, size_t n, const T *bias, const T *gain, const T *shift, T *z,    \
                                 T *x, double *stats);                                                         \
  /* d: gradients for x in, for W f out; those of bias, gain and shift are added to. */                        \
  void rmtop_head_backward_##NAME(size_t rows, size_t n, const T *gain, const T *z, const T *x,                \
                                  const double *stats, T *d, T *bias, T *gain_d, T *shift_d);                  \
  /* Rows divided by their lengths, whose inverses are kept (0 for a row of length 0, which stays 0). */       \
  void rmtop_unit_rows_##NAME(size_t rows, size_t n, const T *from, T *unit, double *inverse);                 \
  /* d: gradients for unit rows in, for the rows themselves out. */                                            \
  void rmtop_unit_rows_back_##NAME(size_t rows, size_t n, const T *unit, const double *inverse, T *d);         \
  /* One step of AdamW: the decay is taken from the weights and not from the gradient. */                      \
  void rmtop_adamw_##NAME(size_t count, T *weights, const T *gradient, T *first, T *second, double rate,       \
                          double beta1, double beta2, double epsilon, double decay, double correction1,        \
                          double correction2);                                                                 \
  /* Rows of a single precision matrix, one after the other. */                                                \
  void rmtop_gather_rows_##NAME(const float *matrix, size_t n, const int32_t *rows, size_t count, T *to);

RMTOP_HEAD_DECLARE(float, f32)
RMTOP_HEAD_DECLARE(double, f64)
#undef RMTOP_HEAD_DECLARE
#endif

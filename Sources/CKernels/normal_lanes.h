// The standard normal distribution in eight lanes: φ(z) and Φ(z) from one exponential and one division.
#ifndef RMTOP_NORMAL_LANES_H
#define RMTOP_NORMAL_LANES_H
#include "dispatch.h"
#include <stdint.h>

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

// Products and sums are never fused, so every instruction set has the same bits.
#pragma clang fp contract(off)

// A macro and not a function, because each instruction set needs its own copy inside its own target.
#define NORMAL_LANES(z, density, cumulative)                                                                \
  do {                                                                                                      \
    words8 sign_ = (words8)((z) > 0.0);                                                                     \
    words8 magnitude_ = (words8)(z) & 0x7FFFFFFFFFFFFFFF;                                                   \
    /* Beyond 37 both are below 1e-297, and the power of two below would leave its range. */                \
    words8 far_ = (words8)((lanes8)magnitude_ > 37.0);                                                      \
    lanes8 y_ = (lanes8)((magnitude_ & ~far_) | ((words8)(lanes8){37, 37, 37, 37, 37, 37, 37, 37} & far_)); \
    lanes8 power_ = y_ * y_ * -0.5;                                                                         \
    /* Adding 1.5·2^52 rounds to an integer, which then stands in the low bits. */                          \
    lanes8 shifted_ = power_ * 1.4426950408889634 + 0x1.8p52;                                               \
    lanes8 whole_ = shifted_ - 0x1.8p52;                                                                    \
    lanes8 r_ = power_ - whole_ * 0x1.62e42feep-1;                                                          \
    r_ = r_ - whole_ * 0x1.a39ef35793c76p-33;                                                               \
    lanes8 series_ = r_ * 0 + inverse_factorials[12];                                                       \
    for (int i_ = 11; i_ >= 0; i_--) series_ = series_ * r_ + inverse_factorials[i_];                       \
    words8 scale_ = ((words8)shifted_ << 52) + ((int64_t)1023 << 52);                                       \
    lanes8 phi_ = series_ * (lanes8)scale_ * 0.3989422804014327;                                            \
    lanes8 inverse_ = 1.0 / (y_ + 4.0);                                                                     \
    lanes8 u_ = 1.0 - 8.0 * inverse_, square_ = u_ * u_;                                                    \
    lanes8 even_ = square_ * 0 + mills_even[11], odd_ = square_ * 0 + mills_odd[11];                        \
    for (int i_ = 10; i_ >= 0; i_--) {                                                                      \
      even_ = even_ * square_ + mills_even[i_];                                                             \
      odd_ = odd_ * square_ + mills_odd[i_];                                                                \
    }                                                                                                       \
    lanes8 tail_ = (even_ + odd_ * u_) * inverse_ * phi_;                                                   \
    (density) = phi_;                                                                                       \
    (cumulative) = (lanes8)(((words8)(1.0 - tail_) & sign_) | ((words8)tail_ & ~sign_));                    \
  } while (0)
#endif

// The bodies behind head_kernels.h; included once for each precision, with T and NAME(base) defined.

void NAME(rmtop_head_forward)(size_t rows, size_t n, const T *bias, const T *gain, const T *shift, T *z, T *x,
                              double *stats) {
  for (size_t row = 0; row < rows; row++, z += n, x += n, stats += RMTOP_HEAD_STATS) {
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
      T value = z[i] + bias[i];
      z[i] = value > 0 ? value : 0;
      sum += z[i];
    }
    double mean = sum / (double)n, squares = 0;
    for (size_t i = 0; i < n; i++) squares += (z[i] - mean) * (z[i] - mean);
    double scale = 1 / __builtin_sqrt(squares / (double)n + RMTOP_LAYER_NORM_EPSILON);
    double length = 0;
    for (size_t i = 0; i < n; i++) {
      double h = (z[i] - mean) * scale * gain[i] + shift[i];
      length += h * h;
    }
    double inverse = length > 0 ? 1 / __builtin_sqrt(length) : 0;
    for (size_t i = 0; i < n; i++) x[i] = (T)(((z[i] - mean) * scale * gain[i] + shift[i]) * inverse);
    stats[0] = mean;
    stats[1] = scale;
    stats[2] = inverse;
  }
}

void NAME(rmtop_head_backward)(size_t rows, size_t n, const T *gain, const T *z, const T *x, const double *stats,
                               T *d, T *bias, T *gain_d, T *shift_d) {
  for (size_t row = 0; row < rows; row++, z += n, x += n, d += n, stats += RMTOP_HEAD_STATS) {
    double mean = stats[0], scale = stats[1], inverse = stats[2];
    double along = 0;
    for (size_t i = 0; i < n; i++) along += (double)x[i] * d[i];
    double sum = 0, product = 0;
    for (size_t i = 0; i < n; i++) {
      double normal = (z[i] - mean) * scale;
      double h = (d[i] - x[i] * along) * inverse;
      gain_d[i] += (T)(h * normal);
      shift_d[i] += (T)h;
      h *= gain[i];
      sum += h;
      product += h * normal;
      d[i] = (T)h;
    }
    sum /= (double)n;
    product /= (double)n;
    for (size_t i = 0; i < n; i++) {
      double normal = (z[i] - mean) * scale;
      d[i] = z[i] > 0 ? (T)(scale * (d[i] - sum - normal * product)) : 0;
      bias[i] += d[i];
    }
  }
}

void NAME(rmtop_unit_rows)(size_t rows, size_t n, const T *from, T *unit, double *inverse) {
  for (size_t row = 0; row < rows; row++, from += n, unit += n) {
    double length = 0;
    for (size_t i = 0; i < n; i++) length += (double)from[i] * from[i];
    inverse[row] = length > 0 ? 1 / __builtin_sqrt(length) : 0;
    for (size_t i = 0; i < n; i++) unit[i] = (T)(from[i] * inverse[row]);
  }
}

void NAME(rmtop_unit_rows_back)(size_t rows, size_t n, const T *unit, const double *inverse, T *d) {
  for (size_t row = 0; row < rows; row++, unit += n, d += n) {
    double along = 0;
    for (size_t i = 0; i < n; i++) along += (double)unit[i] * d[i];
    for (size_t i = 0; i < n; i++) d[i] = (T)((d[i] - unit[i] * along) * inverse[row]);
  }
}

// Eight at a time: a plain square root may set errno, which keeps compilers from vectorising it.
typedef T NAME(lanes) __attribute__((ext_vector_type(8)));

void NAME(rmtop_adamw)(size_t count, T *weights, const T *gradient, T *first, T *second, double rate,
                       double beta1, double beta2, double epsilon, double decay, double correction1,
                       double correction2) {
  const T keep1 = (T)beta1, add1 = (T)(1 - beta1), keep2 = (T)beta2, add2 = (T)(1 - beta2);
  const T shrink = (T)(1 - rate * decay), step = (T)(rate / correction1);
  const T root = (T)(1 / __builtin_sqrt(correction2)), small = (T)epsilon;
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    NAME(lanes) w, g, m, v;
    __builtin_memcpy(&w, weights + i, sizeof w);
    __builtin_memcpy(&g, gradient + i, sizeof g);
    __builtin_memcpy(&m, first + i, sizeof m);
    __builtin_memcpy(&v, second + i, sizeof v);
    m = m * keep1 + g * add1;
    v = v * keep2 + g * g * add2;
    w = w * shrink - step * m / (__builtin_elementwise_sqrt(v) * root + small);
    __builtin_memcpy(weights + i, &w, sizeof w);
    __builtin_memcpy(first + i, &m, sizeof m);
    __builtin_memcpy(second + i, &v, sizeof v);
  }
  for (; i < count; i++) {
    first[i] = first[i] * keep1 + gradient[i] * add1;
    second[i] = second[i] * keep2 + gradient[i] * gradient[i] * add2;
    weights[i] = weights[i] * shrink - step * first[i] / ((T)__builtin_elementwise_sqrt(second[i]) * root + small);
  }
}

void NAME(rmtop_gather_rows)(const float *matrix, size_t n, const int32_t *rows, size_t count, T *to) {
  for (size_t row = 0; row < count; row++, to += n) {
    const float *from = matrix + (size_t)rows[row] * n;
    for (size_t i = 0; i < n; i++) to[i] = from[i];
  }
}

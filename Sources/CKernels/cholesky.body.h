// The corner of cholesky.c, at one instruction level (each_level.h).

// The factor of a corner, PANEL apart, in columns of whole eights; what stands above its diagonal becomes noise.
WIDE_TARGET static void AT_LEVEL(corner)(double *a, size_t width, bool *found) {
  for (size_t j = 0; j < width; j++) {
    double *column = a + j * PANEL;
    for (size_t i = j / 8 * 8; i < width; i += 8) {
      lanes8 sum = LOAD(column + i);
      for (size_t k = 0; k < j; k++) sum = MINUS(sum, SPLAT(a[k * PANEL + j]), LOAD(a + k * PANEL + i));
      STORE(column + i, sum);
    }
    if (!(column[j] > 0) || !(column[j] <= __DBL_MAX__)) return;
    double pivot = sqrt(column[j]), reciprocal = 1 / pivot;
    for (size_t i = j / 8 * 8; i < width; i += 8) STORE(column + i, LOAD(column + i) * SPLAT(reciprocal));
    column[j] = pivot;
  }
  *found = true;
}

// The update by a few rows of rank_update.c, at one instruction level (each_level.h).

TARGET static void AT_LEVEL(few_rows)(double *s, size_t n, size_t leading, const double *rows, size_t count) {
  for (size_t j = 0; j < n; j++) {
    double *column = s + j * leading;
    size_t i = 0;
    for (; i + 8 <= j + 1; i += 8) {
      lanes8 sum = {0};
      for (size_t r = 0; r < count; r++) sum += rows[r * n + j] * LOAD(rows + r * n + i);
      STORE(column + i, LOAD(column + i) + sum);
    }
    for (; i <= j; i++) {
      double sum = 0;
      for (size_t r = 0; r < count; r++) sum += rows[r * n + j] * rows[r * n + i];
      column[i] += sum;
    }
  }
}

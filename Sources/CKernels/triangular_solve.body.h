// The solve of triangular_solve.c, at one instruction level (each_level.h).

// By columns, four at a time: each element of x is loaded and stored once for four columns of L. Columns are short
// streams, which the processor does not foresee: so the next four are asked for in time.
TARGET static void AT_LEVEL(solve_one)(const double *l, size_t n, size_t leading, double *x) {
  size_t j = 0;
  for (; j + 4 <= n; j += 4) {
    const double *c0 = l + j * leading, *c1 = c0 + leading, *c2 = c1 + leading, *c3 = c2 + leading;
    double d0 = 1 / c0[j], d1 = 1 / c1[j + 1], d2 = 1 / c2[j + 2], d3 = 1 / c3[j + 3];
    double u0 = x[j] * d0;
    double u1 = MINUS(x[j + 1], c0[j + 1], u0) * d1;
    double u2 = MINUS(MINUS(x[j + 2], c0[j + 2], u0), c1[j + 2], u1) * d2;
    double u3 = MINUS(MINUS(MINUS(x[j + 3], c0[j + 3], u0), c1[j + 3], u1), c2[j + 3], u2) * d3;
    x[j] = u0, x[j + 1] = u1, x[j + 2] = u2, x[j + 3] = u3;
    size_t i = j + 4, ahead = j + 8 <= n ? 4 * leading : 0;
    lanes8 w0 = SPLAT(u0), w1 = SPLAT(u1), w2 = SPLAT(u2), w3 = SPLAT(u3);
    for (; i + 8 <= n; i += 8) {
      __builtin_prefetch(c0 + i + ahead), __builtin_prefetch(c1 + i + ahead);
      __builtin_prefetch(c2 + i + ahead), __builtin_prefetch(c3 + i + ahead);
      lanes8 rest = LOAD(x + i);
      rest = MINUS(rest, LOAD(c0 + i), w0);
      rest = MINUS(rest, LOAD(c1 + i), w1);
      rest = MINUS(rest, LOAD(c2 + i), w2);
      rest = MINUS(rest, LOAD(c3 + i), w3);
      STORE(x + i, rest);
    }
    for (; i < n; i++) x[i] = MINUS(MINUS(MINUS(MINUS(x[i], c0[i], u0), c1[i], u1), c2[i], u2), c3[i], u3);
  }
  for (; j < n; j++) {
    const double *column = l + j * leading;
    x[j] = x[j] * (1 / column[j]);
    for (size_t i = j + 1; i < n; i++) x[i] = MINUS(x[i], column[i], x[j]);
  }
}

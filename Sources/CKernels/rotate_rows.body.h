// The rotations of rotate_rows.c, at one instruction level (each_level.h).

// c and s of one row for the columns of a panel: the corner in which the columns depend on one another.
TARGET static inline void AT_LEVEL(corner)(double *l, size_t leading, size_t width, double *v, double *x,
                                           double *rho, double *turn) {
  for (size_t k = 0; k < width; k++) {
    double *column = l + k * leading;
    double h = sqrt(SUM(column[k], column[k], x[k], x[k]));
    double c = column[k] / h, s = x[k] / h;
    column[k] = h, turn[2 * k] = c, turn[2 * k + 1] = s;
    for (size_t i = k + 1; i < width; i++) {
      double old = column[i];
      column[i] = SUM(s, x[i], c, old);
      x[i] = SUM(-s, old, c, x[i]);
    }
    double old = v[k];
    v[k] = SUM(s, *rho, c, old);
    *rho = SUM(-s, old, c, *rho);
  }
}

// The unknowns of a panel's columns.
TARGET static inline void AT_LEVEL(unknowns)(const double *l, size_t leading, size_t width, double *u) {
  for (size_t k = 0; k < width; k++) {
    u[k] = u[k] * (1 / l[k + k * leading]);
    for (size_t i = k + 1; i < width; i++) u[i] = MINUS(u[i], l[i + k * leading], u[k]);
  }
}

#define TURN(l, x, c, s) { __typeof__(l) old = l; l = SUM(s, x, c, old); x = SUM(-(s), old, c, x); }

TARGET static void AT_LEVEL(rotate)(double *l, size_t n, size_t leading, double *v, double *rows, double *rest,
                                    size_t count, double *turns, double *u) {
  for (size_t j = 0; j < n; j += COLUMNS) {
    size_t width = n - j < COLUMNS ? n - j : COLUMNS;
    double *c0 = l + j * leading, *c1 = c0 + leading, *c2 = c1 + leading, *c3 = c2 + leading;
    for (size_t r = 0; r < count; r++)
      AT_LEVEL(corner)(c0 + j, leading, width, v + j, rows + r * n + j, rest + r, turns + 8 * r);
    if (u) AT_LEVEL(unknowns)(c0 + j, leading, width, u + j);
    if (width < COLUMNS) return;
    size_t ahead = j + 2 * COLUMNS <= n ? COLUMNS * leading : 0;
    size_t i = j + COLUMNS;
    for (; i + 8 <= n; i += 8) {
      lanes8 l0 = LOAD(c0 + i), l1 = LOAD(c1 + i), l2 = LOAD(c2 + i), l3 = LOAD(c3 + i);
      __builtin_prefetch(c0 + i + ahead, 1), __builtin_prefetch(c1 + i + ahead, 1);
      __builtin_prefetch(c2 + i + ahead, 1), __builtin_prefetch(c3 + i + ahead, 1);
      for (size_t r = 0; r < count; r++) {
        const double *t = turns + 8 * r;
        lanes8 x = LOAD(rows + r * n + i);
        TURN(l0, x, SPLAT(t[0]), SPLAT(t[1]))
        TURN(l1, x, SPLAT(t[2]), SPLAT(t[3]))
        TURN(l2, x, SPLAT(t[4]), SPLAT(t[5]))
        TURN(l3, x, SPLAT(t[6]), SPLAT(t[7]))
        STORE(rows + r * n + i, x);
      }
      STORE(c0 + i, l0), STORE(c1 + i, l1), STORE(c2 + i, l2), STORE(c3 + i, l3);
      if (u) {
        lanes8 left = MINUS(MINUS(LOAD(u + i), l0, SPLAT(u[j])), l1, SPLAT(u[j + 1]));
        STORE(u + i, MINUS(MINUS(left, l2, SPLAT(u[j + 2])), l3, SPLAT(u[j + 3])));
      }
    }
    for (; i < n; i++) {
      for (size_t r = 0; r < count; r++) {
        const double *t = turns + 8 * r;
        double *x = rows + r * n + i;
        TURN(c0[i], *x, t[0], t[1])
        TURN(c1[i], *x, t[2], t[3])
        TURN(c2[i], *x, t[4], t[5])
        TURN(c3[i], *x, t[6], t[7])
      }
      if (u) {
        double left = MINUS(MINUS(u[i], c0[i], u[j]), c1[i], u[j + 1]);
        u[i] = MINUS(MINUS(left, c2[i], u[j + 2]), c3[i], u[j + 3]);
      }
    }
  }
}

#undef TURN

// The products of tiles.c, at one instruction level (each_level.h): ROWS lines and EIGHTS eights of lanes at a time.

WIDE_TARGET static void AT_LEVEL(minus)(const double *strip, const double *tile, double *acc, size_t leading,
                                        size_t count) {
  for (size_t first = 0; first < RMTOP_STRIP; first += ROWS)
    for (size_t lane = 0; lane < RMTOP_TILE; lane += 8 * EIGHTS) {
      lanes8 sums[ROWS][EIGHTS];
      double *at = acc + first * leading + lane;
      UNROLLED for (size_t r = 0; r < ROWS; r++)
        UNROLLED for (size_t v = 0; v < EIGHTS; v++) sums[r][v] = LOAD(at + r * leading + 8 * v);
      for (size_t j = 0; j < count; j++) {
        const double *u = tile + j * RMTOP_TILE + lane, *l = strip + j * RMTOP_STRIP + first;
        lanes8 known[EIGHTS];
        UNROLLED for (size_t v = 0; v < EIGHTS; v++) known[v] = LOAD(u + 8 * v);
        UNROLLED for (size_t r = 0; r < ROWS; r++)
          UNROLLED for (size_t v = 0; v < EIGHTS; v++) sums[r][v] = MINUS(sums[r][v], SPLAT(l[r]), known[v]);
      }
      UNROLLED for (size_t r = 0; r < ROWS; r++)
        UNROLLED for (size_t v = 0; v < EIGHTS; v++) STORE(at + r * leading + 8 * v, sums[r][v]);
    }
}

// The same sums from zero, added to a column-major matrix: ROWS columns and EIGHTS eights of rows at a time.
WIDE_TARGET static void AT_LEVEL(add)(const double *strip, const double *tile, double *acc, size_t leading,
                                      size_t count) {
  for (size_t first = 0; first < RMTOP_STRIP; first += ROWS)
    for (size_t lane = 0; lane < RMTOP_TILE; lane += 8 * EIGHTS) {
      lanes8 sums[ROWS][EIGHTS] = {0};
      double *at = acc + first * leading + lane;
      for (size_t j = 0; j < count; j++) {
        const double *u = tile + j * RMTOP_TILE + lane, *l = strip + j * RMTOP_STRIP + first;
        lanes8 known[EIGHTS];
        UNROLLED for (size_t v = 0; v < EIGHTS; v++) known[v] = LOAD(u + 8 * v);
        UNROLLED for (size_t r = 0; r < ROWS; r++)
          UNROLLED for (size_t v = 0; v < EIGHTS; v++) sums[r][v] = PLUS(sums[r][v], SPLAT(l[r]), known[v]);
      }
      UNROLLED for (size_t r = 0; r < ROWS; r++)
        UNROLLED for (size_t v = 0; v < EIGHTS; v++)
          STORE(at + r * leading + 8 * v, LOAD(at + r * leading + 8 * v) + sums[r][v]);
    }
}

WIDE_TARGET static void AT_LEVEL(triangle)(const double *strip, double *acc, size_t rows) {
  for (size_t lane = 0; lane < RMTOP_TILE; lane += 8)
    for (size_t r = 0; r < rows; r++) {
      lanes8 rest = LOAD(acc + r * RMTOP_TILE + lane);
      for (size_t k = 0; k < r; k++)
        rest = MINUS(rest, SPLAT(strip[k * RMTOP_STRIP + r]), LOAD(acc + k * RMTOP_TILE + lane));
      STORE(acc + r * RMTOP_TILE + lane, rest * SPLAT(strip[r * RMTOP_STRIP + r]));
    }
}

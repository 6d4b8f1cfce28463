#include "engine_kernels.h"

enum { SIDE = 8 };

// Λ's piece of rows column.. and columns row.., from S's piece of rows row.. and columns column..
static void cut_piece(double *block, const double *prior, size_t n, size_t row, size_t column, double weight,
                      double scale) {
  for (size_t c = column; c < n && c < column + SIDE; c++)
    for (size_t r = row; r < n && r < row + SIDE && r <= c; r++) {
      size_t from = r + (c + 1) * n;
      block[c + r * n] = prior ? weight * prior[from] + scale * block[from] : scale * block[from];
    }
}

// The same for a piece that neither the diagonal nor the edge cuts.
static inline void whole_piece(double *block, const double *prior, size_t n, size_t row, size_t column,
                               double weight, double scale) {
  double piece[SIDE][SIDE];
  size_t ahead = column + 2 * SIDE <= n ? SIDE * n : 0;
  for (size_t c = 0; c < SIDE; c++) {
    const double *s = block + row + (column + c + 1) * n, *m = prior ? prior + row + (column + c + 1) * n : s;
    __builtin_prefetch(s + ahead);
    for (size_t r = 0; r < SIDE; r++) piece[c][r] = prior ? weight * m[r] + scale * s[r] : scale * s[r];
  }
  for (size_t r = 0; r < SIDE; r++)
    for (size_t c = 0; c < SIDE; c++) block[column + c + (row + r) * n] = piece[c][r];
}

// In pieces of 8 × 8: S is read along its columns, which are rows of Λ. S and Λ do not overlap.
double rmtop_precision(double *block, const double *prior, size_t n, double weight, double scale) {
  for (size_t row = 0; row < n; row += SIDE) {
    for (size_t column = row; column < n; column += SIDE) {
      if (column == row || column + SIDE > n) cut_piece(block, prior, n, row, column, weight, scale);
      else if (prior) whole_piece(block, prior, n, row, column, weight, scale);
      else whole_piece(block, 0, n, row, column, weight, scale);
    }
  }
  double greatest = 0;
  for (size_t i = 0; i < n; i++) {
    double *entry = block + i * (n + 1);
    if (!prior) *entry += weight;
    if (*entry > greatest) greatest = *entry;
  }
  return greatest;
}

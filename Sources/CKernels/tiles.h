// The products that solves, factors and folds of matrices are made of, on small packed pieces that stay in cache: a
// *tile* is 16 numbers side by side (right-hand sides, or rows of a column-major matrix) for each index j, a *strip*
// 8 numbers for each j.
#ifndef RMTOP_TILES_H
#define RMTOP_TILES_H
#include <stdbool.h>
#include <stddef.h>

enum { RMTOP_TILE = 16, RMTOP_STRIP = 8, RMTOP_PANEL = 64 };

// acc[16 lanes of line r] -= Σ_j strip[j][r] tile[j][lane] for r < 8, lines `leading` apart; j ascending, one
// subtraction after the other, fused or not as the level is.
void rmtop_tile_minus(const double *strip, const double *tile, double *acc, size_t leading, size_t count);
// u_r = (acc_r − Σ_{k<r} strip[k][r] u_k) · strip[r][r] for r < rows <= 8, in place on lines 16 apart: a triangle
// whose diagonal holds reciprocals.
void rmtop_tile_triangle(const double *strip, double *acc, size_t rows);
// The same for the piece of a column-major n × n matrix whose corner is (row, column), lanes along rows: of it only
// what is on or below the diagonal (`lower`; else on or above) and inside the matrix is read and written.
void rmtop_tile_minus_cut(const double *strip, const double *tile, double *a, size_t leading, size_t row,
                          size_t column, size_t n, size_t count, bool lower);
#endif

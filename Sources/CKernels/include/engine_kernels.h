// What the engine needs and BLAS lacks: the state digest, a rank update in one pass, exact triangular solves.
#ifndef RMTOP_ENGINE_KERNELS_H
#define RMTOP_ENGINE_KERNELS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// digest.c: one step of the state digest, and a step for each of the doubles' bits.
uint64_t rmtop_digest(uint64_t state, uint64_t word);
uint64_t rmtop_digest_doubles(uint64_t state, const double *values, size_t count);

// rank_update.c: S += Σ xᵢ xᵢᵀ in the upper triangle of an n × n column-major S, by a routine that `count` alone
// decides; `work`: rmtop_rank_update_numbers(n, count).
size_t rmtop_rank_update_numbers(size_t n, size_t count);
void rmtop_rank_update(double *s, size_t n, size_t leading, const double *rows, size_t count, double *work);
// sums += Σ weightᵢ xᵢ for `count` rows x of length n, in order.
void rmtop_add_rows(double *sums, size_t n, const double *rows, const double *weights, size_t count);
// Copies values; whether every one is a number of magnitude up to `limit`.
bool rmtop_copy_within(const double *values, size_t count, double limit, double *copy);

// rotate_rows.c: L Lᵀ + Σ x xᵀ = L' L'ᵀ in place, for the lower triangle L and `count` rows x of length n, by Givens
// rotations; and with v = L⁻¹ b, `rest` one number ρ for each row: v' = L'⁻¹ (b + Σ ρ x). Rows and rest are used up.
// In order; the same bits whether rows come in one call or in several. Where there is a row, and u is not null,
// u becomes L'⁻¹ u with the bits of rmtop_solve_one, at no further pass over L.
void rmtop_rotate_rows(double *l, size_t n, size_t leading, double *v, double *rows, double *rest, size_t count,
                       double *u);

// triangular_solve.c: u = L⁻¹ x in place for a lower triangle L.
void rmtop_solve_one(const double *l, size_t n, size_t leading, double *x);

// solve_tiles.c: the same for many x, in tiles of 16 that are filled from `count` rows of length n (unused lanes with
// zeros): tiles · rmtop_tile_numbers(n) numbers, and a workspace of rmtop_panel_numbers(n). A vector has the bits of
// rmtop_solve_one, whatever stands in the other lanes and tiles.
size_t rmtop_tile_numbers(size_t n);
size_t rmtop_panel_numbers(size_t n);
void rmtop_fill_tiles(const double *rows, size_t n, size_t count, double *x);
void rmtop_solve_tiles(const double *l, size_t n, size_t leading, double *x, size_t tiles, double *panel);
// u·v and u·u, with the same bits for one vector and for each of a tile's 16.
void rmtop_dots_one(const double *u, const double *v, size_t n, double *uv, double *uu);
void rmtop_dots_tile(const double *u, const double *v, size_t n, double *uv, double *uu);

// precision.c: in an arm's block, n × (n + 1) with S on and above the diagonal that begins at number n: weight · M +
// scale · S on and below the diagonal that begins at number 0; M is I, or the upper part of such a block. Returns the
// greatest entry of the diagonal, 0 if none is positive.
double rmtop_precision(double *block, const double *prior, size_t n, double weight, double scale);

// cholesky.c: the lower triangle of A, which is read on and below its diagonal alone, becomes L with L Lᵀ = A; false,
// and noise there, where A is not positive definite to the last bit or not finite. `work`: rmtop_cholesky_numbers(n).
size_t rmtop_cholesky_numbers(size_t n);
bool rmtop_cholesky(double *a, size_t n, size_t leading, double *work);

// inverse_diagonal.c: the diagonal of (L Lᵀ)⁻¹ for a lower triangle L; `work`: rmtop_inverse_diagonal_numbers(n).
size_t rmtop_inverse_diagonal_numbers(size_t n);
void rmtop_inverse_diagonal(const double *l, size_t n, size_t leading, double *diagonal, double *work);

// best_probability.c: for independent normals (mean, deviation, interleaved), the integral of each one's density times
// the others' distribution functions: its probability to be the greatest, before the sum is divided out. All 0 where
// no score is finite with a deviation >= 0. False, and nothing written, for more than RMTOP_BEST_LIMIT scores.
// Allocates nothing. The bits are the same at every instruction level.
#define RMTOP_BEST_LIMIT 64
enum { RMTOP_BEST_AUTO = 0, RMTOP_BEST_LATTICE = 1, RMTOP_BEST_PANELS = 2 };
bool rmtop_best_integrals(const double *scores, size_t count, int rule, int level, double *integrals);

// dispatch.c: the level that this thread's kernels take (0 base, 1 AVX2, 2 AVX-512): the processor's, or a lower one
// where a test asks for it. The second sets the highest for this thread and gives the one before; for tests alone,
// since bits differ between levels.
int rmtop_instruction_level(void);
int rmtop_limit_instruction_level(int level);

// best_lanes.c: the normal density and distribution function at eight points, at a level up to the processor's.
void rmtop_normal_eight(int level, const double *z, double *density, double *cumulative);
#endif

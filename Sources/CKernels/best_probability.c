#include "engine_kernels.h"
#include "best_lanes.h"
#include <math.h>

#pragma clang fp contract(off)

#define LIMIT RMTOP_BEST_LIMIT
#define POINT_RATIO 1e-12
#define LIKE_RATIO 3.0

// Gauss–Legendre quadrature of 16 nodes on [−1, 1], ascending; the other half is the mirror image.
static const double legendre_nodes[8] = {
  -0.9894009349916499, -0.9445750230732326, -0.8656312023878318, -0.755404408355003,
  -0.6178762444026438, -0.45801677765722737, -0.2816035507792589, -0.09501250983763744,
};
static const double legendre_weights[8] = {
  0.027152459411754096, 0.062253523938647894, 0.09515851168249279, 0.12462897125553388,
  0.14959598881657674, 0.16915651939500254, 0.18260341504492358, 0.1894506104550685,
};

// What stays of the scores once those that cannot be the greatest are dropped.
struct field {
  size_t count;
  double means[LIMIT], deviations[LIMIT], inverses[LIMIT];
  size_t places[LIMIT];
  double lower, upper;
  unsigned active[LIMIT];
  lanes8 work[3 * LIMIT];
};

// One lattice of 129 nodes: exponentially exact for smooth integrands that vanish at both ends.
static void integrate_lattice(struct field *field, const struct rmtop_contest *contest, int level) {
  double step = (field->upper - field->lower) / 128, nodes[8], weights[8];
  for (int start = 0; start < 136; start += 8) {
    for (int lane = 0; lane < 8; lane++) {
      int node = start + lane;
      nodes[lane] = field->lower + step * node;
      weights[lane] = node > 128 ? 0 : node == 0 || node == 128 ? step / 2 : step;
    }
    rmtop_best_block(level, contest, nodes, weights, field->work);
  }
}

// Panels between cuts: each sees every score either smooth or constant.
static void integrate_panels(struct field *field, const struct rmtop_contest *contest, int level) {
  static const double offsets[6] = {-RMTOP_REACH, -3, -1, 1, 3, RMTOP_REACH};
  double cuts[6 * LIMIT + 2], nodes[8], weights[8];
  size_t size = 0;
  cuts[size++] = field->lower;
  for (size_t k = 0; k < field->count; k++) {
    for (int i = 0; i < 6; i++) {
      double cut = field->means[k] + offsets[i] * field->deviations[k];
      if (!(cut > field->lower && cut < field->upper)) continue;
      size_t place = size++;
      for (; place > 1 && cuts[place - 1] > cut; place--) cuts[place] = cuts[place - 1];
      cuts[place] = cut;
    }
  }
  cuts[size++] = field->upper;
  for (size_t i = 0; i + 1 < size; i++) {
    double middle = (cuts[i] + cuts[i + 1]) / 2, half = (cuts[i + 1] - cuts[i]) / 2;
    if (!(half > 0)) continue;
    for (int lane = 0; lane < 8; lane++) {
      nodes[lane] = middle + half * legendre_nodes[lane];
      weights[lane] = half * legendre_weights[lane];
    }
    rmtop_best_block(level, contest, nodes, weights, field->work);
    for (int lane = 0; lane < 8; lane++) {
      nodes[lane] = middle - half * legendre_nodes[7 - lane];
      weights[lane] = half * legendre_weights[7 - lane];
    }
    rmtop_best_block(level, contest, nodes, weights, field->work);
  }
}

static double width_of(const double *scores, size_t k, double widest) {
  double deviation = scores[2 * k + 1];
  return deviation <= widest * POINT_RATIO ? 0 : deviation;
}

static int is_usable(const double *score) {
  return isfinite(score[0]) && isfinite(score[1]) && score[1] >= 0;
}

bool rmtop_best_integrals(const double *scores, size_t count, int rule, int level, double *integrals) {
  if (count > LIMIT) return false;
  struct field field;
  double widest = 0, bar = -INFINITY, narrowest = INFINITY, origin = 0, point = -INFINITY;
  size_t points = 0, point_places[LIMIT];
  for (size_t k = 0; k < count; k++) {
    integrals[k] = 0;
    if (is_usable(scores + 2 * k) && scores[2 * k + 1] > widest) widest = scores[2 * k + 1];
  }
  for (size_t k = 0; k < count; k++) {
    if (!is_usable(scores + 2 * k)) continue;
    double low = scores[2 * k] - RMTOP_REACH * width_of(scores, k, widest);
    if (low > bar) bar = low;
  }
  field.count = 0;
  for (size_t k = 0; k < count; k++) {
    if (!is_usable(scores + 2 * k)) continue;
    double mean = scores[2 * k], deviation = width_of(scores, k, widest);
    if (!(mean + RMTOP_REACH * deviation >= bar)) continue;
    if (deviation > 0) {
      if (deviation < narrowest) narrowest = deviation, origin = mean;
      field.means[field.count] = mean;
      field.deviations[field.count] = deviation;
      field.places[field.count++] = k;
    } else {
      // A point in the contest stands at the bar: all points in it are equal, and share alike.
      point_places[points++] = k;
      point = mean;
    }
  }
  if (field.count == 0 || (field.count == 1 && points == 0)) {
    for (size_t i = 0; i < points; i++) integrals[point_places[i]] = 1.0 / points;
    if (field.count == 1) integrals[field.places[0]] = 1;
    return true;
  }
  // Measured from the narrowest mean, so that its nodes lose no digits.
  if (points > 0) point -= origin;
  field.lower = field.upper = point;
  double chance = 1;
  for (size_t k = 0; k < field.count; k++) {
    double mean = field.means[k] -= origin, deviation = field.deviations[k];
    field.inverses[k] = 1 / deviation;
    field.lower = fmax(field.lower, mean - RMTOP_REACH * deviation);
    field.upper = fmax(field.upper, mean + RMTOP_REACH * deviation);
    field.work[k] = (lanes8){0};
    if (points > 0) {
      double z[8] = {(point - mean) / deviation}, density[8], cumulative[8];
      rmtop_normal_eight(level, z, density, cumulative);
      chance *= cumulative[0];
    }
  }
  struct rmtop_contest contest = {field.count, field.means, field.inverses, field.active};
  bool is_like = points == 0 && widest <= LIKE_RATIO * narrowest;
  if (rule == RMTOP_BEST_LATTICE || (rule == RMTOP_BEST_AUTO && is_like))
    integrate_lattice(&field, &contest, level);
  else
    integrate_panels(&field, &contest, level);
  for (size_t i = 0; i < points; i++) integrals[point_places[i]] = chance / points;
  for (size_t k = 0; k < field.count; k++) {
    lanes8 s = field.work[k];
    integrals[field.places[k]] = ((s[0] + s[4]) + (s[1] + s[5])) + ((s[2] + s[6]) + (s[3] + s[7]));
  }
  return true;
}

// The blocks of best_lanes.c, at one instruction level (each_level.h).

// The standard normal distribution in eight lanes: φ(z) and Φ(z) from one exponential and one division.
TARGET static inline void AT_LEVEL(normal)(const void *eight, void *density, void *cumulative) {
  lanes8 z = LOAD(eight);
  words8 sign = (words8)(z > 0.0);
  words8 magnitude = (words8)z & 0x7FFFFFFFFFFFFFFF;
  // Beyond 37 both are below 1e-297, and the power of two below would leave its range.
  words8 far = (words8)((lanes8)magnitude > 37.0);
  lanes8 y = (lanes8)((magnitude & ~far) | ((words8)SPLAT(37) & far));
  lanes8 power = y * y * -0.5;
  // Adding 1.5·2^52 rounds to an integer, which then stands in the low bits.
  lanes8 shifted = power * 1.4426950408889634 + 0x1.8p52;
  lanes8 whole = shifted - 0x1.8p52;
  lanes8 r = power - whole * 0x1.62e42feep-1;
  r = r - whole * 0x1.a39ef35793c76p-33;
  lanes8 series = r * 0 + inverse_factorials[12];
  for (int i = 11; i >= 0; i--) series = series * r + inverse_factorials[i];
  words8 scale = ((words8)shifted << 52) + ((int64_t)1023 << 52);
  lanes8 phi = series * (lanes8)scale * 0.3989422804014327;
  lanes8 inverse = 1.0 / (y + 4.0);
  lanes8 u = 1.0 - 8.0 * inverse, square = u * u;
  lanes8 even = square * 0 + mills_even[11], odd = square * 0 + mills_odd[11];
  for (int i = 10; i >= 0; i--) {
    even = even * square + mills_even[i];
    odd = odd * square + mills_odd[i];
  }
  lanes8 tail = (even + odd * u) * inverse * phi;
  STORE(density, phi);
  STORE(cumulative, (lanes8)(((words8)(1.0 - tail) & sign) | ((words8)tail & ~sign)));
}

// Adds one block of eight ascending nodes t with weights w to the sums of all scores: O(scores) by products from both
// sides. A score that every node leaves 8.5 deviations behind has Φ = 1 and φ = 0 and is passed over.
TARGET static void AT_LEVEL(best_block)(const struct rmtop_contest *contest, const double *nodes, const double *weights,
                                        lanes8 *work) {
  size_t count = contest->count, active = 0;
  lanes8 t = LOAD(nodes), w = LOAD(weights);
  lanes8 *sums = work, *cumulative = work + count, *terms = work + 2 * count;
  lanes8 product = w * 0 + 1.0;
  for (size_t k = 0; k < count; k++) {
    double mean = contest->means[k], inverse = contest->inverses[k];
    if ((nodes[0] - mean) * inverse >= RMTOP_REACH) continue;
    lanes8 z = (t - mean) * inverse, density, below;
    AT_LEVEL(normal)(&z, &density, &below);
    contest->active[active] = (unsigned)k;
    cumulative[active] = below;
    terms[active] = density * inverse * product;
    product = product * below;
    active++;
  }
  product = w;
  while (active > 0) {
    active--;
    sums[contest->active[active]] += terms[active] * product;
    product = product * cumulative[active];
  }
}

#include "engine_kernels.h"
#include <string.h>

// The folded product of two 64-bit words: one multiplication that mixes every bit into every other.
static inline uint64_t folded_product(uint64_t a, uint64_t b) {
  unsigned __int128 product = (unsigned __int128)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t bits(const double *value) {
  uint64_t word;
  memcpy(&word, value, sizeof word);
  return word;
}

uint64_t rmtop_digest(uint64_t state, uint64_t word) {
  return folded_product(state ^ word ^ 0xa0761d6478bd642fULL, 0xe7037ed1a0b428dbULL);
}

// Long runs go through four states side by side, because one waits for its own product at every word.
uint64_t rmtop_digest_doubles(uint64_t state, const double *values, size_t count) {
  size_t i = 0;
  if (count >= 16) {
    uint64_t a = rmtop_digest(state, 0), b = rmtop_digest(state, 1);
    uint64_t c = rmtop_digest(state, 2), d = rmtop_digest(state, 3);
    for (; i + 4 <= count; i += 4) {
      a = rmtop_digest(a, bits(values + i));
      b = rmtop_digest(b, bits(values + i + 1));
      c = rmtop_digest(c, bits(values + i + 2));
      d = rmtop_digest(d, bits(values + i + 3));
    }
    state = rmtop_digest(rmtop_digest(rmtop_digest(rmtop_digest(state, a), b), c), d);
  }
  for (; i < count; i++) state = rmtop_digest(state, bits(values + i));
  return state;
}

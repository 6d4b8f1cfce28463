#include "ckernels.h"
#include <string.h>

// The folded product of two 64-bit words: one multiplication that mixes every bit into every other.
static inline uint64_t folded_product(uint64_t a, uint64_t b) {
  unsigned __int128 product = (unsigned __int128)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint64_t rmtop_digest(uint64_t state, uint64_t word) {
  return folded_product(state ^ word ^ 0xa0761d6478bd642fULL, 0xe7037ed1a0b428dbULL);
}

uint64_t rmtop_digest_doubles(uint64_t state, const double *values, size_t count) {
  for (size_t i = 0; i < count; i++) {
    uint64_t word;
    memcpy(&word, values + i, sizeof word);
    state = rmtop_digest(state, word);
  }
  return state;
}

#include "ckernels.h"
#include <string.h>

// XXH64 as published (Yann Collet, xxHash specification 0.1.1, section "XXH64"), seed 0, for a little-endian machine.
static const uint64_t p1 = 0x9E3779B185EBCA87u, p2 = 0xC2B2AE3D27D4EB4Fu, p3 = 0x165667B19E3779F9u;
static const uint64_t p4 = 0x85EBCA77C2B2AE63u, p5 = 0x27D4EB2F165667C5u;

static inline uint64_t rotl(uint64_t x, int r) { return x << r | x >> (64 - r); }
static inline uint64_t word(const uint8_t *bytes) {
  uint64_t w;
  memcpy(&w, bytes, 8);
  return w;
}
static inline uint64_t round1(uint64_t lane, uint64_t w) { return rotl(lane + w * p2, 31) * p1; }

// Lanes begin at constants; they are kept less these, so that a zeroed state is the beginning.
static const uint64_t first[4] = {0x60EA27EEADC0B5D6u, 0xC2B2AE3D27D4EB4Fu, 0, 0x61C8864E7A143579u};

static void stripes(uint64_t lanes[4], const uint8_t *bytes, size_t count) {
  uint64_t a = lanes[0] + first[0], b = lanes[1] + first[1], c = lanes[2] + first[2], d = lanes[3] + first[3];
  for (; count > 0; count--, bytes += 32) {
    a = round1(a, word(bytes));
    b = round1(b, word(bytes + 8));
    c = round1(c, word(bytes + 16));
    d = round1(d, word(bytes + 24));
  }
  lanes[0] = a - first[0], lanes[1] = b - first[1], lanes[2] = c - first[2], lanes[3] = d - first[3];
}

void rmtop_prefix_hash_add(rmtop_prefix_hash *hash, const uint8_t *bytes, size_t length) {
  if (length == 0) return;
  size_t held = hash->length % 32;
  hash->length += length;
  if (held > 0) {
    size_t taken = length < 32 - held ? length : 32 - held;
    memcpy((uint8_t *)hash->rest + held, bytes, taken);
    bytes += taken, length -= taken;
    if (held + taken < 32) return;
    stripes(hash->lanes, (const uint8_t *)hash->rest, 1);
  }
  stripes(hash->lanes, bytes, length / 32);
  memcpy(hash->rest, bytes + length / 32 * 32, length % 32);
}

uint64_t rmtop_prefix_hash_value(const rmtop_prefix_hash *hash) {
  uint64_t lane[4], h = p5;
  for (int i = 0; i < 4; i++) lane[i] = hash->lanes[i] + first[i];
  if (hash->length >= 32) {
    h = rotl(lane[0], 1) + rotl(lane[1], 7) + rotl(lane[2], 12) + rotl(lane[3], 18);
    for (int i = 0; i < 4; i++) h = (h ^ round1(0, lane[i])) * p1 + p4;
  }
  h += hash->length;
  const uint8_t *rest = (const uint8_t *)hash->rest, *end = rest + hash->length % 32;
  for (; rest + 8 <= end; rest += 8) h = rotl(h ^ round1(0, word(rest)), 27) * p1 + p4;
  if (rest + 4 <= end) {
    uint32_t w;
    memcpy(&w, rest, 4);
    h = rotl(h ^ w * p1, 23) * p2 + p3;
    rest += 4;
  }
  for (; rest < end; rest++) h = rotl(h ^ *rest * p5, 11) * p1;
  h = (h ^ h >> 33) * p2;
  h = (h ^ h >> 29) * p3;
  return h ^ h >> 32;
}

// Kernels that BLAS and the standard library lack. Own symbols are prefixed rmtop_.
#ifndef RMTOP_CKERNELS_H
#define RMTOP_CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// base64.c: strict base64 (RFC 4648: standard alphabet, padded, no white space, leftover bits zero) and the
// little-endian float32 vectors that the run log keeps in it.

// Decodes `length` characters into at most length / 4 * 3 bytes; the number of bytes, or -1 for text that is refused.
ptrdiff_t rmtop_base64_decode(const uint8_t *text, size_t length, uint8_t *bytes);
// Encodes into (length + 2) / 3 * 4 characters, and gives their number.
size_t rmtop_base64_encode(const uint8_t *bytes, size_t length, uint8_t *text);
// Widens float32 values (4 * count bytes) exactly; the index of the first that is not finite, or -1.
ptrdiff_t rmtop_widen_floats(const uint8_t *bytes, size_t count, double *values);
// Narrows to float32 (4 * count bytes); false when a value is not finite or not exactly a float32.
bool rmtop_narrow_doubles(const double *values, size_t count, uint8_t *bytes);

// sha256.c: the SHA-256 digest of `length` bytes (FIPS 180-4).
void rmtop_sha256(const uint8_t *bytes, size_t length, uint8_t digest[32]);

// prefix_hash.c: a 64-bit hash (XXH64, seed 0) of a stream that is given piece by piece, readable after every byte.
// All zeros is the hash of nothing.
typedef struct {
  uint64_t length;
  uint64_t lanes[4];
  uint64_t rest[4];
} rmtop_prefix_hash;
void rmtop_prefix_hash_add(rmtop_prefix_hash *hash, const uint8_t *bytes, size_t length);
uint64_t rmtop_prefix_hash_value(const rmtop_prefix_hash *hash);
#endif

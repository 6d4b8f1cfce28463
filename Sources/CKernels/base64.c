#include "ckernels.h"

// Six bits of each character; XX is outside the alphabet, and its high bits survive the OR of a group.
#define XX 0xFF
static const uint8_t value_of[256] = {
  XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX,
  XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX,
  XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, 62, XX, XX, XX, 63,
  52, 53, 54, 55, 56, 57, 58, 59, 60, 61, XX, XX, XX, XX, XX, XX,
  XX,  0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14,
  15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, XX, XX, XX, XX, XX,
  XX, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
  41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, XX, XX, XX, XX, XX,
  XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX,
  XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX,
  XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX,
  XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX,
  XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX,
  XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX,
  XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX,
  XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX, XX,
};
#undef XX

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

ptrdiff_t rmtop_base64_decode(const uint8_t *text, size_t length, uint8_t *bytes) {
  if (length % 4 != 0) return -1;
  if (length == 0) return 0;
  uint8_t *out = bytes;
  size_t last = length - 4;
  for (size_t i = 0; i < last; i += 4) {
    uint32_t a = value_of[text[i]], b = value_of[text[i + 1]];
    uint32_t c = value_of[text[i + 2]], d = value_of[text[i + 3]];
    if ((a | b | c | d) & 0xC0) return -1;
    uint32_t group = a << 18 | b << 12 | c << 6 | d;
    out[0] = (uint8_t)(group >> 16);
    out[1] = (uint8_t)(group >> 8);
    out[2] = (uint8_t)group;
    out += 3;
  }
  // The last group may be padded; the bits that padding leaves over must be zero, so that every byte string has one
  // text only.
  int pads = text[last + 3] != '=' ? 0 : text[last + 2] != '=' ? 1 : 2;
  uint32_t a = value_of[text[last]], b = value_of[text[last + 1]];
  uint32_t c = pads == 2 ? 0 : value_of[text[last + 2]], d = pads > 0 ? 0 : value_of[text[last + 3]];
  if ((a | b | c | d) & 0xC0) return -1;
  uint32_t group = a << 18 | b << 12 | c << 6 | d;
  if ((pads == 1 && (group & 0xFF) != 0) || (pads == 2 && (group & 0xFFFF) != 0)) return -1;
  for (int i = 0; i < 3 - pads; i++) *out++ = (uint8_t)(group >> (16 - 8 * i));
  return out - bytes;
}

size_t rmtop_base64_encode(const uint8_t *bytes, size_t length, uint8_t *text) {
  uint8_t *out = text;
  size_t i = 0;
  for (; i + 2 < length; i += 3) {
    uint32_t group = (uint32_t)bytes[i] << 16 | (uint32_t)bytes[i + 1] << 8 | bytes[i + 2];
    *out++ = (uint8_t)alphabet[group >> 18];
    *out++ = (uint8_t)alphabet[group >> 12 & 63];
    *out++ = (uint8_t)alphabet[group >> 6 & 63];
    *out++ = (uint8_t)alphabet[group & 63];
  }
  size_t rest = length - i;
  if (rest > 0) {
    uint32_t group = (uint32_t)bytes[i] << 16 | (rest == 2 ? (uint32_t)bytes[i + 1] << 8 : 0);
    *out++ = (uint8_t)alphabet[group >> 18];
    *out++ = (uint8_t)alphabet[group >> 12 & 63];
    *out++ = rest == 2 ? (uint8_t)alphabet[group >> 6 & 63] : '=';
    *out++ = '=';
  }
  return (size_t)(out - text);
}

ptrdiff_t rmtop_widen_floats(const uint8_t *bytes, size_t count, double *values) {
  ptrdiff_t refused = -1;
  for (size_t i = 0; i < count; i++) {
    const uint8_t *b = bytes + 4 * i;
    uint32_t bits = (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
    float value;
    __builtin_memcpy(&value, &bits, sizeof value);
    values[i] = value;
    if ((bits & 0x7F800000) == 0x7F800000 && refused < 0) refused = (ptrdiff_t)i;
  }
  return refused;
}

bool rmtop_narrow_doubles(const double *values, size_t count, uint8_t *bytes) {
  for (size_t i = 0; i < count; i++) {
    // Out of float's range the conversion is undefined, and such a value is no float anyway.
    if (!(values[i] >= -3.4028234663852886e38 && values[i] <= 3.4028234663852886e38)) return false;
    float value = (float)values[i];
    if ((double)value != values[i]) return false;
    uint32_t bits;
    __builtin_memcpy(&bits, &value, sizeof bits);
    for (int j = 0; j < 4; j++) bytes[4 * i + (size_t)j] = (uint8_t)(bits >> 8 * j);
  }
  return true;
}

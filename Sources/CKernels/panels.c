#include "panels.h"
#include <string.h>

static double entry(const double *l, size_t leading, size_t row, size_t column, size_t end) {
  if (row < column || row >= end) return 0;
  double value = l[row + column * leading];
  return row == column ? 1 / value : value;
}

// Eight columns at a time: reads run along columns, writes along strips.
void rmtop_pack_triangle(const double *l, size_t leading, size_t first, size_t width, size_t end, double *strips) {
  for (size_t left = 0; left < width; left += RMTOP_STRIP) {
    size_t right = left + RMTOP_STRIP < width ? left + RMTOP_STRIP : width;
    for (size_t row = first; row < end; row += RMTOP_STRIP) {
      double *strip = strips + (row - first) * RMTOP_PANEL;
      for (size_t j = left; j < right; j++) {
        size_t column = first + j;
        double *out = strip + j * RMTOP_STRIP;
        if (row > column && row + RMTOP_STRIP <= end)
          memcpy(out, l + row + column * leading, RMTOP_STRIP * sizeof *out);
        else
          for (size_t r = 0; r < RMTOP_STRIP; r++) out[r] = entry(l, leading, row + r, column, end);
      }
    }
  }
}

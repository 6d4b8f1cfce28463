// Packing matrices into strips and tiles (tiles.h). Copies alone: no bits change but for the reciprocal diagonal.
#ifndef RMTOP_PANELS_H
#define RMTOP_PANELS_H
#include "tiles.h"

// `count` rounded up to whole strips.
static inline size_t rmtop_lines(size_t count) { return (count + RMTOP_STRIP - 1) / RMTOP_STRIP * RMTOP_STRIP; }

// Strips of the columns first ..< first + width (at most RMTOP_PANEL) of a lower triangle, from row `first` to row
// `end`: strip s holds rows first + 8 s … + 7, reciprocals on the diagonal and zeros above it and below `end`.
void rmtop_pack_triangle(const double *l, size_t leading, size_t first, size_t width, size_t end, double *strips);
#endif

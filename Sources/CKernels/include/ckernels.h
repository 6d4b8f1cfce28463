// Kernels that BLAS and the standard library lack. Own symbols are prefixed rmtop_.
#ifndef RMTOP_CKERNELS_H
#define RMTOP_CKERNELS_H
#endif

// CBLAS as Debian's OpenBLAS declares it, and the Fortran LAPACK symbols (built there without LAPACKE).
#ifndef RMTOP_COPENBLAS_SHIM_H
#define RMTOP_COPENBLAS_SHIM_H
#include <cblas.h>
void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info);
void dsyevd_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda, double *w,
             double *work, const int *lwork, int *iwork, const int *liwork, int *info);
void dsyevr_(const char *jobz, const char *range, const char *uplo, const int *n, double *a, const int *lda,
             const double *vl, const double *vu, const int *il, const int *iu, const double *abstol, int *m,
             double *w, double *z, const int *ldz, int *isuppz, double *work, const int *lwork, int *iwork,
             const int *liwork, int *info);
#endif

// The elementary functions of the C library under one name on every platform, and nothing else of it: who imports
// this for a logarithm can open no file.

#if canImport(Glibc)
  @_exported import func Glibc.cbrt
  @_exported import func Glibc.cos
  @_exported import func Glibc.exp
  @_exported import func Glibc.log
  @_exported import func Glibc.log1p
  @_exported import func Glibc.pow
#else
  @_exported import func Darwin.cbrt
  @_exported import func Darwin.cos
  @_exported import func Darwin.exp
  @_exported import func Darwin.log
  @_exported import func Darwin.log1p
  @_exported import func Darwin.pow
#endif

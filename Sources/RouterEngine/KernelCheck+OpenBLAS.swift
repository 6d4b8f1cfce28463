import COpenBLAS

extension KernelCheck.Routines {
  /// The library's own.
  public static let openBLAS = KernelCheck.Routines(
    factor: { matrix, order in
      BLAS.prepare()
      var info: Int32 = 0
      withUnsafePointer(to: Int32(order)) { dpotrf_("L", $0, &matrix, $0, &info) }
      return info == 0
    },
    solve: { factor, right, order, columns in
      BLAS.prepare()
      cblas_dtrsm(
        CblasColMajor, CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, Int32(order), Int32(columns), 1,
        factor, Int32(order), &right, Int32(order))
    },
    product: { left, right, order in
      BLAS.prepare()
      var product = [Double](repeating: 0, count: order * order)
      cblas_dgemm(
        CblasColMajor, CblasNoTrans, CblasNoTrans, Int32(order), Int32(order), Int32(order), 1,
        left, Int32(order), right, Int32(order), 0, &product, Int32(order))
      return product
    })
}

extension BLAS {
  /// The name of the kernels that the library has picked for this processor.
  public static var kernels: String {
    openblas_get_corename().map { String(cString: $0) } ?? "unknown"
  }

  /// What the library takes for its working space at its first use, in bytes. Where it gets none it asks again for
  /// ever.
  public static let workingSpace = 128 << 20
}

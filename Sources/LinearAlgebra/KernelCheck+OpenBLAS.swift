extension KernelCheck.Routines {
  /// The library's own, by the calls that all of its users make.
  package static let openBLAS = KernelCheck.Routines(
    factor: { TriangleBlock.factorise(&$0, order: $1) },
    solve: { TriangleBlock.solve($0, &$1, order: $2, columns: $3) },
    product: { Matrices.product($0, $1, rows: $2, inner: $2, columns: $2) })
}

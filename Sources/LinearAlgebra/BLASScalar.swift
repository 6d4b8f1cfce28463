import COpenBLAS

/// The precisions of matrix products.
package protocol BLASScalar: BinaryFloatingPoint, Sendable {
  /// C = op(A) op(B) + keep · C of column-major matrices, C rows × columns; `leading` numbers from column to column.
  static func multiply(
    _ a: UnsafePointer<Self>, transposed aTransposed: Bool, leading aLeading: Int,
    _ b: UnsafePointer<Self>, transposed bTransposed: Bool, leading bLeading: Int,
    keep: Self, _ c: UnsafeMutablePointer<Self>, leading cLeading: Int, rows: Int, columns: Int, inner: Int)
  /// target += source.
  static func add(_ source: UnsafePointer<Self>, count: Int, to target: UnsafeMutablePointer<Self>)
}

extension Float: BLASScalar {
  package static func multiply(
    _ a: UnsafePointer<Self>, transposed aTransposed: Bool, leading aLeading: Int,
    _ b: UnsafePointer<Self>, transposed bTransposed: Bool, leading bLeading: Int,
    keep: Self, _ c: UnsafeMutablePointer<Self>, leading cLeading: Int, rows: Int, columns: Int, inner: Int
  ) {
    BLAS.prepare()
    cblas_sgemm(
      CblasColMajor, aTransposed ? CblasTrans : CblasNoTrans, bTransposed ? CblasTrans : CblasNoTrans,
      Int32(rows), Int32(columns), Int32(inner), 1, a, Int32(aLeading), b, Int32(bLeading), keep, c,
      Int32(cLeading))
  }

  package static func add(_ source: UnsafePointer<Self>, count: Int, to target: UnsafeMutablePointer<Self>) {
    BLAS.prepare()
    cblas_saxpy(Int32(count), 1, source, 1, target, 1)
  }
}

extension Double: BLASScalar {
  package static func multiply(
    _ a: UnsafePointer<Self>, transposed aTransposed: Bool, leading aLeading: Int,
    _ b: UnsafePointer<Self>, transposed bTransposed: Bool, leading bLeading: Int,
    keep: Self, _ c: UnsafeMutablePointer<Self>, leading cLeading: Int, rows: Int, columns: Int, inner: Int
  ) {
    BLAS.prepare()
    cblas_dgemm(
      CblasColMajor, aTransposed ? CblasTrans : CblasNoTrans, bTransposed ? CblasTrans : CblasNoTrans,
      Int32(rows), Int32(columns), Int32(inner), 1, a, Int32(aLeading), b, Int32(bLeading), keep, c,
      Int32(cLeading))
  }

  package static func add(_ source: UnsafePointer<Self>, count: Int, to target: UnsafeMutablePointer<Self>) {
    BLAS.prepare()
    cblas_daxpy(Int32(count), 1, source, 1, target, 1)
  }
}

extension BLASScalar {
  /// C = op(A) op(B) of row-major matrices, C m × n, inner length k.
  package static func multiply(
    _ a: UnsafePointer<Self>, transposed aTransposed: Bool, _ b: UnsafePointer<Self>,
    transposed bTransposed: Bool, to c: UnsafeMutablePointer<Self>, m: Int, n: Int, k: Int
  ) {
    // By columns they are the transposes, and Cᵀ = op(B)ᵀ op(A)ᵀ.
    multiply(
      b, transposed: bTransposed, leading: bTransposed ? k : n, a, transposed: aTransposed,
      leading: aTransposed ? m : k, keep: 0, c, leading: n, rows: n, columns: m, inner: k)
  }
}

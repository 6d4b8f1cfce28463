import COpenBLAS

/// The linear algebra library.
package enum BLAS {
  /// One thread: results must not depend on how many there are.
  private static let isPrepared: Bool = {
    openblas_set_num_threads(1)
    return true
  }()

  /// Called before every use of the library; does its work once.
  static func prepare() { _ = isPrepared }

  /// The name of the kernels that the library has picked for this processor.
  package static var kernels: String {
    openblas_get_corename().map { String(cString: $0) } ?? "unknown"
  }

  /// What the library takes for its working space at its first use, in bytes. Where it gets none it asks again for
  /// ever.
  package static let workingSpace = 128 << 20
}

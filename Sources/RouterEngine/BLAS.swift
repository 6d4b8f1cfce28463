import COpenBLAS

/// The linear algebra library's one setting.
public enum BLAS {
  /// One thread: results must not depend on how many there are.
  private static let isPrepared: Bool = {
    openblas_set_num_threads(1)
    return true
  }()

  /// Called before every use of the library; does its work once.
  public static func prepare() { _ = isPrepared }
}

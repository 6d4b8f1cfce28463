import COpenBLAS

extension Matrices {
  /// The greatest eigenvalues of a symmetric matrix, descending, with their unit vectors as columns.
  ///
  /// - Parameter count: how many are wanted, up to `order`.
  /// - Returns: zeros for values that cannot be computed.
  /// - Complexity: O(order³), of which the reduction to tridiagonal form is 4/3 order³.
  package static func leadingEigenvectors(
    _ matrix: [Double], order: Int, count: Int
  ) -> (values: [Double], vectors: [Double]) {
    guard order > 0, count > 0 else { return ([], []) }
    var all = matrix
    let zeros = Array(repeating: 0.0, count: order)
    // Both ascend.
    let found =
      selected(matrix, order: order, count: count) ?? (diagonalise(&all, order: order) ?? zeros, all)
    let last = found.values.count
    var values: [Double] = []
    var vectors: [Double] = []
    for index in 0..<count {
      let column = last - 1 - index
      values.append(found.values[column])
      vectors += found.vectors[(column * order)..<((column + 1) * order)]
    }
    return (values, vectors)
  }

  /// Bisection and inverse iteration for the wanted ones; `nil` where a vector did not converge.
  private static func selected(
    _ matrix: [Double], order: Int, count: Int
  ) -> (values: [Double], vectors: [Double])? {
    var source = matrix
    var (size, leading, vectorLeading) = (Int32(order), Int32(order), Int32(order))
    var (first, last) = (Int32(order - count + 1), Int32(order))
    var (low, high, tolerance) = (0.0, 0.0, 0.0)
    var number: Int32 = 0
    var values = Array(repeating: 0.0, count: order)
    var vectors = Array(repeating: 0.0, count: order * count)
    var support = Array(repeating: Int32(0), count: 2 * order)
    let isDone = withRoom { work, workSize, integers, integerSize, info in
      dsyevr_(
        "V", "I", "L", &size, &source, &leading, &low, &high, &first, &last, &tolerance, &number, &values,
        &vectors, &vectorLeading, &support, work, workSize, integers, integerSize, info)
    }
    return isDone && Int(number) == count ? (Array(values[..<count]), vectors) : nil
  }

  /// The eigenvalues of a symmetric matrix, ascending, which gives its place to its unit eigenvectors, as columns;
  /// `nil` where a number is not finite or they cannot be computed.
  ///
  /// - Complexity: O(order³), by divide and conquer.
  package static func diagonalise(_ matrix: inout [Double], order: Int) -> [Double]? {
    guard matrix.allSatisfy(\.isFinite) else { return nil }
    var (size, leading) = (Int32(order), Int32(order))
    var values = Array(repeating: 0.0, count: order)
    let isDone = withRoom { work, workSize, integers, integerSize, info in
      dsyevd_("V", "L", &size, &matrix, &leading, &values, work, workSize, integers, integerSize, info)
    }
    return isDone ? values : nil
  }

  /// Calls a routine of LAPACK twice, first with −1 for the lengths, to be told how much room it wants; whether it
  /// reports no error.
  private static func withRoom(
    _ routine: (
      _ work: UnsafeMutablePointer<Double>, _ workSize: UnsafePointer<Int32>,
      _ integers: UnsafeMutablePointer<Int32>, _ integerSize: UnsafePointer<Int32>,
      _ info: UnsafeMutablePointer<Int32>
    ) -> Void
  ) -> Bool {
    BLAS.prepare()
    var (work, workSize): ([Double], Int32) = ([0], -1)
    var (integers, integerSize): ([Int32], Int32) = ([0], -1)
    var info: Int32 = 0
    routine(&work, &workSize, &integers, &integerSize, &info)
    guard info == 0, let wanted = Int32(exactly: work[0].rounded(.up)) else { return false }
    (workSize, integerSize) = (wanted, integers[0])
    work = Array(repeating: 0, count: Int(workSize))
    integers = Array(repeating: 0, count: Int(integerSize))
    routine(&work, &workSize, &integers, &integerSize, &info)
    return info == 0
  }
}

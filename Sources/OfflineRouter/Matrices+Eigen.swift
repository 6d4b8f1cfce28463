import COpenBLAS
import RouterEngine

extension Matrices {
  /// The greatest eigenvalues of a symmetric matrix, descending, with their unit vectors as columns.
  ///
  /// - Parameter count: how many are wanted, up to `order`.
  /// - Complexity: O(order³), of which the reduction to tridiagonal form is 4/3 order³.
  static func leadingEigenvectors(
    _ matrix: [Double], order: Int, count: Int
  ) -> (values: [Double], vectors: [Double]) {
    guard order > 0, count > 0 else { return ([], []) }
    BLAS.prepare()
    let found = selected(matrix, order: order, count: count) ?? all(matrix, order: order)
    // Both ascend.
    let last = found.values.count
    var values: [Double] = []
    var vectors: [Double] = []
    for place in 0..<count {
      let column = last - 1 - place
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
    var (number, info): (Int32, Int32) = (0, 0)
    var values = Array(repeating: 0.0, count: order)
    var vectors = Array(repeating: 0.0, count: order * count)
    var support = Array(repeating: Int32(0), count: 2 * order)
    var (workSize, integerSize): (Int32, Int32) = (-1, -1)
    var work = [0.0]
    var integers: [Int32] = [0]
    func call() {
      dsyevr_(
        "V", "I", "L", &size, &source, &leading, &low, &high, &first, &last, &tolerance, &number, &values,
        &vectors, &vectorLeading, &support, &work, &workSize, &integers, &integerSize, &info)
    }
    call()
    guard info == 0 else { return nil }
    (workSize, integerSize) = (Int32(work[0]), integers[0])
    work = Array(repeating: 0, count: Int(workSize))
    integers = Array(repeating: 0, count: Int(integerSize))
    call()
    guard info == 0, Int(number) == count else { return nil }
    return (Array(values[..<count]), vectors)
  }

  /// All of them, by divide and conquer.
  private static func all(_ matrix: [Double], order: Int) -> (values: [Double], vectors: [Double]) {
    var vectors = matrix
    var (size, leading) = (Int32(order), Int32(order))
    var info: Int32 = 0
    var values = Array(repeating: 0.0, count: order)
    var workSize = Int32(1 + 6 * order + 2 * order * order)
    var integerSize = Int32(3 + 5 * order)
    var work = Array(repeating: 0.0, count: Int(workSize))
    var integers = Array(repeating: Int32(0), count: Int(integerSize))
    dsyevd_(
      "V", "L", &size, &vectors, &leading, &values, &work, &workSize, &integers, &integerSize, &info)
    return (values, vectors)
  }
}

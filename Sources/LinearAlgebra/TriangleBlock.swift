import CKernels

/// A symmetric matrix S and a lower triangle L, as a rule a Cholesky factor that S has a part in, in one block:
/// ```
/// L on and below the diagonal that begins at number 0, S on and above the one that begins at number `width`
/// ```
/// of width × (width + 1) numbers, column-major. It is half the memory of two squares, and kernels and library read
/// both parts as they stand.
///
/// `factorise` and its like make L; what solves, or asks for L, is right after one of them alone. S stays as it is.
///
/// Properties: a vector that is solved for alone has the bits that it has beside others in `TiledRows`.
///
/// Tested by `TriangleBlockTests`, and its kernels by `DispatchTests` and `InverseDiagonalTests`.
package struct TriangleBlock: Sendable {
  package let width: Int
  /// The block; empty until it is asked for.
  var numbers: [Double] = []

  /// S = 0, which takes no memory before `allocate`.
  package init(width: Int) { self.width = width }

  /// - Parameter lower: width × width numbers, of which those on and below the diagonal become S.
  package init(lower: [Double], width: Int) {
    self.init(width: width)
    allocate()
    // Eight columns of S at a time, which stay in cache while a row of them is read.
    for first in stride(from: 0, to: width, by: 8) {
      let end = min(first + 8, width)
      for row in 0..<end {
        for column in max(first, row)..<end {
          numbers[row + (column + 1) * width] = lower[column + row * width]
        }
      }
    }
  }

  /// Whether there is no memory, and so nothing to read.
  package var isEmpty: Bool { numbers.isEmpty }

  /// Takes memory, of zeros, where there is none.
  package mutating func allocate() {
    if isEmpty { numbers = Array(repeating: 0, count: width * (width + 1)) }
  }

  /// Sᵢⱼ.
  package subscript(row: Int, column: Int) -> Double {
    numbers[min(row, column) + (max(row, column) + 1) * width]
  }

  /// All of S, width × width.
  package var entries: [Double] {
    var entries = Array(repeating: 0.0, count: width * width)
    for column in 0..<width {
      for row in 0...column {
        entries[row + column * width] = self[row, column]
        entries[column + row * width] = self[row, column]
      }
    }
    return entries
  }

  /// S v, summed from the first column on.
  package func times(_ vector: [Double]) -> [Double] {
    (0..<width).map { row in
      var sum = 0.0
      for column in 0..<width { sum += self[row, column] * vector[column] }
      return sum
    }
  }

  /// S ← factor · S.
  package mutating func scale(by factor: Double) {
    guard !isEmpty else { return }
    let width = width
    numbers.withUnsafeMutableBufferPointer { numbers in
      for column in 0..<width {
        let start = (column + 1) * width
        for index in start...(start + column) { numbers[index] *= factor }
      }
    }
  }

  /// S ← S + Σ x xᵀ, by a routine that the number of rows alone decides.
  ///
  /// - Parameter rows: `count` vectors x of length width, one after the other.
  /// - Complexity: O(count · width²).
  package mutating func addSquares(_ rows: UnsafePointer<Double>, count: Int) {
    allocate()
    let width = width
    withUnsafeTemporaryAllocation(of: Double.self, capacity: rmtop_rank_update_numbers(width, count)) {
      work in
      numbers.withUnsafeMutableBufferPointer { numbers in
        guard let base = numbers.baseAddress else { return }
        rmtop_rank_update(base + width, width, width, rows, count, work.baseAddress)
      }
    }
  }

  /// Calls `body` with each column of S, down to its diagonal.
  package func forEachColumn(_ body: (UnsafeBufferPointer<Double>) -> Void) {
    numbers.withUnsafeBufferPointer { numbers in
      for column in 0..<width {
        let start = (column + 1) * width
        body(UnsafeBufferPointer(rebasing: numbers[start...(start + column)]))
      }
    }
  }
}

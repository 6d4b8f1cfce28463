/// An array of numbers with a shape, as it stands in a safetensors file; row-major (the last index runs fastest).
package struct Tensor: Equatable, Sendable {
  /// How the numbers are stored in the file; in memory they are doubles, which holds every one of both exactly.
  package enum Element: String, CaseIterable, Sendable {
    case float32 = "F32"
    case float64 = "F64"

    /// Bytes of one number.
    package var size: Int { self == .float32 ? 4 : 8 }
  }

  /// Lengths along each index; empty for a single number.
  package let shape: [Int]
  package let element: Element
  /// As many as the product of `shape`.
  package let values: [Double]

  /// - Parameters:
  ///   - shape: lengths ≥ 0.
  ///   - values: as many as the product of `shape`, row-major; for `float32` they are rounded to it.
  /// - Returns: `nil` where the number of values is not the product of the shape.
  package init?(shape: [Int], values: [Double], element: Element = .float64) {
    var count = 1
    for length in shape {
      let (product, overflows) = count.multipliedReportingOverflow(by: length)
      guard length >= 0, !overflows else { return nil }
      count = product
    }
    guard values.count == count else { return nil }
    self.shape = shape
    self.element = element
    self.values = element == .float32 ? values.map { Double(Float($0)) } : values
  }
}

extension Array where Element == Double {
  /// The median, without sorting all: the mean of the middle two of an even count, 0 of none.
  ///
  /// - Precondition: no NaN. The order of the elements is another afterwards.
  /// - Complexity: O(count) on average; a sort of what is left where the pivots are bad.
  mutating func takeMedian() -> Double {
    guard !isEmpty else { return 0 }
    let middle = count / 2
    let upper = select(middle)
    guard count % 2 == 0 else { return upper }
    // What stands before the selected one is not greater.
    let lower = self[..<middle].max() ?? upper
    return lower / 2 + upper / 2
  }

  /// The element that a sort would put at `place`; those before it are not greater, those behind it not less.
  private mutating func select(_ place: Int) -> Double {
    withUnsafeMutableBufferPointer { values in
      var low = 0
      var high = values.count - 1
      var rounds = 64
      while low < high {
        guard rounds > 0 else {
          values[low...high].sort()
          break
        }
        rounds -= 1
        let pivot = Self.middle(values[low], values[low + (high - low) / 2], values[high])
        var left = low
        var right = high
        while left <= right {
          while values[left] < pivot { left += 1 }
          while values[right] > pivot { right -= 1 }
          if left <= right {
            values.swapAt(left, right)
            left += 1
            right -= 1
          }
        }
        if place <= right {
          high = right
        } else if place >= left {
          low = left
        } else {
          break
        }
      }
      return values[place]
    }
  }

  private static func middle(_ first: Double, _ second: Double, _ third: Double) -> Double {
    Swift.max(Swift.min(first, second), Swift.min(Swift.max(first, second), third))
  }
}

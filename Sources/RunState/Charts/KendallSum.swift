/// Kendall's S of values in order: how many pairs rise, less how many fall.
///
/// - Complexity: O(values²).
func kendallSum(_ values: [Double]) -> Int {
  var sum = 0
  for (index, value) in values.enumerated() {
    for later in values[(index + 1)...] { sum += later > value ? 1 : later < value ? -1 : 0 }
  }
  return sum
}

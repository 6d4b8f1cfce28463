/// The name that a mistyped one was probably meant to be, for "did you mean …".
///
/// The distance is Damerau–Levenshtein's in its restricted form (optimal string alignment: insert, delete,
/// replace, swap of neighbours, none of them twice in one place), over Unicode scalars, with letter case set
/// aside. A name is near when at most a third of the longer word's scalars differ (at least one may).
///
/// - Parameters:
///   - name: What was written; longer than 64 scalars it is near nothing.
///   - candidates: What is accepted.
/// - Returns: The nearest candidate, the first of equally near ones; `nil` when none is near.
/// - Complexity: O(n·m) for each candidate.
package func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
  let longest = 64
  let word = Array(name.lowercased().unicodeScalars.prefix(longest + 1))
  guard !word.isEmpty, word.count <= longest else { return nil }
  var best: (name: String, distance: Int)?
  for candidate in candidates {
    let other = Array(candidate.lowercased().unicodeScalars.prefix(longest + 1))
    guard other.count <= longest else { continue }
    let limit = max(1, max(word.count, other.count) / 3)
    guard abs(word.count - other.count) <= limit else { continue }
    let distance = alignmentDistance(word, other)
    if distance <= limit, distance < max(word.count, other.count), distance < (best?.distance ?? .max) {
      best = (candidate, distance)
    }
  }
  return best?.name
}

/// Optimal string alignment distance by rows; three of them, because a swap looks two rows back.
private func alignmentDistance(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Int {
  var beforeLast = [Int](repeating: 0, count: other.count + 1)
  var last = Array(0...other.count)
  for (row, scalar) in one.enumerated() {
    var current = [row + 1]
    current.reserveCapacity(other.count + 1)
    for (column, otherScalar) in other.enumerated() {
      var cost = min(
        last[column + 1] + 1, current[column] + 1, last[column] + (scalar == otherScalar ? 0 : 1))
      if row > 0, column > 0, scalar == other[column - 1], one[row - 1] == otherScalar {
        cost = min(cost, beforeLast[column - 1] + 1)
      }
      current.append(cost)
    }
    beforeLast = last
    last = current
  }
  return last[other.count]
}

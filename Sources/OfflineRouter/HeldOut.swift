package import RunEvents

/// Sets pairs aside to validate on: whole groups, in an order keyed by the seed, until they hold the share; never all
/// groups, so that with one group nothing is set aside.
///
/// - Parameter share: 0…1, of the pairs.
/// - Returns: both parts in the order of `pairs`; a pair without a group is a group of its own.
/// - Complexity: O(pairs).
package func heldOut(
  _ pairs: [JudgedPair], share: Double, seed: UInt64
) -> (learned: [JudgedPair], kept: [JudgedPair]) {
  var numbers = GroupNumbers()
  let groups = pairs.map { numbers.number(of: $0.group) }
  var sizes = Array(repeating: 0, count: numbers.count)
  for group in groups { sizes[group] += 1 }
  let kept = heldOutGroups(sizes: sizes, share: share, seed: seed)
  return (
    zip(pairs, groups).filter { !kept.contains($0.1) }.map(\.0),
    zip(pairs, groups).filter { kept.contains($0.1) }.map(\.0)
  )
}

/// The groups to set aside, of these numbers of pairs.
func heldOutGroups(sizes: [Int], share: Double, seed: UInt64) -> Set<Int> {
  guard share > 0 else { return [] }
  let wanted = Double(sizes.reduce(0, +)) * share
  var stream = KeyedStream(seed: seed, purpose: "held-out")
  var kept: Set<Int> = []
  var count = 0
  for group in stream.permutation(sizes.count) {
    guard Double(count) < wanted, kept.count + 1 < sizes.count else { break }
    kept.insert(group)
    count += sizes[group]
  }
  return kept
}

/// Which fold of a cross-validation every pair is in; never across a group.
///
/// Tested by `FoldsTests`.
struct Folds: Equatable {
  /// Most folds.
  static let limit = 10

  /// By pair.
  let places: [Int]
  /// F = min(10, groups).
  let count: Int

  /// Groups in order of first appearance, shuffled by the seed; place p goes to fold p mod F.
  ///
  /// - Complexity: O(pairs).
  init(groups: [Int], groupCount: Int, seed: UInt64) {
    count = min(Self.limit, groupCount)
    var stream = KeyedStream(seed: seed, purpose: "folds")
    var foldOfGroup = Array(repeating: 0, count: groupCount)
    for (index, group) in stream.permutation(groupCount).enumerated() { foldOfGroup[group] = index % count }
    places = groups.map { foldOfGroup[$0] }
  }

  init(places: [Int], count: Int) {
    self.places = places
    self.count = count
  }

  /// The pairs of every fold, ascending.
  var members: [[Int]] {
    var members: [[Int]] = Array(repeating: [], count: count)
    for (pair, fold) in places.enumerated() { members[fold].append(pair) }
    return members
  }
}

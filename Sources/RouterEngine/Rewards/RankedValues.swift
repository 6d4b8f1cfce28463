/// A sorted multiset of numbers that answers by rank: a counted B+tree.
///
/// Inserting, removing and selecting are O(log n) each: leaves of at most 256 values, inner nodes of at most 64
/// children, each child with the number of values below it. All nodes of a kind lie in one array, so that a copy is
/// a few arrays, copied when one of the copies changes.
///
/// Invariant: `lows[j]`, for j > 0, lies between every value of child j − 1 and every value of child j. Equal values
/// may stand on both sides of it, which is why removal goes by rank and never by value.
///
/// Memory: a node less than a quarter full is merged with a neighbour where both fit, so nodes stay proportional to
/// values under any order of arrival and expiry.
///
/// Tested by `RankedValuesTests` against a sorted array.
struct RankedValues: Equatable, Codable, Sendable {
  static let leafCapacity = 256
  static let fanout = 64

  /// Number of values.
  private(set) var count = 0

  var leafValues: [Double] = Array(repeating: 0, count: leafCapacity)
  var leafCounts: [Int] = [0]
  var freeLeaves: [Int] = []
  var children: [Int] = []
  var sizes: [Int] = []
  var lows: [Double] = []
  var innerCounts: [Int] = []
  var freeInners: [Int] = []
  var root = 0
  /// Levels of inner nodes above the leaves.
  var height = 0

  init() {}

  /// Adds a value; no NaN.
  mutating func insert(_ value: Double) {
    if isFull(root, height: height) {
      let old = root
      root = makeInner()
      let base = root * Self.fanout
      innerCounts[root] = 1
      children[base] = old
      sizes[base] = count
      lows[base] = -.infinity
      height += 1
      splitChild(of: root, at: 0, height: height - 1)
    }
    count += 1
    var node = root
    var level = height
    while level > 0 {
      var offset = child(of: node, below: value, inclusive: true)
      let entry = node * Self.fanout
      if isFull(children[entry + offset], height: level - 1) {
        splitChild(of: node, at: offset, height: level - 1)
        if lows[entry + offset + 1] <= value { offset += 1 }
      }
      sizes[entry + offset] += 1
      node = children[entry + offset]
      level -= 1
    }
    let base = node * Self.leafCapacity
    let end = base + leafCounts[node]
    let offset = lowerBound(value, in: base..<end)
    leafValues.withUnsafeMutableBufferPointer { values in
      var index = end
      while index > offset {
        values[index] = values[index - 1]
        index -= 1
      }
      values[offset] = value
    }
    leafCounts[node] += 1
  }

  /// Removes one occurrence of a value; nothing where there is none.
  mutating func remove(_ value: Double) {
    let rank = rank(of: value)
    guard rank < count, self[rank] == value else { return }
    remove(rank: rank, node: root, height: height)
    count -= 1
    while height > 0, innerCounts[root] == 1 {
      let old = root
      root = children[old * Self.fanout]
      innerCounts[old] = 0
      freeInners.append(old)
      height -= 1
    }
  }

  /// The value of a rank in 0..<count, from the least.
  subscript(rank: Int) -> Double {
    var rank = rank
    var node = root
    for _ in 0..<height {
      let offset = child(of: node, holding: &rank)
      node = children[node * Self.fanout + offset]
    }
    return leafValues[node * Self.leafCapacity + rank]
  }

  /// How many values are less than this one.
  func rank(of value: Double) -> Int {
    var rank = 0
    var node = root
    for _ in 0..<height {
      let offset = child(of: node, below: value, inclusive: false)
      let base = node * Self.fanout
      for index in base..<(base + offset) { rank += sizes[index] }
      node = children[base + offset]
    }
    let base = node * Self.leafCapacity
    return rank + lowerBound(value, in: base..<(base + leafCounts[node])) - base
  }

  /// The quantile at position (n − 1)q, by linear interpolation between the two values beside it; NaN when empty.
  ///
  /// - Parameter q: in [0, 1]; outside it counts as the nearer end.
  /// - Complexity: O(log count).
  ///
  /// Source: Hyndman & Fan, *Sample Quantiles in Statistical Packages* (1996), definition 7: numpy's default.
  func quantile(_ q: Double) -> Double {
    guard count > 0 else { return .nan }
    let position = Double(count - 1) * min(max(q, 0), 1)
    let below = Int(position)
    let value = self[below]
    let part = position - Double(below)
    guard part > 0, below + 1 < count else { return value }
    let step = self[below + 1] - value
    // Of numbers so far apart that their difference is beyond the greatest one.
    guard step.isFinite else { return value * (1 - part) + self[below + 1] * part }
    return value + step * part
  }
}

extension RankedValues {
  /// The last child whose low is less than the value (or equal to it, where `inclusive`), else the first.
  func child(of node: Int, below value: Double, inclusive: Bool) -> Int {
    let base = node * Self.fanout
    var low = 0
    var high = innerCounts[node] - 1
    while low < high {
      let middle = (low + high + 1) / 2
      let limit = lows[base + middle]
      if limit < value || (inclusive && limit == value) { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// The child that holds a rank, which becomes the rank within it.
  func child(of node: Int, holding rank: inout Int) -> Int {
    let base = node * Self.fanout
    var offset = 0
    while offset + 1 < innerCounts[node], rank >= sizes[base + offset] {
      rank -= sizes[base + offset]
      offset += 1
    }
    return offset
  }

  /// The first place in a leaf's values that is not less than the value.
  func lowerBound(_ value: Double, in range: Range<Int>) -> Int {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high {
      let middle = (low + high) / 2
      if leafValues[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

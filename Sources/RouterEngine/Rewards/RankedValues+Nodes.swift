extension RankedValues {
  func isFull(_ node: Int, height: Int) -> Bool {
    height == 0 ? leafCounts[node] == Self.leafCapacity : innerCounts[node] == Self.fanout
  }

  private mutating func makeLeaf() -> Int {
    if let free = freeLeaves.popLast() { return free }
    leafValues.append(contentsOf: repeatElement(0, count: Self.leafCapacity))
    leafCounts.append(0)
    return leafCounts.count - 1
  }

  mutating func makeInner() -> Int {
    if let free = freeInners.popLast() { return free }
    children.append(contentsOf: repeatElement(0, count: Self.fanout))
    sizes.append(contentsOf: repeatElement(0, count: Self.fanout))
    lows.append(contentsOf: repeatElement(0, count: Self.fanout))
    innerCounts.append(0)
    return innerCounts.count - 1
  }

  /// Moves the upper half of a full child into a new one beside it; the parent has room.
  ///
  /// - Parameter height: of the child.
  mutating func splitChild(of node: Int, at offset: Int, height: Int) {
    let base = node * Self.fanout
    let left = children[base + offset]
    let right = height == 0 ? makeLeaf() : makeInner()
    let (low, moved) = height == 0 ? splitLeaf(left, into: right) : splitInner(left, into: right)
    var index = base + innerCounts[node]
    while index > base + offset + 1 {
      copyEntry(from: index - 1, to: index)
      index -= 1
    }
    children[index] = right
    lows[index] = low
    sizes[index] = moved
    sizes[base + offset] -= moved
    innerCounts[node] += 1
  }

  private mutating func splitLeaf(_ left: Int, into right: Int) -> (low: Double, moved: Int) {
    let half = Self.leafCapacity / 2
    let from = left * Self.leafCapacity + half
    let to = right * Self.leafCapacity
    for index in 0..<half { leafValues[to + index] = leafValues[from + index] }
    leafCounts[left] = half
    leafCounts[right] = half
    return (leafValues[to], half)
  }

  private mutating func splitInner(_ left: Int, into right: Int) -> (low: Double, moved: Int) {
    let half = Self.fanout / 2
    let from = left * Self.fanout + half
    let to = right * Self.fanout
    var moved = 0
    for index in 0..<half {
      copyEntry(from: from + index, to: to + index)
      moved += sizes[to + index]
    }
    innerCounts[left] = half
    innerCounts[right] = half
    return (lows[to], moved)
  }

  private mutating func copyEntry(from: Int, to: Int) {
    children[to] = children[from]
    sizes[to] = sizes[from]
    lows[to] = lows[from]
  }

  /// Removes the value of a rank below a node, and merges what has become small.
  mutating func remove(rank: Int, node: Int, height: Int) {
    guard height > 0 else {
      let base = node * Self.leafCapacity
      let last = base + leafCounts[node] - 1
      leafValues.withUnsafeMutableBufferPointer { values in
        for index in (base + rank)..<last { values[index] = values[index + 1] }
      }
      leafCounts[node] -= 1
      return
    }
    var rank = rank
    let offset = child(of: node, holding: &rank)
    let base = node * Self.fanout
    sizes[base + offset] -= 1
    remove(rank: rank, node: children[base + offset], height: height - 1)
    mergeChild(of: node, at: offset, height: height - 1)
  }

  /// Merges a child that is less than a quarter full with a neighbour, where both together fill at most three
  /// quarters, so that neither splits again at once.
  private mutating func mergeChild(of node: Int, at offset: Int, height: Int) {
    let capacity = height == 0 ? Self.leafCapacity : Self.fanout
    let base = node * Self.fanout
    guard fill(children[base + offset], height) < capacity / 4 else { return }
    for left in [offset, offset - 1] where left >= 0 && left + 1 < innerCounts[node] {
      let one = children[base + left]
      let other = children[base + left + 1]
      guard fill(one, height) + fill(other, height) <= capacity / 4 * 3 else { continue }
      // An inner node's first low is never looked at, and may be out of date: its place in the parent has the bound.
      if height > 0, innerCounts[other] > 0 { lows[other * Self.fanout] = lows[base + left + 1] }
      append(other, to: one, height)
      sizes[base + left] += sizes[base + left + 1]
      for index in (base + left + 1)..<(base + innerCounts[node] - 1) {
        copyEntry(from: index + 1, to: index)
      }
      innerCounts[node] -= 1
      return
    }
  }

  private func fill(_ node: Int, _ height: Int) -> Int { height == 0 ? leafCounts[node] : innerCounts[node] }

  /// Moves everything of one node behind what another has, and frees it.
  private mutating func append(_ other: Int, to one: Int, _ height: Int) {
    if height == 0 {
      let from = other * Self.leafCapacity
      let to = one * Self.leafCapacity + leafCounts[one]
      for index in 0..<leafCounts[other] { leafValues[to + index] = leafValues[from + index] }
      leafCounts[one] += leafCounts[other]
      leafCounts[other] = 0
      freeLeaves.append(other)
    } else {
      let from = other * Self.fanout
      let to = one * Self.fanout + innerCounts[one]
      for index in 0..<innerCounts[other] { copyEntry(from: from + index, to: to + index) }
      innerCounts[one] += innerCounts[other]
      innerCounts[other] = 0
      freeInners.append(other)
    }
  }
}

extension IdentifierMemory {
  /// Where an id lies. O(1).
  func find(_ hash: IdentifierHash) -> Slot? {
    guard !table.isEmpty else { return nil }
    let mask = table.count - 1
    var cell = Int(truncatingIfNeeded: hash.low) & mask
    while table[cell] != 0 {
      let slot = Slot(code: table[cell] - 1)
      if self[slot].hash == hash { return slot }
      cell = (cell + 1) & mask
    }
    return nil
  }

  /// Remembers a pair that waits for its decision; the id must be unknown.
  mutating func insertPair(_ entry: Entry) {
    _ = insert(entry, isPair: true)
  }

  /// Remembers a decision, whose pair may be waiting at `slot`.
  ///
  /// - Returns: the decision that had to be forgotten for it, if it was still without feedback.
  mutating func insertDecision(_ entry: Entry, replacing slot: Slot?) -> Entry? {
    if let slot {
      removeFromTable(slot)
      self[slot].flags.insert(.forgotten)
    }
    guard let old = insert(entry, isPair: false), !old.flags.contains(.hasFeedback) else { return nil }
    return old
  }

  /// - Returns: the oldest entry of the same kind, if it had to go.
  private mutating func insert(_ entry: Entry, isPair: Bool) -> Entry? {
    growIfNeeded()
    var replaced: Entry?
    let index: Int
    if isPair {
      (index, replaced) = nextIndex(in: pairs, isPair: true)
      Self.put(entry, at: index, in: &pairs)
    } else {
      (index, replaced) = nextIndex(in: decisions, isPair: false)
      Self.put(entry, at: index, in: &decisions)
    }
    addToTable(Slot(index: index, isPair: isPair), hash: entry.hash)
    return replaced
  }

  private mutating func nextIndex(in ring: Ring, isPair: Bool) -> (index: Int, replaced: Entry?) {
    guard ring.entries.count >= Self.capacity else { return (ring.entries.count, nil) }
    let old = ring.entries[ring.oldest]
    if old.flags.contains(.forgotten) { return (ring.oldest, nil) }
    removeFromTable(Slot(index: ring.oldest, isPair: isPair))
    return (ring.oldest, old)
  }

  private static func put(_ entry: Entry, at index: Int, in ring: inout Ring) {
    if index == ring.entries.count {
      ring.entries.append(entry)
    } else {
      ring.entries[index] = entry
      ring.oldest = (ring.oldest + 1) % capacity
    }
  }

  private mutating func growIfNeeded() {
    guard (liveCount + 1) * 2 > table.count else { return }
    let old = table
    table = [UInt32](repeating: 0, count: max(64, old.count * 2))
    liveCount = 0
    for code in old where code != 0 {
      let slot = Slot(code: code - 1)
      addToTable(slot, hash: self[slot].hash)
    }
  }

  private mutating func addToTable(_ slot: Slot, hash: IdentifierHash) {
    let mask = table.count - 1
    var cell = Int(truncatingIfNeeded: hash.low) & mask
    while table[cell] != 0 { cell = (cell + 1) & mask }
    table[cell] = slot.code + 1
    liveCount += 1
  }

  /// Takes a slot out and moves what was pushed behind it back, so that no gap breaks a probe.
  private mutating func removeFromTable(_ slot: Slot) {
    let mask = table.count - 1
    var cell = Int(truncatingIfNeeded: self[slot].hash.low) & mask
    while table[cell] != slot.code + 1 {
      if table[cell] == 0 { return }
      cell = (cell + 1) & mask
    }
    liveCount -= 1
    var gap = cell
    var next = (gap + 1) & mask
    while table[next] != 0 {
      let home = Int(truncatingIfNeeded: self[Slot(code: table[next] - 1)].hash.low) & mask
      if (next - home) & mask >= (next - gap) & mask {
        table[gap] = table[next]
        gap = next
      }
      next = (next + 1) & mask
    }
    table[gap] = 0
  }
}

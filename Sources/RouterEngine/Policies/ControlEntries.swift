/// The pins and bans in effect, found by slot, by reward model and by end: however many there are, a control and a step
/// cost what they change.
struct ControlEntries: Equatable, Codable, Sendable {
  typealias Entry = AllowedSet.Entry
  typealias Slot = AllowedSet.Slot

  private var bySlot: [Slot: Entry] = [:]
  private var slotsByArm: [Int: Set<Slot>] = [:]
  /// By arm, how many of its bans have a scope; none with 0.
  private var scopedBans: [Int: Int] = [:]
  /// By the step before which they are in effect.
  private var slotsByEnd: [Int: Set<Slot>] = [:]
  /// The keys of `slotsByEnd`, ascending.
  private var ends: [Int] = []
  /// Those whose steps count from the first step that comes.
  private var waiting: Set<Slot> = []

  init() {}

  var isEmpty: Bool { bySlot.isEmpty }

  /// All, in no order.
  var all: some Collection<Entry> { bySlot.values }

  /// In the order of their controls.
  ///
  /// - Complexity: O(n log n).
  var inOrder: [Entry] { bySlot.values.sorted { $0.order < $1.order } }

  subscript(slot: Slot) -> Entry? { bySlot[slot] }

  func contains(_ slot: Slot) -> Bool { bySlot[slot] != nil }

  /// The entries of an arm, in no order.
  func entries(of arm: Int) -> [Entry] { slotsByArm[arm, default: []].compactMap { bySlot[$0] } }

  /// Whether an arm is banned in some category.
  func hasScopedBan(_ arm: Int) -> Bool { scopedBans[arm] != nil }

  /// Fills or empties a slot.
  ///
  /// - Complexity: O(1); O(different ends) where the end is one that no other has.
  mutating func put(_ entry: Entry?, at slot: Slot) {
    if let before = bySlot[slot] { unlist(before, at: slot) }
    bySlot[slot] = entry
    if let entry { list(entry, at: slot) }
  }

  mutating func removeAll(of arm: Int) {
    for slot in slotsByArm[arm, default: []] { put(nil, at: slot) }
  }

  /// Takes out what is over at a step, in the order of their controls.
  ///
  /// - Complexity: O(1) where nothing is.
  mutating func removeEnded(at step: Int) -> [Entry] {
    let over = ends.prefix { $0 <= step }
    guard !over.isEmpty else { return [] }
    let slots = over.flatMap { slotsByEnd[$0, default: []] }
    let ended = slots.compactMap { bySlot[$0] }
    for slot in slots { put(nil, at: slot) }
    return ended.sorted { $0.order < $1.order }
  }

  /// Gives those that wait for a step the end that it makes.
  mutating func startWaiting(_ end: (_ steps: Int) -> AllowedSet.Expiry) {
    guard !waiting.isEmpty else { return }
    for slot in waiting {
      guard var entry = bySlot[slot], case .awaitingStep(let steps) = entry.expiry else { continue }
      entry.expiry = end(steps)
      put(entry, at: slot)
    }
  }

  private mutating func list(_ entry: Entry, at slot: Slot) {
    slotsByArm[entry.arm, default: []].insert(slot)
    if slot.isScopedBan { scopedBans[entry.arm, default: 0] += 1 }
    switch entry.expiry {
    case .never: break
    case .awaitingStep: waiting.insert(slot)
    case .before(let end):
      if slotsByEnd[end, default: []].isEmpty { ends.insert(end, at: position(of: end)) }
      slotsByEnd[end, default: []].insert(slot)
    }
  }

  private mutating func unlist(_ entry: Entry, at slot: Slot) {
    slotsByArm[entry.arm]?.remove(slot)
    if slotsByArm[entry.arm]?.isEmpty == true { slotsByArm[entry.arm] = nil }
    if slot.isScopedBan, let count = scopedBans[entry.arm] {
      scopedBans[entry.arm] = count > 1 ? count - 1 : nil
    }
    waiting.remove(slot)
    guard case .before(let end) = entry.expiry else { return }
    slotsByEnd[end]?.remove(slot)
    if slotsByEnd[end]?.isEmpty == true {
      slotsByEnd[end] = nil
      ends.remove(at: position(of: end))
    }
  }

  /// Where an end stands, or would stand, among all.
  private func position(of end: Int) -> Int {
    var (low, high) = (0, ends.count)
    while low < high {
      let middle = (low + high) / 2
      if ends[middle] < end { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension AllowedSet.Slot {
  var isPin: Bool {
    if case .pin = self { true } else { false }
  }

  var isScopedBan: Bool { !isPin && category != nil }
}

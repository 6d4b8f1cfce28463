/// The pins and bans in effect, found by place, by reward model and by end: however many there are, a control and a step
/// cost what they change.
struct ControlEntries: Equatable, Sendable {
  typealias Entry = AllowedSet.Entry
  typealias Place = AllowedSet.Place

  private var byPlace: [Place: Entry] = [:]
  private var placesByArm: [Int: Set<Place>] = [:]
  /// By arm, how many of its bans have a scope; none with 0.
  private var scopedBans: [Int: Int] = [:]
  /// By the step before which they are in effect.
  private var placesByEnd: [Int: Set<Place>] = [:]
  /// The keys of `placesByEnd`, ascending.
  private var ends: [Int] = []
  /// Those whose steps count from the first step that comes.
  private var waiting: Set<Place> = []

  init() {}

  var isEmpty: Bool { byPlace.isEmpty }

  /// All, in no order.
  var all: some Collection<Entry> { byPlace.values }

  /// In the order of their controls.
  ///
  /// - Complexity: O(n log n).
  var inOrder: [Entry] { byPlace.values.sorted { $0.order < $1.order } }

  subscript(place: Place) -> Entry? { byPlace[place] }

  func contains(_ place: Place) -> Bool { byPlace[place] != nil }

  /// The entries of an arm, in no order.
  func entries(of arm: Int) -> [Entry] { placesByArm[arm, default: []].compactMap { byPlace[$0] } }

  /// Whether an arm is banned in some category.
  func hasScopedBan(_ arm: Int) -> Bool { scopedBans[arm] != nil }

  /// Fills or empties a place.
  ///
  /// - Complexity: O(1); O(different ends) where the end is one that no other has.
  mutating func put(_ entry: Entry?, at place: Place) {
    if let before = byPlace[place] { unlist(before, at: place) }
    byPlace[place] = entry
    if let entry { list(entry, at: place) }
  }

  mutating func removeAll(of arm: Int) {
    for place in placesByArm[arm, default: []] { put(nil, at: place) }
  }

  /// Takes out what is over at a step, in the order of their controls.
  ///
  /// - Complexity: O(1) where nothing is.
  mutating func removeEnded(at step: Int) -> [Entry] {
    let over = ends.prefix { $0 <= step }
    guard !over.isEmpty else { return [] }
    let places = over.flatMap { placesByEnd[$0, default: []] }
    let ended = places.compactMap { byPlace[$0] }
    for place in places { put(nil, at: place) }
    return ended.sorted { $0.order < $1.order }
  }

  /// Gives those that wait for a step the end that it makes.
  mutating func startWaiting(_ end: (_ steps: Int) -> AllowedSet.Expiry) {
    guard !waiting.isEmpty else { return }
    for place in waiting {
      guard var entry = byPlace[place], case .awaitingStep(let steps) = entry.expiry else { continue }
      entry.expiry = end(steps)
      put(entry, at: place)
    }
  }

  private mutating func list(_ entry: Entry, at place: Place) {
    placesByArm[entry.arm, default: []].insert(place)
    if place.isScopedBan { scopedBans[entry.arm, default: 0] += 1 }
    switch entry.expiry {
    case .never: break
    case .awaitingStep: waiting.insert(place)
    case .before(let end):
      if placesByEnd[end, default: []].isEmpty { ends.insert(end, at: position(of: end)) }
      placesByEnd[end, default: []].insert(place)
    }
  }

  private mutating func unlist(_ entry: Entry, at place: Place) {
    placesByArm[entry.arm]?.remove(place)
    if placesByArm[entry.arm]?.isEmpty == true { placesByArm[entry.arm] = nil }
    if place.isScopedBan, let count = scopedBans[entry.arm] {
      scopedBans[entry.arm] = count > 1 ? count - 1 : nil
    }
    waiting.remove(place)
    guard case .before(let end) = entry.expiry else { return }
    placesByEnd[end]?.remove(place)
    if placesByEnd[end]?.isEmpty == true {
      placesByEnd[end] = nil
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

extension AllowedSet.Place {
  var isPin: Bool {
    if case .pin = self { true } else { false }
  }

  var isScopedBan: Bool { !isPin && category != nil }
}

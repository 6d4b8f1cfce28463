@testable import RouterEngine

/// The rules of pins and bans by the plainest means: one array of what is in effect, searched from end to end.
struct NaiveAllowedSet {
  struct Entry {
    var isPin: Bool
    var arm: Int
    var category: String?
    var sequence: String
    var end: Int?
    /// Steps from the first that comes.
    var waits: Int?
    var order: Int
  }

  struct Deed {
    var sequence: String
    var isPin: Bool
    var arm: Int
    var category: String?
    var before: Entry?
  }

  var presence: [Bool]
  var entries: [Entry] = []
  var deeds: [Deed] = []
  var orders = 0

  init(count: Int) { presence = Array(repeating: true, count: count) }

  /// A pin's place is its scope, a ban's its scope and arm.
  private func index(_ isPin: Bool, _ arm: Int, _ category: String?) -> Int? {
    entries.firstIndex { $0.isPin == isPin && $0.category == category && (isPin || $0.arm == arm) }
  }

  func isBanned(_ arm: Int, _ category: String?) -> Bool {
    entries.contains { !$0.isPin && $0.arm == arm && ($0.category == nil || $0.category == category) }
  }

  func allowed(_ category: String?) -> [Int] {
    for scope in category == nil ? [nil] : [category, nil] {
      if let place = index(true, 0, scope), presence[entries[place].arm],
        !isBanned(entries[place].arm, category)
      {
        return [entries[place].arm]
      }
    }
    return free(category)
  }

  private func free(_ category: String?) -> [Int] {
    presence.indices.filter { presence[$0] && !isBanned($0, category) }
  }

  mutating func apply(_ request: ControlRequest, categories: [String], step: Int?) throws(ControlRefusal) {
    var (isPin, arm, category) = ([.pin, .unpin].contains(request.verb), request.arm ?? 0, request.category)
    var after: Entry?
    if let undone = request.undoes {
      guard let deed = deeds.last(where: { $0.sequence == undone }) else { throw .nothingToUndo(undone) }
      (isPin, arm, category, after) = (deed.isPin, deed.arm, deed.category, deed.before)
      if let end = after?.end, let step, step >= end { after = nil }
      if let arm = after?.arm, !presence[arm] { throw .unknownRewardModel(arm) }
    } else {
      if let arm = request.arm, !(presence.indices.contains(arm) && presence[arm]) {
        throw .unknownRewardModel(arm)
      }
      if request.arm == nil, request.verb != .unpin { throw .unknownRewardModel(nil) }
      switch request.verb {
      case .pin, .ban:
        if let steps = request.steps, steps < 1 { throw .stepsOutOfRange(steps) }
        after = Entry(
          isPin: isPin, arm: arm, category: category, sequence: request.sequence,
          end: step.flatMap { step in request.steps.map { step + $0 } },
          waits: step == nil ? request.steps : nil,
          order: orders)
      case .unban:
        if index(false, arm, category) == nil { throw .notBanned(arm: arm, category: category) }
      case .unpin:
        guard let place = index(true, 0, category), request.arm == nil || request.arm == entries[place].arm
        else {
          throw .notPinned(arm: request.arm, category: category)
        }
      }
    }
    let before = index(isPin, arm, category)
    var changed = self
    if let before { changed.entries.remove(at: before) }
    if let after { changed.entries.append(after) }
    changed.entries.sort { $0.order < $1.order }
    if let after, !after.isPin {
      let scopes: [String?] =
        after.category == nil ? [nil] + categories + entries.compactMap(\.category) : [category]
      for scope in scopes where changed.free(scope).isEmpty { throw .leavesNothing(category: scope) }
    }
    changed.deeds.append(
      Deed(
        sequence: request.sequence, isPin: isPin, arm: arm, category: category,
        before: before.map { entries[$0] }))
    changed.orders += 1
    self = changed
  }

  mutating func expire(at step: Int) -> [String] {
    let ended = entries.filter { $0.end.map { step >= $0 } ?? false }.map(\.sequence)
    entries.removeAll { $0.end.map { step >= $0 } ?? false }
    for place in entries.indices {
      if let steps = entries[place].waits { (entries[place].end, entries[place].waits) = (step + steps, nil) }
    }
    return ended
  }

  mutating func remove(_ arm: Int) {
    presence[arm] = false
    entries.removeAll { $0.arm == arm }
  }
}

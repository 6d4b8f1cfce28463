extension AllowedSet {
  /// Why a control would not be taken; `nil` if it would.
  ///
  /// - Parameters:
  ///   - categories: those known; scopes of bans count as known too, and so do categories not yet seen.
  ///   - step: from which `steps` count; `nil` where no step has come yet: they count from the first that comes.
  package func refusal(of request: ControlRequest, categories: [String], step: Int?) -> ControlRefusal? {
    var copy = self
    do throws(ControlRefusal) {
      try copy.apply(request, categories: categories, step: step)
      return nil
    } catch {
      return error
    }
  }

  /// Obeys a control.
  ///
  /// Pinning or banning again renews the expiry. Removing what is not there is refused. A repeated `seq` is for the
  /// caller to leave out.
  ///
  /// - Throws: why it is not taken; nothing has changed then.
  /// - Complexity: O(arms) whatever the number of pins and bans; O(arms · (categories + bans)) for a global ban where
  ///   every other reward model has a ban in some category.
  package mutating func apply(
    _ request: ControlRequest, categories: [String], step: Int?
  ) throws(ControlRefusal) {
    if let undone = request.undoes {
      try undo(undone, by: request.sequence, categories: categories, step: step)
      return
    }
    if let arm = request.arm, !isPresent(arm) { throw .unknownRewardModel(arm) }
    let slot: Slot
    var after: Entry?
    switch (request.verb, request.arm) {
    case (.pin, let arm?):
      slot = .pin(category: request.category)
      after = try entry(slot, arm, request, step)
    case (.ban, let arm?):
      slot = .ban(arm: arm, category: request.category)
      after = try entry(slot, arm, request, step)
    case (.unban, let arm?):
      slot = .ban(arm: arm, category: request.category)
      guard entry(at: slot) != nil else { throw .notBanned(arm: arm, category: request.category) }
    case (.unpin, let arm):
      slot = .pin(category: request.category)
      guard let pinned = entry(at: slot)?.arm, arm == nil || arm == pinned else {
        throw .notPinned(arm: arm, category: request.category)
      }
    case (_, nil):
      throw .unknownRewardModel(nil)
    }
    try replace(slot, with: after, by: request.sequence, categories: categories)
  }

  private func entry(
    _ slot: Slot, _ arm: Int, _ request: ControlRequest, _ step: Int?
  ) throws(ControlRefusal) -> Entry {
    var expiry = Expiry.never
    if let steps = request.steps {
      guard steps >= 1 else { throw .stepsOutOfRange(steps) }
      expiry = Self.expiry(steps: steps, from: step)
    }
    return Entry(slot: slot, arm: arm, sequence: request.sequence, expiry: expiry, order: orders)
  }

  static func expiry(steps: Int, from step: Int?) -> Expiry {
    guard let step else { return .awaitingStep(steps) }
    let (end, overflows) = step.addingReportingOverflow(steps)
    return overflows ? .never : .before(end)
  }

  /// Puts `after` into a slot and remembers what stood there.
  private mutating func replace(
    _ slot: Slot, with after: Entry?, by sequence: String, categories: [String]
  ) throws(ControlRefusal) {
    if let after, !slot.isPin, let category = emptied(by: after, categories: categories) {
      throw .leavesNothing(category: category.name)
    }
    deeds.append(Deed(sequence: sequence, slot: slot, before: entry(at: slot)))
    entries.put(after, at: slot)
    // Dropped in blocks, so that a long run does not move the array at every control.
    if deeds.count >= 2 * Self.deedLimit { deeds.removeFirst(Self.deedLimit) }
    orders += 1
  }

  /// Brings back what stood in a slot before a control, with the end that it had; nothing where that end has
  /// passed. What others changed there since is lost (the screen asks first). An undo can be undone like any control.
  private mutating func undo(
    _ undone: String, by sequence: String, categories: [String], step: Int?
  ) throws(ControlRefusal) {
    guard let deed = deeds.last(where: { $0.sequence == undone }) else { throw .nothingToUndo(undone) }
    var before = deed.before
    if case .before(let end) = before?.expiry, let step, step >= end { before = nil }
    if let arm = before?.arm, !isPresent(arm) { throw .unknownRewardModel(arm) }
    try replace(deed.slot, with: before, by: sequence, categories: categories)
  }

  /// A category's name, or that of those not yet seen.
  private struct Emptied {
    var name: String?
  }

  /// The first category that a new ban would leave with nothing: those not yet seen, then known ones.
  private func emptied(by ban: Entry, categories: [String]) -> Emptied? {
    if let scope = ban.slot.category {
      return isEmpty(category: scope, without: ban.arm) ? Emptied(name: scope) : nil
    }
    if isEmpty(category: nil, without: ban.arm) { return Emptied(name: nil) }
    let isSafe = presence.indices.contains {
      presence[$0] && $0 != ban.arm && !isBanned($0, category: nil) && !entries.hasScopedBan($0)
    }
    if isSafe { return nil }
    let scopes = entries.inOrder.compactMap(\.slot.category)
    return (categories + scopes).first { isEmpty(category: $0, without: ban.arm) }.map { Emptied(name: $0) }
  }

  private func isEmpty(category: String?, without arm: Int) -> Bool {
    !presence.indices.contains { presence[$0] && $0 != arm && !isBanned($0, category: category) }
  }
}

extension AllowedSet {
  /// Ends the pins and bans whose time is over at a step, and starts those that waited for a step.
  ///
  /// - Returns: the `seq` of the ones ended, in the order given.
  /// - Complexity: O(1) where none ends or starts.
  @discardableResult
  package mutating func expire(routingStep: Int) -> [String] {
    // What starts now ends at a later step, and is not looked at.
    let ended = entries.removeEnded(at: routingStep)
    entries.startWaiting { Self.expiry(steps: $0, from: routingStep) }
    return ended.map(\.sequence)
  }

  /// A new reward model, present, at the next index.
  package mutating func add() { presence.append(true) }

  /// Why an arm would not be removed: it is not there, or some category would be left with nothing.
  package func refusal(ofRemoving arm: Int, categories: [String]) -> ControlRefusal? {
    guard isPresent(arm) else { return .unknownRewardModel(arm) }
    var after = self
    after.remove(arm)
    if after.allowed(category: nil).isEmpty { return .leavesNothing(category: nil) }
    let known = categories + entries.inOrder.compactMap(\.slot.category)
    return known.first { after.allowed(category: $0).isEmpty }.map { .leavesNothing(category: $0) }
  }

  /// Takes an arm out, and its pins and bans with it. Without effect where it is absent.
  package mutating func remove(_ arm: Int) {
    guard isPresent(arm) else { return }
    presence[arm] = false
    entries.removeAll(of: arm)
  }
}

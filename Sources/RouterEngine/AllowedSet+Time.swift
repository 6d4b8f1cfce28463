extension AllowedSet {
  /// Ends the pins and bans whose time is over at a step, and starts those that waited for a step.
  ///
  /// - Returns: the `seq` of the ones ended, in the order given.
  /// - Complexity: O(pins + bans).
  @discardableResult
  public mutating func expire(routingStep: Int) -> [String] {
    var ended: [String] = []
    var isChanged = false
    for entry in entries {
      switch entry.expiry {
      case .never: continue
      case .before(let end):
        if routingStep >= end { ended.append(entry.sequence) }
      case .awaitingStep: isChanged = true
      }
    }
    if isChanged { startWaiting(at: routingStep) }
    if !ended.isEmpty {
      entries.removeAll { entry in
        if case .before(let end) = entry.expiry { routingStep >= end } else { false }
      }
    }
    return ended
  }

  private mutating func startWaiting(at step: Int) {
    for index in entries.indices {
      if case .awaitingStep(let steps) = entries[index].expiry {
        let (end, overflows) = step.addingReportingOverflow(steps)
        entries[index].expiry = overflows ? .never : .before(end)
      }
    }
  }

  /// A new reward model, present, at the next index.
  public mutating func add() { presence.append(true) }

  /// Why an arm would not be removed: it is not there, or some category would be left with nothing.
  public func refusal(ofRemoving arm: Int, categories: [String]) -> ControlRefusal? {
    guard isPresent(arm) else { return .unknownRewardModel(arm) }
    var after = self
    after.remove(arm)
    if after.allowed(category: nil).isEmpty { return .leavesNothing(category: nil) }
    let known = categories + entries.compactMap(\.place.category)
    return known.first { after.allowed(category: $0).isEmpty }.map { .leavesNothing(category: $0) }
  }

  /// Takes an arm out, and its pins and bans with it. Without effect where it is absent.
  public mutating func remove(_ arm: Int) {
    guard isPresent(arm) else { return }
    presence[arm] = false
    entries.removeAll { $0.arm == arm }
  }
}

extension AllowedSet {
  /// The arms that may be chosen for a category (`nil`: one without a name, or not yet seen), ascending.
  ///
  /// - Complexity: O(arms).
  package func allowed(category: String?) -> [Int] {
    if let pin = pin(category: category) { return [pin] }
    return presence.indices.filter { presence[$0] && !isBanned($0, category: category) }
  }

  /// The pin in effect for a category.
  package func pin(category: String?) -> Int? {
    if let category, let pin = effectivePin(of: category, in: category) { return pin }
    return effectivePin(of: nil, in: category)
  }

  /// The pin of a scope, unless its arm is absent or banned in the category.
  private func effectivePin(of scope: String?, in category: String?) -> Int? {
    guard let arm = entry(at: .pin(category: scope))?.arm else { return nil }
    return isPresent(arm) && !isBanned(arm, category: category) ? arm : nil
  }

  /// Whether an arm is banned globally or in the category.
  package func isBanned(_ arm: Int, category: String?) -> Bool {
    if entries.contains(.ban(arm: arm, category: nil)) { return true }
    return category != nil && entries.contains(.ban(arm: arm, category: category))
  }

  /// Whether an arm exists and was not removed.
  package func isPresent(_ arm: Int) -> Bool { presence.indices.contains(arm) && presence[arm] }

  func entry(at slot: Slot) -> Entry? { entries[slot] }

  /// A pin or a ban of one reward model, in effect.
  package struct Badge: Equatable, Sendable {
    package var isPin: Bool
    /// The scope; `nil` is global.
    package var category: String?
    /// The `seq` of its control.
    package var sequence: String
    let expiry: Expiry

    /// Steps that it still has at a step, at least 0; `nil` is without end.
    package func remainingSteps(from step: Int?) -> Int? {
      switch expiry {
      case .never: return nil
      case .awaitingStep(let steps): return steps
      case .before(let end):
        guard let step else { return nil }
        let (remaining, overflows) = end.subtractingReportingOverflow(step)
        return overflows ? nil : max(remaining, 0)
      }
    }
  }

  /// The pins and bans of an arm: global ones first, then by category in byte order; a scope's ban before its pin.
  package func badges(_ arm: Int) -> [Badge] {
    entries.entries(of: arm).sorted(by: Self.precedes).map { entry in
      Badge(
        isPin: entry.slot.isPin, category: entry.slot.category, sequence: entry.sequence,
        expiry: entry.expiry)
    }
  }

  /// Order of badges and of the digest: scope, then bans, then arm.
  static func precedes(_ left: Entry, _ right: Entry) -> Bool {
    switch (left.slot.category, right.slot.category) {
    case (nil, .some): return true
    case (.some, nil): return false
    case (.some(let one), .some(let other)) where one != other:
      return one.utf8.lexicographicallyPrecedes(other.utf8)
    default:
      if left.slot.isPin != right.slot.isPin { return right.slot.isPin }
      return left.arm < right.arm
    }
  }

  /// Canonical text of presence, pins and bans: equal exactly where the sets allow the same now and later.
  package var digestText: String {
    var text = "present " + presence.map { $0 ? "1" : "0" }.joined()
    for entry in entries.all.sorted(by: Self.precedes) {
      text += entry.slot.isPin ? "; pin " : "; ban "
      text += String(entry.arm)
      if let category = entry.slot.category { text += " in \(category.utf8.count):\(category)" }
      switch entry.expiry {
      case .never: break
      case .before(let step): text += " before \(step)"
      case .awaitingStep(let steps): text += " for \(steps)"
      }
    }
    return text
  }
}

extension Roster {
  /// The allowed set has changed: a tally begins with the ban of a reward model from all categories, and goes with it.
  mutating func followBan(of arm: Int, isBanned: Bool) {
    guard isBanned else {
      self[arm].sinceBan = nil
      return
    }
    if self[arm].sinceBan == nil { self[arm].sinceBan = BanTally() }
  }

  mutating func countSinceBans(_ chosen: Int) {
    for arm in indices where self[arm].sinceBan != nil {
      self[arm].sinceBan?.decisions += 1
      if arm == chosen { self[arm].sinceBan?.own += 1 }
    }
  }
}

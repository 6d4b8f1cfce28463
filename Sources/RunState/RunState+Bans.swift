import RunEvents

extension RunState {
  /// After a control that was obeyed: tallies begin with the ban of an RM from all categories, and go with it.
  ///
  /// - Complexity: O(pins + bans) for a ban of all categories, O(1) for one of a category; an undo looks at all RMs.
  mutating func followBans(after control: ControlEvent) {
    if control.undoes != nil {
      for arm in rewardModels.indices { followBan(of: arm) }
    } else if control.category == nil, control.verb == .ban || control.verb == .unban,
      let arm = control.rewardModel.flatMap({ memory.armByID[$0] })
    {
      followBan(of: arm)
    }
  }

  mutating func followBan(of arm: Int) {
    guard allowed.isBanned(arm, category: nil) else {
      rewardModels[arm].sinceBan = nil
      return
    }
    if rewardModels[arm].sinceBan == nil { rewardModels[arm].sinceBan = BanTally() }
  }

  /// A decision is one more of every RM that is banned.
  mutating func countSinceBans(_ chosen: Int) {
    for arm in rewardModels.indices where rewardModels[arm].sinceBan != nil {
      rewardModels[arm].sinceBan?.decisions += 1
      if arm == chosen { rewardModels[arm].sinceBan?.own += 1 }
    }
  }
}

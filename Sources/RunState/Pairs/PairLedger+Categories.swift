extension PairLedger {
  /// Index of a category, which gets its row when it is seen first.
  ///
  /// - Parameter arms: how many reward models a row has.
  /// - Returns: also the cap that it met, counted as `otherCategory`.
  mutating func index(ofCategory name: String, arms: Int) -> (index: Int, cap: Cap?) {
    if let index = categoryByName[name] { return (index, nil) }
    if name.utf8.count > Self.nameLimit { return (other(arms: arms), .longCategory) }
    guard categories.count < Self.categoryLimit else { return (other(arms: arms), .categories) }
    return (append(category: name, arms: arms), nil)
  }

  private mutating func other(arms: Int) -> Int {
    categoryByName[Self.otherCategory] ?? append(category: Self.otherCategory, arms: arms)
  }

  private mutating func append(category name: String, arms: Int) -> Int {
    categoryByName[name] = categories.count
    categories.append(CategoryState(name: name, arms: arms))
    return categories.count - 1
  }

  mutating func appendArm() {
    for index in categories.indices { categories[index].appendArm() }
  }

  mutating func count(decision arm: Int, category: Int?) {
    guard let category else { return }
    categories[category].decisions += 1
    categories[category].decisionsByArm[arm] += 1
    categories[category].recentDecisions.append(arm)
  }

  mutating func count(reward: Double, arm: Int, category: Int?) {
    recentRewards.append(reward, arm: arm)
    guard let category else { return }
    categories[category].rewardCountByArm[arm] += 1
    categories[category].rewardSumByArm[arm] += reward
    categories[category].recentRewards.append(reward, arm: arm)
  }
}

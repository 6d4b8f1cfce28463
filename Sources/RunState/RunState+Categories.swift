import RouterEngine
import RunEvents

extension RunState {
  /// The name under which categories beyond the 256th are counted together.
  public static let otherCategory = "(other)"

  /// Index of a category, which gets its row when it is seen first.
  mutating func categoryIndex(_ name: String?) -> Int? {
    guard let name else { return nil }
    if let index = memory.categoryByName[name] { return index }
    if name.utf8.count > FoldMemory.nameLimit {
      sayOnce(
        .longCategory,
        "a category's name is longer than \(FoldMemory.nameLimit) bytes: such ones are counted as "
          + Self.otherCategory)
      return otherIndex()
    }
    guard categories.count < FoldMemory.categoryLimit else {
      sayOnce(
        .categories,
        "more than \(FoldMemory.categoryLimit) categories: further ones are counted as \(Self.otherCategory)")
      return otherIndex()
    }
    return appendCategory(name)
  }

  private mutating func otherIndex() -> Int {
    memory.categoryByName[Self.otherCategory] ?? appendCategory(Self.otherCategory)
  }

  private mutating func appendCategory(_ name: String) -> Int {
    let index = categories.count
    memory.categoryByName[name] = index
    var category = CategoryState(name: name)
    for _ in rewardModels.indices { category.appendArm() }
    categories.append(category)
    memory.categoryProbes.append(
      ProbeSet(capacity: FoldMemory.categoryProbeCapacity, seed: settings.seed))
    return index
  }
}

extension CategoryState {
  mutating func appendArm() {
    decisionsByArm.append(0)
    rewardSumByArm.append(0)
    rewardCountByArm.append(0)
    if !bestProbabilityByArm.isEmpty { bestProbabilityByArm.append(0) }
  }
}

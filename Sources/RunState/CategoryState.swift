/// One category's row of the heat map.
public struct CategoryState: Sendable {
  public var name: String
  public var decisions = 0
  /// By arm.
  public var decisionsByArm: [Int] = []
  public var rewardSumByArm: [Double] = []
  public var rewardCountByArm: [Int] = []
  /// P(best) over the category's own probes, by arm; empty where posteriors are unavailable.
  public var bestProbabilityByArm: [Double] = []

  public init(name: String) { self.name = name }
}

/// Shares of selections over the run.
public struct ShareHistory: Sendable {
  /// By arm: share in [0, 1] of that point's decisions.
  public internal(set) var byArm: [Series] = []
  /// By arm: decisions since the last point, those of the present value of the routing step.
  public internal(set) var openDecisions: [Int] = []
  /// Sum of `openDecisions`.
  public internal(set) var openTotal = 0

  public init() {}
}

extension RunState {
  /// Counts the call that a decision made beside those that an ensemble of all RMs present would have made.
  mutating func countCalls(arm: Int) {
    var present = 0
    var costs = 0.0
    for model in rewardModels where model.isPresent {
      present += 1
      costs += model.info.cost ?? .nan
    }
    counts.ensembleCalls += present
    guard costs.isFinite, let cost = rewardModels[arm].info.cost else {
      counts.decisionsWithoutCost += 1
      return
    }
    counts.cost += cost
    counts.ensembleCost += costs
  }

  /// What routing cost beside an ensemble of all RMs.
  public var calls: CallFigures {
    let hasCosts = counts.decisions > 0 && counts.decisionsWithoutCost == 0
    return CallFigures(
      made: counts.decisions, ensemble: counts.ensembleCalls,
      cost: hasCosts && counts.cost.isFinite ? counts.cost : nil,
      ensembleCost: hasCosts && counts.ensembleCost.isFinite ? counts.ensembleCost : nil)
  }
}

/// Calls of RMs that the run made (one a decision), and those that asking every RM present would have taken.
public struct CallFigures: Equatable, Sendable {
  public var made: Int
  public var ensemble: Int
  /// In the unit of the `cost` of the `run` line; `nil` unless every RM that was present has one.
  public var cost: Double?
  public var ensembleCost: Double?

  public var saved: Int { max(0, ensemble - made) }
  /// In [0, 1]; `nil` before the first decision.
  public var savedShare: Double? { ensemble > 0 ? Double(saved) / Double(ensemble) : nil }
}

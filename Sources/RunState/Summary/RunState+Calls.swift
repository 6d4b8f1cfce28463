extension RunState {
  /// What routing cost beside an ensemble of all RMs.
  package var calls: CallFigures {
    let hasCosts = counts.decisions > 0 && counts.decisionsWithoutCost == 0
    return CallFigures(
      made: counts.decisions, ensemble: counts.ensembleCalls,
      cost: hasCosts && counts.cost.isFinite ? counts.cost : nil,
      ensembleCost: hasCosts && counts.ensembleCost.isFinite ? counts.ensembleCost : nil)
  }
}

/// Calls of RMs that the run made (one a decision), and those that asking every RM present would have taken.
package struct CallFigures: Equatable, Sendable {
  package var made: Int
  package var ensemble: Int
  /// In the unit of the `cost` of the `run` line; `nil` unless every RM that was present has one.
  package var cost: Double?
  package var ensembleCost: Double?

  package var saved: Int { max(0, ensemble - made) }
  /// In [0, 1]; `nil` before the first decision.
  package var savedShare: Double? { ensemble > 0 ? Double(saved) / Double(ensemble) : nil }
}

extension RunCounts {
  /// The call that a decision made, beside those that an ensemble of all RMs in the run would have made.
  ///
  /// - Parameters:
  ///   - cost: of the RM chosen.
  ///   - ensembleCost: of all; no number where one of them has none.
  mutating func addCall(cost: Double?, ensemble: Int, ensembleCost: Double) {
    ensembleCalls += ensemble
    guard ensembleCost.isFinite, let cost else {
      decisionsWithoutCost += 1
      return
    }
    self.cost += cost
    self.ensembleCost += ensembleCost
  }
}

/// One recorded decision with its reward, and what another policy would have done in its place.
package struct LoggedRound: Equatable, Sendable {
  /// x, without the intercept's 1.
  package var context: [Double]
  /// The arm that was chosen.
  package var arm: Int
  /// The probability with which it was chosen, in (0, 1].
  package var propensity: Double
  /// Arms that could have been chosen, ascending; all others had propensity 0.
  package var allowed: [Int]
  /// What came of it.
  package var reward: Double
  /// By arm: the probabilities with which the other policy would have chosen; sum 1.
  package var target: [Double]
  /// Rounds of one number depend on each other (rewards of one batch are normalised together); ascending.
  package var batch: Int

  package init(
    context: [Double], arm: Int, propensity: Double, allowed: [Int], reward: Double, target: [Double],
    batch: Int
  ) {
    self.context = context
    self.arm = arm
    self.propensity = propensity
    self.allowed = allowed
    self.reward = reward
    self.target = target
    self.batch = batch
  }

  /// π(a)/p: how many rounds of the other policy this one stands for.
  package var importanceWeight: Double { targetOfChosen / propensity }

  var targetOfChosen: Double { target.indices.contains(arm) ? target[arm] : 0 }

  /// Whether every other arm had propensity 0; a logged 1 may be a rounded one.
  package var isCertain: Bool { propensity >= 1 - 1e-9 }
}

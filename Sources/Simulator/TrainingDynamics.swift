/// How the simulated policy fares: it learns from right labels, forgets with wrong ones, and finds out how to
/// please a reward model that can be pleased.
struct TrainingDynamics: Sendable {
  /// How good the policy really is, about 0 … 1; evaluation shows it.
  private(set) var quality = 0.15
  /// How far the policy exploits the hacked reward model, 0 … 1; that one's rewards show it.
  private(set) var exploit = 0.0
  /// Distance from the reference policy, in nats.
  private(set) var divergence = 0.0

  /// One optimiser step: `rightShare` of its labels were right, `hackedShare` of them came from the hacked one.
  mutating func advance(rightShare: Double, hackedShare: Double) {
    let target = min(1, max(-0.3, (rightShare - 0.5) / 0.45))
    quality += 0.06 * (target - quality)
    exploit += 0.07 * hackedShare * (1 - exploit) - 0.02 * (1 - hackedShare) * exploit
    divergence += 0.02 * (7 + 9 * exploit - divergence)
  }

  /// Probability that a judge prefers the policy's answer to the reference's.
  var winRate: Double { 0.36 + 0.34 * quality }
}

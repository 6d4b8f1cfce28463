import RouterEngine

/// xᵀ M⁻¹ x over the probe set, kept as long as the probes stay: with a matrix each costs O(d²).
struct PriorForms: Sendable {
  private var contexts: [[Double]] = []
  /// By place of the probe: one for all arms where they share M, else one for each arm.
  private var forms: [[Double]] = []

  /// Brings the forms up to date with the probes and with the arms of the bank.
  ///
  /// - Complexity: O(probes) where nothing has changed: equal arrays that share their storage are compared at once.
  mutating func refresh(_ probes: [[Double]], bank: PosteriorBank) {
    let count = bank.sharesPrior ? min(bank.count, 1) : bank.count
    if forms.count > probes.count { self = PriorForms() }
    for (index, probe) in probes.enumerated() {
      if index == contexts.count {
        contexts.append(probe)
        forms.append([])
      } else if contexts[index] != probe {
        contexts[index] = probe
        forms[index] = []
      }
      while forms[index].count < count {
        forms[index].append(bank.priorForm(forms[index].count, context: probe))
      }
    }
  }

  func form(_ arm: Int, probe: Int) -> Double { forms[probe][min(arm, forms[probe].count - 1)] }
}

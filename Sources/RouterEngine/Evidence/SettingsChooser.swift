/// Chooses λ₀, σ², s and γ by their evidence, at closes 8, 16, 32, 64, …: for whoever routes, never for a replay.
///
/// Give it every close that the router's own bank has folded. What it chooses is to be logged as a `settings` event and
/// put in force by `PosteriorBank.changeSettings` at the same place of the order of events; the fold of the log does
/// the same when it meets the event, and so has the same bits.
///
/// *λ₀, σ², s*: the best point of `EvidenceGrid` on the statistics of the bank, those that are not to be chosen held
/// at their values. With γ < 1 a reward counts in them by its weight.
///
/// *γ*: every candidate has a bank of its own from the start of the run, with its γ and the λ₀, σ² and s that its own
/// evidence chooses at the same closes; the one that has predicted the rewards best, each before its batch was folded
/// (`predictiveEvidence`), is taken if it leads the one in force by more than `forgettingMargin`. The bank in force
/// changes its γ from that close on and keeps the statistics that it has, aged as they are: a replay has no other.
///
/// Each close costs the candidates as much as the bank in force and a factor of every arm with rewards, and each
/// choice one `dsyevd` per arm and bank; nothing of it where γ is given.
///
/// Beware: evidence takes rewards for independent. Those of one prompt, or of one batch under rule `batch` (whose mean
/// is taken off), are not, and then it trusts them too much: σ² comes out too small, λ₀ too small. Choose by
/// cross-validation over groups where there are offline pairs.
///
/// Source: docs/engine.md, *Evidence*. Departure: γ needs a margin, because two of the candidates are nearly the same
/// early in a run, and a change of γ cannot be taken back in the statistics.
///
/// Tested by `SettingsChooserTests` in worlds with known values.
package struct SettingsChooser: Sendable {
  /// γ's candidates, the most conservative first.
  package static let forgettingCandidates = [1, 0.99, 0.95]
  /// Nats by which another γ must lead the one in force: odds of 20.
  package static let forgettingMargin = 3.0
  /// The first close at which something is chosen; then at every doubling.
  package static let firstClose = 8

  /// What it chooses.
  package let settings: ChosenSettings
  package let grid: EvidenceGrid
  /// Closes seen.
  package private(set) var closes = 0
  /// One bank per candidate of γ; none where γ is given.
  var candidates: [PosteriorBank] = []
  /// Something has been chosen before.
  var hasChosen = false

  /// - Parameters:
  ///   - settings: what to choose.
  ///   - posteriors: the bank in force, as it stands.
  ///   - closes: closes of the run so far.
  /// - Throws: `memory` where the banks of γ's candidates would need more than the bank's limit, all together.
  /// - Complexity: O(arms).
  package init(
    choosing settings: ChosenSettings, posteriors: PosteriorBank, closes: Int = 0,
    grid: EvidenceGrid = .standard
  ) throws(EngineError) {
    self.settings = settings
    self.grid = grid
    self.closes = closes
    guard settings.contains(.forgetting) else { return }
    let banks = Self.forgettingCandidates.count + 1
    let (needed, overflows) = posteriors.memoryWhenObserved.multipliedReportingOverflow(by: banks)
    guard !overflows, needed <= posteriors.memoryLimit else {
      throw .memory(needed: overflows ? .max : needed, limit: posteriors.memoryLimit)
    }
    for forgetting in Self.forgettingCandidates {
      var bank = posteriors
      try bank.changeSettings(forgetting: forgetting)
      bank.tracksEvidence = true
      candidates.append(bank)
    }
  }

  /// Takes a close into account.
  ///
  /// - Parameters:
  ///   - observations: those that the bank in force has folded at this close; none is a close, too.
  ///   - posteriors: the bank in force after the close; only its caches may change, and it does not change here.
  /// - Returns: `nil` where no choice is due or everything stays as it is.
  /// - Complexity: O(arms · width³) where a choice is due, else the folding of the candidates.
  package mutating func close(
    _ observations: [Observation], posteriors: PosteriorBank
  ) throws(EngineError) -> SettingsVerdict? {
    closes += closes < Int.max ? 1 : 0
    for index in candidates.indices {
      try candidates[index].followGivenSettings(of: posteriors.settings, except: settings)
      candidates[index].closeBatch(observations)
    }
    guard Self.isDue(close: closes) else { return nil }
    return try choose(posteriors)
  }

  /// Whether a choice is due at a close: 8, 16, 32, 64, …
  package static func isDue(close: Int) -> Bool { close >= firstClose && close.nonzeroBitCount == 1 }

  /// Passes on what a person did to the bank in force (`PosteriorBank.forget`).
  package mutating func forget(arm: Int?, keep: Double) throws(EngineError) {
    for index in candidates.indices { try candidates[index].forget(arm: arm, keep: keep) }
  }

  /// Passes on what a person did to the bank in force (`PosteriorBank.addArm`).
  package mutating func addArm(
    priorMean: [Double]?, present: [Int], priorMatrix: [Double]? = nil
  ) throws(EngineError) {
    for index in candidates.indices {
      try candidates[index].addArm(priorMean: priorMean, present: present, priorMatrix: priorMatrix)
    }
  }
}

extension PosteriorBank {
  /// Bytes of the arms' matrices once all have been observed.
  var memoryWhenObserved: Int { count * Self.blockSize(settings) }

  /// Takes over the settings that are not chosen.
  mutating func followGivenSettings(
    of other: PosteriorSettings, except chosen: ChosenSettings
  ) throws(EngineError) {
    try changeSettings(
      priorPrecision: chosen.contains(.priorPrecision) ? nil : other.priorPrecision,
      noiseVariance: chosen.contains(.noiseVariance) ? nil : other.noiseVariance,
      priorScale: chosen.contains(.priorScale) ? nil : other.priorScale)
  }
}

extension SettingsChooser {
  /// The verdict on the statistics as they are.
  mutating func choose(_ posteriors: PosteriorBank) throws(EngineError) -> SettingsVerdict? {
    guard (0..<posteriors.count).contains(where: { posteriors.effectiveCount($0) > 0 }) else { return nil }
    guard let found = bestPoint(of: posteriors) else {
      return .refused(
        "no settings were chosen after \(closes) closes, because the evidence is not a finite number")
    }
    let forgetting = chosenForgetting(inForce: posteriors.settings.forgetting)
    for index in candidates.indices {
      // A candidate whose evidence is not finite goes on with what it has.
      guard let point = bestPoint(of: candidates[index]) else { continue }
      try candidates[index].changeSettings(
        priorPrecision: point.priorPrecision, noiseVariance: point.noiseVariance,
        priorScale: point.priorScale)
    }
    return verdict(found, forgetting: forgetting, inForce: posteriors.settings)
  }

  /// The best point of the grid for a bank, what is not chosen held at its value; its `gain` over the settings of the
  /// bank.
  private func bestPoint(of bank: PosteriorBank) -> SettingsChoice? {
    let current = bank.settings
    var choice = SettingsChoice(closes: closes, gain: 0)
    guard !settings.isDisjoint(with: [.priorPrecision, .noiseVariance, .priorScale]) else { return choice }
    var spectra: [EvidenceSpectrum] = []
    for arm in 0..<bank.count {
      guard let spectrum = bank.evidenceSpectrum(arm) else { return nil }
      spectra.append(spectrum)
    }
    var own = grid
    if !settings.contains(.priorPrecision) { own.priorPrecisions = [current.priorPrecision] }
    if !settings.contains(.noiseVariance) { own.noiseVariances = [current.noiseVariance] }
    // Without a prior mean all scales are the same, and the one in force stays.
    let choosesScale = settings.contains(.priorScale) && spectra.contains(where: \.hasPriorMean)
    if !choosesScale { own.priorScales = [current.priorScale] }
    guard let point = own.best(spectra) else { return nil }
    if settings.contains(.priorPrecision) { choice.priorPrecision = point.priorPrecision }
    if settings.contains(.noiseVariance) { choice.noiseVariance = point.noiseVariance }
    if choosesScale { choice.priorScale = point.priorScale }
    choice.gain =
      point.logEvidence
      - EvidenceGrid.logEvidence(
        spectra, current.priorPrecision, current.noiseVariance, current.priorScale)
    return choice
  }

  /// γ of the candidate with the best predictions so far, where it leads the one in force by the margin; `nil` stays.
  private func chosenForgetting(inForce: Double) -> Double? {
    let evidence = candidates.map { bank in
      (0..<bank.count).reduce(0) { $0 + bank.predictiveEvidence($1) }
    }
    var best: Int?
    for index in candidates.indices where evidence[index].isFinite {
      if let best, evidence[index] <= evidence[best] { continue }
      best = index
    }
    guard let best else { return nil }
    let chosen = candidates[best].settings.forgetting
    guard chosen != inForce else { return nil }
    let rival = candidates.firstIndex { $0.settings.forgetting == inForce }
    if let rival, evidence[rival].isFinite, evidence[best] - evidence[rival] <= Self.forgettingMargin {
      return nil
    }
    return chosen
  }

  /// What differs from the settings in force; all of it the first time, so that the log says what evidence found.
  private mutating func verdict(
    _ found: SettingsChoice, forgetting: Double?, inForce: PosteriorSettings
  ) -> SettingsVerdict? {
    var choice = found
    choice.forgetting = forgetting
    if hasChosen {
      if choice.priorPrecision == inForce.priorPrecision { choice.priorPrecision = nil }
      if choice.noiseVariance == inForce.noiseVariance { choice.noiseVariance = nil }
      if choice.priorScale == inForce.priorScale { choice.priorScale = nil }
    } else {
      if settings.contains(.priorScale) { choice.priorScale = choice.priorScale ?? inForce.priorScale }
      if settings.contains(.forgetting) { choice.forgetting = choice.forgetting ?? inForce.forgetting }
    }
    hasChosen = true
    let isSame =
      choice.priorPrecision == nil && choice.noiseVariance == nil && choice.priorScale == nil
      && choice.forgetting == nil
    return isSame ? nil : .chosen(choice)
  }
}

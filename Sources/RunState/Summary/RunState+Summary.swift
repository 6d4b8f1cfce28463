import Router
import RouterEngine
import RunEvents

extension RunState {
  /// The key of the allowed set of categories not yet seen.
  package static let anyOtherCategory = "*"

  /// What `rmtop summary` prints. `posterior` and `p_best` are those of the statistics as they are, also where the
  /// last closes took no belief point.
  ///
  /// - Complexity: O(state); a belief point more where the last one is out of date.
  package var summary: RunSummary {
    var state = self
    state.look()
    return RunSummary(
      run: header?.name, events: counts.events, faults: faults.total, remarks: remarks.total,
      remarksByField: remarks.byField, decisions: counts.decisions,
      pending: progress.pending, lateOfEarlierSegments: counts.lateOfEarlierSegments, strays: counts.strays,
      writerDistance: progress.writerDistance, zeroContexts: counts.zeroContexts,
      firstStep: progress.firstStep, lastStep: progress.lastStep,
      digest: digestText, allowed: allowedByCategory, settings: settingsInForce,
      rewardModels: state.summaries, categories: state.categorySummaries, nonFinite: counts.nonFinite,
      calls: calls,
      selectionEntropy: selectionEntropy,
      thinned: RunSummary.Thinned(
        closes: progress.closes, looks: counts.looks, auditedDecisions: counts.auditedDecisions,
        auditedCloses: counts.auditedCloses, differing: counts.differingScores,
        predictedCloses: counts.predictedCloses),
      watched: metrics.compactMap { metric in
        metric.better.map { RunSummary.Watched(metric: metric.name, better: $0) }
      },
      conditions: conditions.worstFirst)
  }

  /// −Σ p ln p over ln K of the last 256 decisions in which there was a choice, K the RMs in the run: 1 is even, 0 is
  /// one RM alone; `nil` before the first or with K < 2.
  package var selectionEntropy: Double? { conditions.selection.entropy(among: router.inRun.count) }

  /// λ₀, σ², s and γ as posteriors are made with them, in the order of `TunableSetting`.
  package var settingsInForce: [SettingInForce] {
    TunableSetting.allCases.map {
      SettingInForce(
        setting: $0, value: settings.number($0), isAutomatic: automaticSettings.contains($0))
    }
  }

  private var allowedByCategory: [RunSummary.Allowed] {
    var entries = categories.map { category in
      RunSummary.Allowed(category: category.name, rewardModels: ids(allowed.allowed(category: category.name)))
    }
    entries.append(
      RunSummary.Allowed(
        category: Self.anyOtherCategory, rewardModels: ids(allowed.allowed(category: nil))))
    return entries
  }

  private func ids(_ arms: [Int]) -> [String] { arms.map { rewardModels[$0].info.id } }

  private var summaries: [RunSummary.RewardModel] {
    let total = max(counts.decisions, 1)
    let recent = max(rewardModels.recentCount, 1)
    return rewardModels.enumerated().map { arm, model in
      let badges = allowed.badges(arm)
      return RunSummary.RewardModel(
        id: model.info.id, decisions: model.decisions, share: Double(model.decisions) / Double(total),
        recentShare: Double(model.recentDecisions) / Double(recent),
        posterior: beliefs[arm].current.map {
          RunSummary.Posterior(mean: $0.mean, standardDeviation: $0.standardDeviation)
        },
        bestProbability: beliefs[arm].current?.bestProbability, rewardMean: model.meanReward,
        ties: model.ties,
        errors: model.errors, lastError: model.lastError, nonFinite: model.nonFinite,
        isPinned: badges.contains(where: \.isPin),
        isBanned: badges.contains { !$0.isPin },
        innovations: RunSummary.Innovations(conditions.innovations[arm]))
    }
  }

  /// Log evidence of every RM's folded rewards under the settings in force, in nats, by arm; `nil` where posteriors
  /// are unavailable. With γ < 1 every reward counts by its weight (`PosteriorBank.logEvidence`).
  ///
  /// Only caches of the engine change.
  ///
  /// - Complexity: O(reward models · d³); O(reward models · d²) where nothing has changed since the last look.
  package mutating func logEvidence() -> [Double]? {
    guard router.bank != nil else { return nil }
    return rewardModels.indices.map { router.bank?.logEvidence($0) ?? 0 }
  }

  /// What `rmtop posterior` prints; `nil` where posteriors are unavailable (`posterior` says why).
  ///
  /// Only caches of the engine change, nothing that `digest` covers.
  ///
  /// - Complexity: O(reward models · d³).
  package mutating func posteriorReport() -> PosteriorReport? {
    guard router.bank != nil, let dimension else { return nil }
    var report = PosteriorReport(dimension: dimension, settings: settingsInForce, rewardModels: [])
    for (arm, model) in rewardModels.enumerated() {
      report.rewardModels.append(
        PosteriorReport.RewardModel(
          id: model.info.id, observations: router.bank?.observationCount(arm) ?? 0,
          mean: router.bank?.posteriorMean(arm) ?? [], variance: router.bank?.varianceDiagonal(arm) ?? [],
          innovations: RunSummary.Innovations(conditions.innovations[arm]),
          logEvidence: router.bank?.logEvidence(arm) ?? 0))
    }
    return report
  }
}

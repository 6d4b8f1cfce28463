import LinearAlgebra
import Synchronization

/// Compares policies on judged pairs: group-wise splits, an offline part to learn from, and one stream that all of
/// them route.
///
/// No policy sees a label of the stream before it has decided, nor one of an RM that it did not choose; no group is on
/// both sides of a split.
///
/// Source: docs/engine.md, *Routing accuracy*. Tested by `EvaluationTests`, `PolicyDeskTests` and
/// `EvaluationReportTests`.
package enum Evaluation {
  /// Runs all splits, several at a time; the report does not depend on how many.
  ///
  /// - Parameters:
  ///   - head: trains the published head where a policy needs it.
  ///   - progress: called with the number of finished splits, from any thread, one call at a time.
  ///   - isCancelled: asked between policies, from any thread.
  /// - Returns: `nil` where it was cancelled.
  /// - Throws: `ContrastError` for settings out of their domain and for pairs that cannot be split or fitted; what the
  ///   engine or the trainer throws.
  /// - Complexity: by split, the fit, the head, and per learning policy O(stream · width³).
  package static func run(
    _ pairs: PairDataset, settings: EvaluationSettings, head: HeadContexts.Trainer?,
    progress: @Sendable (Int) -> Void = { _ in }, isCancelled: @Sendable () -> Bool = { false }
  ) throws -> EvaluationReport? {
    try settings.check()
    guard pairs.rewardModels.count > 1 else {
      throw ContrastError.tooFewRewardModels(pairs.rewardModels.count)
    }
    // Whatever is asked for, differences are against the best single RM.
    var all = settings
    all.policies.append(.bestSingle)
    let wanted = all
    let finished = Mutex(0)
    let results = Matrices.inParallel(settings.seeds) { index -> Result<SplitRun, any Error>? in
      guard !isCancelled() else { return nil }
      let result = Result {
        try SplitRun(
          pairs, settings: wanted, seed: UInt64(index + 1), head: head, isCancelled: isCancelled)
      }
      finished.withLock {
        $0 += 1
        progress($0)
      }
      return result
    }
    var runs: [SplitRun] = []
    for result in results {
      guard let result else { return nil }
      runs.append(try result.get())
    }
    return isCancelled() ? nil : EvaluationReport(runs, pairs: pairs, settings: settings)
  }
}

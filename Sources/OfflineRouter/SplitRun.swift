import RouterEngine

/// All policies on one split: what each of them got right, pair by pair.
struct SplitRun: Sendable {
  /// Places of the stream's pairs, in the order they came.
  let stream: [Int]
  let offlineCount: Int
  /// By policy, then by pair of the stream: 1 where it was right, between 0 and 1 by expectation.
  private(set) var hits: [[Double]] = []
  /// By pair of the stream: 1 where an RM is right.
  let solvable: [Double]
  /// The calibrated fit's gate, where a policy needed it.
  private(set) var gate: Gate?

  struct Gate: Equatable, Sendable {
    var isOpen: Bool
    var gain: Double
    var penalty: Double
  }

  /// - Parameter isCancelled: asked between policies; what is left then has no hits.
  /// - Throws: `ContrastError`, `EngineError`, or what the head's trainer throws.
  init(
    _ pairs: PairDataset, settings: EvaluationSettings, seed: UInt64, head: HeadContexts.Trainer?,
    isCancelled: () -> Bool
  ) throws {
    let split = try EvaluationSplit(pairs, fraction: settings.offlineFraction, seed: seed)
    guard !split.stream.isEmpty else { throw ContrastError.unlabelledStream(seed: seed) }
    let offline = PairDataset(pairs, indices: split.offline)
    let online = EvaluationStream(
      PairDataset(pairs, indices: split.stream), seed: seed, noise: settings.noise)
    stream = split.stream
    offlineCount = offline.count
    solvable = (0..<online.count).map { pair in
      online.allowed[pair].contains { online.truth(pair, $0) == 1 } ? 1 : 0
    }
    var desk = PolicyDesk(offline: offline, stream: online, reward: settings.reward, seed: seed)
    if settings.policies.contains(where: \.needsFit), !isCancelled() {
      let fit: ContrastFit
      do throws(ContrastError) {
        fit = try ContrastFit(offline, seed: seed)
      } catch {
        throw ContrastError.offlinePart(seed: seed, reason: "\(error)")
      }
      gate = Gate(isOpen: fit.isGateOpen, gain: fit.gain, penalty: fit.penalty)
      desk.fit = fit
      desk.contexts = fit.transform.contexts(of: online.pairs)
    }
    if settings.policies.contains(where: \.needsHead), !isCancelled() {
      do {
        desk.head = try head?(split.offline, split.stream, seed)
      } catch let error as HeadError {
        throw ContrastError.offlinePart(seed: seed, reason: "\(error)")
      }
    }
    for policy in settings.policies where !isCancelled() { hits.append(try desk.hits(policy)) }
  }
}

extension PosteriorBank {
  /// Closes a batch: with γ < 1 every arm ages once, then the observations are folded, by arm, in order of arrival.
  ///
  /// An observation is refused where its arm does not exist, its context has another length than `dimension`, or a
  /// number is not finite or beyond 1e60 (so that no sum of products of them overflows); refused ones change nothing.
  ///
  /// Where it brings an arm fewer than eight observations and γ = 1, they wait beside its matrix, up to 64 of them
  /// (see `PendingRows`): then a close costs O(width) and the next look O(width²) for each.
  ///
  /// - Returns: the number of observations refused.
  /// - Complexity: O(observations · width²), and O(arms · width²) with γ < 1.
  ///
  /// Source: the sums in Wu & Lu's update (2025, section 3.3), over a closed batch; docs/engine.md, *Online* (fold).
  /// Tested by `PosteriorBank+FoldingTests` and `PendingRowsTests`.
  @discardableResult
  package mutating func closeBatch(_ observations: [Observation]) -> Int {
    let sorted = RowsByArm(observations, count: arms.count, settings: settings)
    if tracksEvidence {
      for arm in arms.indices where sorted.count(of: arm) > 0 {
        sorted.withRows(of: arm) {
          arms[arm].predict(rows: Array($0), rewards: Array($1), settings: settings)
        }
      }
    }
    let ages = settings.forgetting < 1
    if ages {
      for arm in arms.indices { arms[arm].scaleStatistics(by: settings.forgetting, forgets: false) }
    }
    for arm in arms.indices where sorted.count(of: arm) > 0 {
      sorted.withRows(of: arm) { arms[arm].fold(rows: $0, rewards: $1, mayWait: !ages) }
    }
    return observations.count - sorted.total
  }

  /// Multiplies S, c, q and n of one arm, or of all, by `keep`; 0 is a reset and frees the arm's matrix.
  ///
  /// - Parameter keep: in [0, 1).
  /// - Throws: `settingOutOfRange`, `unknownArm`; nothing has changed then.
  /// - Complexity: O(arms · width²).
  package mutating func forget(arm: Int?, keep: Double) throws(EngineError) {
    guard keep >= 0, keep < 1 else { throw .settingOutOfRange(.keep, keep) }
    if let arm {
      guard arms.indices.contains(arm) else { throw .unknownArm(arm) }
      arms[arm].scaleStatistics(by: keep, forgets: true)
    } else {
      for arm in arms.indices { arms[arm].scaleStatistics(by: keep, forgets: true) }
    }
  }

  /// Adds an arm without observations.
  ///
  /// - Parameters:
  ///   - priorMean: as in `init`; `nil` is the mean of the prior means of `present`, zeros where it is empty.
  ///   - priorMatrix: its own M, where every arm has one; `nil` is the mean of the present ones' (I where there is
  ///     none). Where M is shared or I it must be `nil`.
  /// - Throws: as `init`; nothing has changed then.
  package mutating func addArm(
    priorMean: [Double]?, present: [Int], priorMatrix: [Double]? = nil
  ) throws(EngineError) {
    guard count < Self.armLimit else { throw .tooManyArms(count + 1) }
    let given = present.filter(arms.indices.contains)
    let needed = (count + 1) * Self.blockSize(settings) + priorMemory(count: count + 1)
    guard needed <= memoryLimit else { throw .memory(needed: needed, limit: memoryLimit) }
    var mean = priorMean
    if mean == nil, !given.isEmpty {
      mean = (0..<settings.width).map { index in
        given.reduce(0) { $0 + arms[$1].priorMean[index] } / Double(given.count)
      }
    }
    let matrix = try addedMatrix(priorMatrix, present: given)
    arms.append(try ArmPosterior(priorMean: mean, matrix: matrix, arm: count, settings: settings))
  }

  /// Bytes of the prior matrices of `count` arms.
  private func priorMemory(count: Int) -> Int {
    switch priorKind {
    case .identity: 0
    case .shared: Self.blockSize(settings)
    case .perArm: count * Self.blockSize(settings)
    }
  }

  private func addedMatrix(_ entries: [Double]?, present: [Int]) throws(EngineError) -> PriorMatrix? {
    switch priorKind {
    case .identity, .shared:
      guard entries == nil else { throw .priorMatrixCount(1, expected: 0) }
      if case .shared(let matrix) = priorKind { return matrix }
      return nil
    case .perArm:
      if let entries { return try PriorMatrix(entries, width: settings.width, arm: count) }
      return try PriorMatrix.mean(present.compactMap { arms[$0].priorMatrix }, arm: count)
    }
  }

  /// Combines S, c, q, n and evidence of every arm; never caches or settings.
  ///
  /// - Complexity: O(observed arms · width²); about 0.7 ms per 10⁶ numbers in a release build.
  package func hashStatistics(into digest: inout StateDigest) {
    for arm in arms { arm.hash(into: &digest) }
  }
}

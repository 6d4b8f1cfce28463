/// Trains the published multi-task router on judged pairs.
///
/// ```
/// h = LayerNorm(ReLU(W f + β))    x = h/‖h‖    s = E_bt x    z = E_cls x + bias      rows of E at length 1
/// loss = λ_bt · mean of mean over (right w, wrong l) of softplus(−(s_w − s_l)) + λ_cls · masked BCE(z, label)
/// ```
/// minimised by AdamW until the validation loss no longer falls; see `HeadLoss` and ``HeadOptions``.
///
/// Numerics: single precision with sums over rows in double; `HeadNetworkTests` checks the same code in double. The
/// result is a function of data, rows, options and seed, and not of the number of threads.
///
/// Source: Wu & Lu, *Reward Model Routing in Alignment* (2025), the offline router's multi-task loss; in its code
/// `RewardDiffPredictor.forward`; docs/engine.md, *Offline, the published way*. Departures: the encoder is frozen and
/// stays outside; labels may be missing; the best epoch is the one of the least validation loss, not of the greatest
/// routing accuracy, which on a few hundred pairs is noise.
///
/// Tested by `HeadTrainingTests`; its parts by `HeadNetworkTests` (gradients against finite differences) and
/// `HeadLossTests` (golden values).
package struct HeadTraining: Sendable {
  let data: HeadData
  let options: HeadOptions
  let training: [Int32]
  /// From `data`, or from `other`.
  let validation: [Int32]
  let other: HeadData?
  let trainingGroups: Int

  /// - Parameters:
  ///   - data: the pairs.
  ///   - rows: the pairs to use, as indices in `data`; `nil` for all.
  ///   - validation: pairs to validate on; without them a share of the groups is set aside.
  ///   - options: see ``HeadOptions``.
  /// - Throws: ``HeadError``: a setting out of its domain, fewer than 2 reward models, nothing to learn.
  package init(
    _ data: HeadData, rows: [Int]? = nil, validation given: HeadData? = nil,
    options: HeadOptions = HeadOptions()
  ) throws(HeadError) {
    try options.check()
    let arms = data.rewardModels.count
    guard (2...64).contains(arms) else { throw .rewardModelCount(arms) }
    let (weights, overflows) = options.width.multipliedReportingOverflow(by: data.featureCount)
    guard !overflows, weights <= 1 << 28, data.count <= Int(Int32.max) else {
      throw .tooLarge(features: data.featureCount, width: options.width)
    }
    if let given {
      guard given.rewardModels == data.rewardModels else {
        throw .validationMismatch("their reward models are others")
      }
      guard given.featureCount == data.featureCount else {
        throw .validationMismatch(
          "their embeddings have \(given.featureCount / 2) numbers, and those to learn from \(data.featureCount / 2)"
        )
      }
    }
    let chosen = (rows ?? Array(0..<data.count)).filter { data.labels.indices.contains($0 * arms) }
    var (learned, kept) = (chosen, [Int]())
    if given == nil { (learned, kept) = Self.split(chosen, of: data, options) }
    guard learned.contains(where: { data.isInformative($0) }) else {
      throw chosen.isEmpty ? .noPairs : .nothingToLearn
    }
    self.data = data
    self.options = options
    training = learned.map { Int32($0) }
    validation = given.map { (0..<$0.count).map { Int32($0) } } ?? kept.map { Int32($0) }
    other = given
    trainingGroups = Set(learned.map { data.groups[$0] }).count
  }

  /// Sets groups aside; none where the rest would hold nothing to learn.
  private static func split(
    _ chosen: [Int], of data: HeadData, _ options: HeadOptions
  ) -> (training: [Int], validation: [Int]) {
    // Numbered anew in order of appearance: only the pairs given count.
    var numbers: [Int: Int] = [:]
    var sizes: [Int] = []
    let groups = chosen.map { index in
      let number = numbers[data.groups[index]] ?? sizes.count
      if number == sizes.count { sizes.append(0) }
      numbers[data.groups[index]] = number
      sizes[number] += 1
      return number
    }
    let kept = heldOutGroups(sizes: sizes, share: options.validationShare, seed: options.seed)
    let training = zip(chosen, groups).filter { !kept.contains($0.1) }.map(\.0)
    guard training.contains(where: { data.isInformative($0) }) else { return (chosen, []) }
    return (training, zip(chosen, groups).filter { kept.contains($0.1) }.map(\.0))
  }
}

extension HeadData {
  /// Whether one reward model is right on a pair and another wrong.
  func isInformative(_ row: Int) -> Bool {
    let labels = labels[row * rewardModels.count..<(row + 1) * rewardModels.count]
    return labels.contains(Mark.right) && labels.contains(Mark.wrong)
  }
}

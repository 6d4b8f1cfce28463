extension HeadTraining {
  /// Trains until the patience or the epochs are used up, and gives the best epoch's head.
  ///
  /// - Parameter observe: is told of every batch and epoch, and answers whether to go on; on `false` the best so far
  ///   is given (inside the first epoch: what there is).
  /// - Throws: ``HeadError/diverged(epoch:)``, when the loss is no number any more.
  /// - Complexity: O(epochs · pairs · features · width).
  package func run(_ observe: (HeadProgress) -> Bool = { _ in true }) throws(HeadError) -> HeadModel {
    try run(in: Float.self, observe)
  }

  func run<Real: HeadScalar>(
    in precision: Real.Type, _ observe: (HeadProgress) -> Bool
  ) throws(HeadError) -> HeadModel {
    var state = HeadTrainingState<Real>(self)
    var stream = KeyedStream(seed: options.seed, purpose: "head/order")
    state.network.initialise(seed: options.seed)
    var history: [HeadEpoch] = []
    var best: (loss: Double, epoch: Int, weights: [Real])?
    var ending = HeadModel.Ending.finished
    epochs: for epoch in 1...options.epochs {
      let order = stream.permutation(training.count).map { training[$0] }
      guard let loss = state.learn(order, epoch: epoch, observe) else {
        ending = .stopped
        break
      }
      guard loss.isFinite else { throw .diverged(epoch: epoch) }
      let judged = state.judge()
      // Without validation pairs the last epoch is as good as any: all of them are used.
      let score = validation.isEmpty ? -Double(epoch) : judged.loss
      let isBest = best.map { score < $0.loss } ?? true
      if isBest { best = (score, epoch, state.network.weights) }
      history.append(
        HeadEpoch(
          number: epoch, trainingLoss: loss, validationLoss: validation.isEmpty ? nil : judged.loss,
          accuracy: judged.accuracy, isBest: isBest))
      if !observe(.epoch(history[history.count - 1])) {
        ending = .stopped
        break
      }
      if epoch - (best?.epoch ?? epoch) >= options.patience {
        ending = .converged
        break
      }
    }
    let weights = best?.weights ?? state.network.weights
    return model(weights.map { Double($0) }, state.network.shape, history, best?.epoch ?? 0, ending)
  }

  private func model(
    _ weights: [Double], _ shape: HeadShape, _ epochs: [HeadEpoch], _ best: Int, _ ending: HeadModel.Ending
  ) -> HeadModel {
    func rows(_ range: Range<Int>) -> [[Double]] {
      (0..<shape.arms).map { arm in
        let start = range.lowerBound + arm * shape.width
        let row = weights[start..<start + shape.width]
        let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return row.map { length > 0 ? $0 / length : 0 }
      }
    }
    let single = bestSingle()
    return HeadModel(
      rewardModels: data.rewardModels,
      transform: HeadTransform(
        weight: Array(weights[shape.weight]), bias: Array(weights[shape.bias]),
        layerNormWeight: Array(weights[shape.gain]), layerNormBias: Array(weights[shape.shift])),
      preferenceVectors: rows(shape.preference), classificationVectors: rows(shape.classification),
      classificationBias: Array(weights[shape.classificationBias]), epochs: epochs, bestEpoch: best,
      ending: ending, trainingPairs: training.count, trainingGroups: trainingGroups,
      validationPairs: validation.count, bestSingle: data.rewardModels[single.arm],
      bestSingleAccuracy: single.accuracy)
  }
}

extension HeadTraining {
  /// The lowest of the reward models with the greatest share of right labels on the pairs learned from, and its share
  /// on the validation pairs (on the former where there are none).
  fileprivate func bestSingle() -> (arm: Int, accuracy: Double?) {
    let arms = data.rewardModels.count
    func accuracy(_ arm: Int, _ rows: [Int32], _ data: HeadData) -> Double? {
      let labels = rows.map { data.labels[Int($0) * arms + arm] }
      let known = labels.count { $0 != HeadData.Mark.unknown }
      return known > 0 ? Double(labels.count { $0 == HeadData.Mark.right }) / Double(known) : nil
    }
    let shares = (0..<arms).map { accuracy($0, training, data) ?? -1 }
    let best = shares.indices.max { shares[$0] < shares[$1] || (shares[$0] == shares[$1] && $0 > $1) } ?? 0
    return (
      best, validation.isEmpty ? accuracy(best, training, data) : accuracy(best, validation, other ?? data)
    )
  }
}

/// A training under way: network, loss and AdamW's moments.
struct HeadTrainingState<Real: HeadScalar> {
  let network: HeadNetwork<Real>
  private let training: HeadTraining
  private let loss: HeadLoss
  private var first: [Real]
  private var second: [Real]
  private var steps = 0

  init(_ training: HeadTraining) {
    let (data, options) = (training.data, training.options)
    let shape = HeadShape(features: data.featureCount, width: options.width, arms: data.rewardModels.count)
    self.training = training
    let batch = min(options.batch, training.training.count)
    network = HeadNetwork(shape, batch: batch, threads: options.threads)
    var loss = HeadLoss(arms: shape.arms)
    loss.preferenceWeight = options.preferenceWeight
    loss.classificationWeight = options.classificationWeight
    if options.isBalanced {
      loss.pairWeights = HeadLoss.balancedWeights(
        labels: data.labels, arms: shape.arms, rows: training.training.map { Int($0) })
    }
    self.loss = loss
    first = Array(repeating: 0, count: shape.count)
    second = first
  }

  /// One epoch; the mean loss of its batches by pairs, or `nil` when the observer wants to stop.
  mutating func learn(_ order: [Int32], epoch: Int, _ observe: (HeadProgress) -> Bool) -> Double? {
    let options = training.options
    var total = 0.0
    var done = 0
    while done < order.count {
      let rows = order[done..<min(done + options.batch, order.count)]
      let sums = network.learn(rows, of: training.data, loss)
      total += loss.value(sums) * Double(rows.count)
      steps += 1
      network.descend(
        AdamStep(rate: options.rate, decay: options.decay, number: steps), first: &first, second: &second)
      done += rows.count
      if !observe(.batch(epoch: epoch, share: Double(done) / Double(order.count))) { return nil }
    }
    return total / Double(order.count)
  }

  /// Loss and routing accuracy on the validation pairs; without any, the accuracy on the training pairs.
  func judge() -> (loss: Double, accuracy: Double?) {
    let isOwn = training.validation.isEmpty
    let sums = network.evaluate(
      isOwn ? training.training : training.validation, of: training.other ?? training.data, loss)
    let accuracy = sums.routed > 0 ? Double(sums.routedRight) / Double(sums.routed) : nil
    return (loss.value(sums), accuracy)
  }
}

extension HeadNetwork {
  /// Draws the parameters: W and its bias uniform within ±1/√features, rows of E within ±1/√width, LayerNorm 1 and 0,
  /// the classification bias 0 (PyTorch's Linear, and the published `kaiming_uniform_` with a = √5).
  func initialise(seed: UInt64) {
    func fill(_ range: Range<Int>, _ purpose: String, fanIn: Int) {
      var stream = KeyedStream(seed: seed, purpose: purpose)
      let limit = 1 / Double(max(1, fanIn)).squareRoot()
      for index in range { weights[index] = Real((2 * stream.uniform() - 1) * limit) }
    }
    fill(shape.weight, "head/weight", fanIn: shape.features)
    fill(shape.bias, "head/bias", fanIn: shape.features)
    fill(shape.preference, "head/preference", fanIn: shape.width)
    fill(shape.classification, "head/classification", fanIn: shape.width)
    for index in shape.gain { weights[index] = 1 }
    for index in shape.shift { weights[index] = 0 }
    for index in shape.classificationBias { weights[index] = 0 }
    refreshHeads()
  }

  /// Takes parameters over, rounded to this precision.
  func load(_ values: [Double]) {
    for (index, value) in values.prefix(shape.count).enumerated() { weights[index] = Real(value) }
    refreshHeads()
  }
}

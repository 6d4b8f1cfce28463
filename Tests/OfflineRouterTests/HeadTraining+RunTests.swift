import ElementaryFunctions
import RunEvents
import TestSupport
import Testing

@testable import OfflineRouter

@Suite struct HeadTrainingRunTests {
  enum Kind: CaseIterable {
    case plain
    case balanced
    case validatedOnOthers
  }

  /// The whole run again: batches in the keyed order, AdamW by its formula, losses in one pass over all pairs.
  @Test(arguments: Kind.allCases) func aRunIsItsPartsInOrder(kind: Kind) throws {
    let data = try SampleHeadData.data(
      SampleHeadData.planted(46, skill: 0.7, missing: 0.2, groupSize: 2, seed: 21))
    let other = try SampleHeadData.data(SampleHeadData.planted(21, missing: 0.1, seed: 22))
    var options = HeadOptions()
    (options.width, options.batch, options.epochs) = (5, 8, 4)
    (options.rate, options.decay, options.seed) = (0.02, 0.1, 4)
    options.isBalanced = kind == .balanced
    let given = kind == .validatedOnOthers ? other : nil
    let training = try HeadTraining(data, validation: given, options: options)
    let rows = training.training
    #expect(rows.count % 8 != 0 && training.validation.count > 8)
    let model = try training.run(in: Double.self) { _ in true }

    var loss = HeadLoss(arms: 3)
    if kind == .balanced {
      loss.pairWeights = HeadLoss.balancedWeights(labels: data.labels, arms: 3, rows: rows.map { Int($0) })
    }
    let shape = HeadShape(features: data.featureCount, width: 5, arms: 3)
    let network = HeadNetwork<Double>(shape, batch: 64, threads: 1)
    network.initialise(seed: 4)
    var stream = KeyedStream(seed: 4, purpose: "head/order")
    var (first, second) = (network.weights.map { _ in 0.0 }, network.weights.map { _ in 0.0 })
    var number = 0.0
    var least = (loss: Double.infinity, weights: network.weights)
    for epoch in 0..<4 {
      let order = stream.permutation(rows.count).map { rows[$0] }
      var total = 0.0
      for start in stride(from: 0, to: order.count, by: 8) {
        let batch = order[start..<min(start + 8, order.count)]
        total += loss.value(network.learn(batch, of: data, loss)) * Double(batch.count)
        number += 1
        for (place, slope) in network.gradient.enumerated() {
          first[place] += 0.1 * (slope - first[place])
          second[place] += 0.001 * (slope * slope - second[place])
          let step = first[place] / (1 - pow(0.9, number))
          let size = (second[place] / (1 - pow(0.999, number))).squareRoot() + 1e-8
          network.weights[place] -= 0.02 * (0.1 * network.weights[place] + step / size)
        }
        network.refreshHeads()
      }
      let told = model.epochs[epoch]
      #expect((told.trainingLoss - total / Double(rows.count)).magnitude < 1e-9)
      let sums = network.evaluate(training.validation, of: given ?? data, loss)
      #expect((try #require(told.validationLoss) - loss.value(sums)).magnitude < 1e-9)
      #expect(told.accuracy == Double(sums.routedRight) / Double(sums.routed))
      if loss.value(sums) < least.loss { least = (loss.value(sums), network.weights) }
    }
    #expect(isNear(model.transform.weight, Array(least.weights[shape.weight]), 1e-9))
    for (arm, vector) in model.preferenceVectors.enumerated() {
      let row = Array(least.weights[shape.preference].dropFirst(5 * arm).prefix(5))
      let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(isNear(vector, row.map { $0 / length }, 1e-9))
    }
    #expect(model.trainingGroups == Set(rows.map { data.groups[Int($0)] }).count)
  }

  /// A rate that moves nothing leaves all epochs alike: the first of them is the best.
  @Test func theFirstOfEqualEpochsIsTheBest() throws {
    var options = HeadOptions()
    (options.width, options.rate, options.patience) = (4, 1e-300, 3)
    let data = try SampleHeadData.data(SampleHeadData.planted(40, seed: 3))
    let model = try HeadTraining(data, options: options).run()
    #expect(model.bestEpoch == 1 && model.epochs.count == 4 && model.ending == .converged)
  }

  /// Shares are of the pairs on which a reward model is labelled; of equal ones the lowest is the best.
  @Test func theBestSingleIsOfKnownLabelsAndTheLowestOnTies() throws {
    var pairs = SampleHeadData.planted(8, groupSize: 8, seed: 1)
    for row in pairs.indices {
      // rm-0: wrong; rm-1 and rm-2: two known, both right, on unlike pairs.
      let rights: [Bool?] = [false, row < 2 ? true : nil, row > 5 ? true : nil]
      for arm in 0..<3 { pairs[row].labels[arm].isRight = rights[arm] }
    }
    var options = HeadOptions()
    (options.width, options.epochs) = (4, 1)
    let model = try HeadTraining(SampleHeadData.data(pairs), options: options).run()
    #expect(model.bestSingle == "rm-1" && model.bestSingleAccuracy == 1)
  }

  /// Uniform within ±1/√(inputs), as PyTorch's Linear; LayerNorm 1 and 0; scores follow at once.
  @Test func parametersStartWithinTheirLimits() {
    let shape = HeadShape(features: 4, width: 100, arms: 3)
    let network = HeadNetwork<Double>(shape, batch: 2, threads: 1)
    network.initialise(seed: 1)
    for (range, limit) in [
      (shape.weight, 0.5), (shape.bias, 0.5), (shape.preference, 0.1), (shape.classification, 0.1),
    ] {
      let values = network.weights[range]
      #expect(values.allSatisfy { $0.magnitude < limit })
      #expect(values.contains { $0 > 0.9 * limit } && values.contains { $0 < -0.9 * limit })
    }
    #expect(shape.gain.allSatisfy { network.weights[$0] == 1 })
    #expect(shape.shift.allSatisfy { network.weights[$0] == 0 })
    let scores = network.outcome(of: [1, -1, 0.5, 0.25]).scores
    #expect(scores.allSatisfy { $0 != 0 && $0.magnitude < 1 })
  }
}

import CKernels
import RunEvents
import TestSupport
import Testing

@testable import OfflineRouter

@Suite struct HeadNetworkTests {
  private func maximum(_ one: [Double], _ other: [Double]) -> Double {
    #expect(one.count == other.count)
    return zip(one, other).map { ($0 - $1).magnitude }.max() ?? 0
  }

  @Test func theForwardPassIsThatOfAnIndependentProgram() throws {
    let golden = try GoldenHead.load()
    let network = HeadNetwork<Double>(golden.shape, batch: 2 * golden.features.count, threads: 1)
    network.load(golden.parameters)
    let features = zip(golden.first, golden.second).map {
      pairFeatures(.embeddings(.double($0), .double($1)))
    }
    #expect(maximum(features.flatMap { $0 }, golden.features.flatMap { $0 }) <= 1e-15)
    let outcome = network.outcome(of: features.flatMap { $0 })
    #expect(maximum(outcome.contexts, golden.context.flatMap { $0 }) <= 1e-12)
    let scores = zip(golden.preferenceScores, golden.logits).flatMap { $0 + $1 }
    #expect(maximum(outcome.scores, scores) <= 1e-12)
  }

  @Test func singlePrecisionIsAsNearAsItCanBe() throws {
    let golden = try GoldenHead.load()
    let network = HeadNetwork<Float>(golden.shape, batch: 2 * golden.features.count, threads: 2)
    network.load(golden.parameters)
    let outcome = network.outcome(of: golden.features.flatMap { $0 }.map { Float($0) })
    #expect(maximum(outcome.contexts.map { Double($0) }, golden.context.flatMap { $0 }) <= 3e-6)
  }

  /// Labels of every kind: some unknown, all right, all wrong, none known.
  private func messyData(rows: Int, arms: Int, length: Int, seed: Int) throws -> HeadData {
    var pairs = SampleHeadData.planted(rows, arms: arms, length: length, skill: 0.6, missing: 0.3, seed: seed)
    for (row, label) in [true, false, nil].enumerated() where row < rows {
      pairs[row].labels = pairs[row].labels.map { .init(rewardModel: $0.rewardModel, isRight: label) }
    }
    return try SampleHeadData.data(pairs, arms: arms)
  }

  private func loss(_ arms: Int, _ seed: Int) -> HeadLoss {
    var loss = HeadLoss(arms: arms)
    loss.preferenceWeight = 1.5
    loss.classificationWeight = 0.4
    if seed % 2 == 1 {
      var random = SeededGenerator(seed: seed)
      loss.pairWeights = (0..<arms * arms).map { _ in random.uniform() * 3 }
    }
    return loss
  }

  @Test(arguments: 0..<6) func theGradientOfEveryParameterIsThatOfFiniteDifferences(_ seed: Int) throws {
    let (rows, arms, length, width) = (
      [1, 2, 7, 9, 12, 5][seed], 2 + seed % 3, 2 + seed % 4, [2, 3, 5, 7, 8, 4][seed]
    )
    let data = try messyData(rows: rows, arms: arms, length: length, seed: seed)
    let shape = HeadShape(features: data.featureCount, width: width, arms: arms)
    let network = HeadNetwork<Double>(shape, batch: rows, threads: 1 + seed % 2)
    network.initialise(seed: UInt64(seed))
    var random = SeededGenerator(seed: 100 + seed)
    for place in shape.bias.lowerBound..<shape.count { network.weights[place] += 0.3 * random.normal() }
    if seed == 3 {
      // A reward model whose row of E is 0: its unit row is 0 and stays so.
      for place in 0..<width { network.weights[shape.preference.lowerBound + place] = 0 }
    }
    network.refreshHeads()
    let loss = loss(arms, seed)
    let all = (0..<rows).map { Int32($0) }
    let sums = network.learn(all[...], of: data, loss)
    #expect(network.evaluate(all, of: data, loss) == sums)
    let gradient = network.gradient
    #expect(gradient.contains { $0 != 0 } || rows < 4)
    for place in 0..<shape.count {
      if seed == 3, (0..<width).contains(place - shape.preference.lowerBound) {
        #expect(gradient[place] == 0)
        continue
      }
      let step = 1e-6
      let old = network.weights[place]
      func value(_ weight: Double) -> Double {
        network.weights[place] = weight
        network.refreshHeads()
        return loss.value(network.evaluate(all, of: data, loss))
      }
      let slope = (value(old + step) - value(old - step)) / (2 * step)
      _ = value(old)
      #expect((slope - gradient[place]).magnitude <= 2e-7 * (1 + slope.magnitude), "parameter \(place)")
    }
  }

  @Test func aRowThatEveryReLUStopsHasAContextOf0AndNoGradient() throws {
    let data = try messyData(rows: 8, arms: 3, length: 3, seed: 5)
    let shape = HeadShape(features: data.featureCount, width: 4, arms: 3)
    let network = HeadNetwork<Double>(shape, batch: 8, threads: 1)
    network.initialise(seed: 1)
    for place in shape.bias { network.weights[place] = -1e6 }
    let sums = network.learn((0..<8).map { Int32($0) }[...], of: data, HeadLoss(arms: 3))
    #expect(sums.samples == 8 && sums.routedRight == 0)
    let gradient = network.gradient
    for place in shape.weight.lowerBound..<shape.classification.upperBound { #expect(gradient[place] == 0) }
    #expect(shape.classificationBias.contains { gradient[$0] != 0 })
    var contexts: [Double] = []
    network.contexts([0, 1], of: data) { contexts += $0 }
    #expect(contexts == Array(repeating: 0, count: 8))
  }

  @Test func halvesAreTheSameOnOneThreadAndOnTwo() throws {
    let data = try messyData(rows: 31, arms: 4, length: 9, seed: 11)
    let shape = HeadShape(features: data.featureCount, width: 16, arms: 4)
    let rows = (0..<31).map { Int32($0) }
    let gradients = [1, 2].map { threads in
      let network = HeadNetwork<Float>(shape, batch: 31, threads: threads)
      network.initialise(seed: 3)
      _ = network.learn(rows[...], of: data, HeadLoss(arms: 4))
      return network.gradient.map(\.bitPattern)
    }
    #expect(gradients[0] == gradients[1])
  }

  /// A last batch of one pair leaves the second half empty: nothing of the batch before stays in it.
  @Test func aHalfWithoutRowsAddsNothing() throws {
    let data = try messyData(rows: 9, arms: 3, length: 4, seed: 2)
    let shape = HeadShape(features: data.featureCount, width: 5, arms: 3)
    func last(_ batches: [[Int32]]) -> ([Double], HeadLoss.Sums) {
      let network = HeadNetwork<Double>(shape, batch: 8, threads: 1)
      network.initialise(seed: 3)
      var sums = HeadLoss.Sums()
      for batch in batches { sums = network.learn(batch[...], of: data, HeadLoss(arms: 3)) }
      return (network.gradient, sums)
    }
    let (alone, sums) = last([[8]])
    let (after, sumsAfter) = last([Array(0..<8), [8]])
    #expect(alone == after && sums == sumsAfter && sums.samples == 1)
  }

  @Test func aStepOfAdamWIsThatOfTheFormula() {
    for count in [1, 7, 8, 9, 21] {
      var random = SeededGenerator(seed: count)
      var weights = random.vector(count)
      var first = Array(repeating: 0.0, count: count)
      var second = first
      var expected = weights
      var (moment, square) = (first, second)
      for number in 1...3 {
        let gradient = random.vector(count)
        let step = AdamStep(rate: 0.01, decay: 0.1, number: number)
        Double.adamStep(
          count: count, weights: &weights, gradient: gradient, first: &first, second: &second, step)
        let (power1, power2) = ([0.9, 0.81, 0.729][number - 1], [0.999, 0.998001, 0.997002999][number - 1])
        for place in 0..<count {
          moment[place] = 0.9 * moment[place] + 0.1 * gradient[place]
          square[place] = 0.999 * square[place] + 0.001 * gradient[place] * gradient[place]
          expected[place] *= 1 - 0.01 * 0.1
          expected[place] -=
            0.01 * (moment[place] / (1 - power1)) / ((square[place] / (1 - power2)).squareRoot() + 1e-8)
        }
      }
      #expect(maximum(weights, expected) <= 1e-12)
    }
  }
}

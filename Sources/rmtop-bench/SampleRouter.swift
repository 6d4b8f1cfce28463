import RouterEngine

/// Deterministic numbers for what is timed.
struct SampleNumbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  private mutating func uniform() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (Double(state >> 12) + 0.5) * 0x1p-52
  }

  /// The sum of four uniform numbers, of variance 1: near enough to normal for a benchmark.
  mutating func next() -> Double {
    (uniform() + uniform() + uniform() + uniform() - 2) * 1.732_050_807_568_877_2
  }

  /// Of about unit length.
  mutating func context(_ dimension: Int) -> [Double] {
    let scale = 1 / Double(dimension).squareRoot()
    return (0..<dimension).map { _ in next() * scale }
  }
}

/// A router in the middle of a run.
struct SampleRouter {
  let dimension: Int
  let count: Int
  var bank: PosteriorBank
  var policy: ThompsonPolicy
  var numbers = SampleNumbers(seed: 7)

  init(dimension: Int, count: Int) throws {
    self.dimension = dimension
    self.count = count
    bank = try PosteriorBank(
      settings: PosteriorSettings(dimension: dimension), priorMeans: Array(repeating: nil, count: count))
    policy = ThompsonPolicy(rewardModels: (0..<count).map { "rm-\($0)" }, seed: 1)
    bank.closeBatch(observations(count * 64))
  }

  mutating func observations(_ number: Int) -> [Observation] {
    (0..<number).map {
      Observation(arm: $0 % count, context: numbers.context(dimension), reward: numbers.next())
    }
  }

  mutating func requests(_ number: Int) -> [RoutingRequest] {
    (0..<number).map {
      RoutingRequest(decision: "d\($0)", context: numbers.context(dimension), allowed: Array(0..<count))
    }
  }
}

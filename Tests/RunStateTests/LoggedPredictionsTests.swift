import Testing

@testable import RunState

@Suite struct LoggedPredictionsTests {
  private func hash(_ index: Int) -> IdentifierHash { IdentifierHash("\(index)") }

  private func prediction(_ index: Int) -> LoggedPrediction {
    LoggedPrediction(mean: Double(index), standardDeviation: 1)
  }

  @Test func theOldestOf4097IsDropped() {
    var predictions = LoggedPredictions()
    for index in 0..<4096 { predictions.insert(prediction(index), for: hash(index)) }
    #expect(predictions.count == 4096)
    predictions.insert(prediction(4096), for: hash(4096))
    #expect(predictions.count == 4096)
    #expect(predictions.remove(hash(0)) == nil)
    #expect(predictions.remove(hash(1)) == prediction(1))
    #expect(predictions.remove(hash(1)) == nil)
    #expect(predictions.remove(hash(4096)) == prediction(4096))
  }

  /// Those that were taken make room, however many have come.
  @Test func whatIsTakenMakesRoom() {
    var predictions = LoggedPredictions()
    for index in 0..<10_000 {
      predictions.insert(prediction(index), for: hash(index))
      if index % 3 > 0 { #expect(predictions.remove(hash(index)) == prediction(index)) }
    }
    #expect(predictions.count == 3334)
    #expect(predictions.remove(hash(0)) == prediction(0))
  }

  @Test func anInnovationIsCutAndAlwaysANumber() {
    let sure = LoggedPrediction(mean: 0, standardDeviation: 0)
    #expect(sure.innovation(reward: 3, noiseVariance: 4) == 1.5)
    #expect(sure.innovation(reward: 1e9, noiseVariance: 1) == 1e6)
    #expect(sure.innovation(reward: -1e9, noiseVariance: 1) == -1e6)
    let wide = LoggedPrediction(mean: 0, standardDeviation: 1e200)
    #expect(wide.innovation(reward: 3e200, noiseVariance: 1) == 3)
    // Neither the square nor the sum decides.
    let middle = LoggedPrediction(mean: 0, standardDeviation: 1e100)
    #expect(middle.innovation(reward: 2e100, noiseVariance: 1e60) == 2)
    let endless = LoggedPrediction(mean: 0, standardDeviation: 1e-300)
    #expect(endless.innovation(reward: 1e300, noiseVariance: 0) == nil)
  }
}

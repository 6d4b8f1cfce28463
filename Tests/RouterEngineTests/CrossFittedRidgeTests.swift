import Testing

@testable import RouterEngine

@Suite struct CrossFittedRidgeTests {
  /// 2 n w² for the squares, w³/3 for each factor: one per fold, arm and penalty, and one for the influence.
  @Test func theCostIsCountedInMultiplications() {
    let cost = CrossFittedRidge.cost(rounds: 200, width: 6, arms: 3)
    #expect(abs(cost - (2.0 * 200 * 36 + 5 * 3 * 8 * 216 / 3)) < 1e-9)
    let rounds = SimulatedRounds().rounds(200, seed: 1)
    let limit = CrossFittedRidge.cost(rounds: 200, width: 4, arms: 3)
    #expect(OffPolicyEvaluation(armCount: 3, modelBudget: limit).report(rounds)[.dr] != nil)
    #expect(OffPolicyEvaluation(armCount: 3, modelBudget: limit - 1).report(rounds)[.dr] == nil)
  }

  /// Contexts that say nothing make all penalties predict alike: the greatest stands.
  @Test func theGreatestOfEqualPenaltiesIsTaken() {
    var rounds = SimulatedRounds().rounds(60, seed: 2)
    for index in rounds.indices { rounds[index].context = [0, 0] }
    let model = CrossFittedRidge(
      rounds, armCount: 3, width: 3, batches: BatchSpread(batches: rounds.map(\.batch)))
    #expect(model.penalty == 1e4)
  }

  /// An arm that was never chosen predicts the mean reward outside of the fold.
  @Test func anArmWithoutRoundsPredictsTheMean() {
    var rounds = SimulatedRounds().rounds(100, seed: 5).filter { $0.arm != 2 }
    for index in rounds.indices { rounds[index].target = [0, 0, 1] }
    let batches = BatchSpread(batches: rounds.map(\.batch))
    let model = CrossFittedRidge(rounds, armCount: 3, width: 4, batches: batches)
    for (index, value) in model.targetValues.enumerated() {
      let fold = batches.places[index] % 5
      let others = rounds.indices.filter { batches.places[$0] % 5 != fold }.map { rounds[$0].reward }
      #expect(abs(value - others.reduce(0, +) / Double(others.count)) < 1e-12)
    }
  }

  /// A round's own reward, and those of its batch and fold, are in no prediction of it.
  @Test func aFoldSaysNothingOfItself() {
    let rounds = SimulatedRounds().rounds(120, seed: 3)
    let batches = BatchSpread(batches: rounds.map(\.batch))
    let one = CrossFittedRidge(rounds, armCount: 3, width: 4, batches: batches)
    var changed = rounds
    let own = rounds.indices.filter { batches.places[$0] % CrossFittedRidge.foldCount == 2 }
    for index in own { changed[index].reward *= 1 + 1e-9 }
    let other = CrossFittedRidge(changed, armCount: 3, width: 4, batches: batches)
    #expect(one.penalty == other.penalty)
    for index in own {
      #expect(abs(one.targetValues[index] - other.targetValues[index]) < 1e-14)
    }
    #expect(rounds.indices.contains { abs(one.targetValues[$0] - other.targetValues[$0]) > 1e-12 })
  }
}

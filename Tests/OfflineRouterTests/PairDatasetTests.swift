import RunEvents
import Testing

@testable import OfflineRouter

@Suite struct PairDatasetTests {
  private func pair(
    _ id: String, group: String? = nil, _ features: JudgedPair.Features = .context(.double([1])),
    _ labels: [(String, Bool?)] = [("r", true)]
  ) -> JudgedPair {
    JudgedPair(
      id: id, group: group, features: features,
      labels: labels.map { JudgedPair.Label(rewardModel: $0.0, isRight: $0.1) })
  }

  @Test func groupsAreNumberedByFirstAppearanceAndNoneIsItsOwn() throws {
    let pairs = try PairDataset([
      pair("1", group: "x"), pair("2"), pair("3", group: "y"), pair("4", group: "x"), pair("5"),
    ])
    #expect(pairs.groups == [0, 1, 2, 0, 3])
    #expect(pairs.groupCount == 4)
    let some = PairDataset(pairs, indices: [4, 3, 0])
    #expect(some.groups == [0, 1, 1])
    #expect(some.groupCount == 2)
    #expect(some.count == 3)
  }

  @Test func labelsStandInColumnsOfFirstAppearance() throws {
    let pairs = try PairDataset([
      pair("1", .context(.double([1])), [("b", true), ("a", nil)]),
      pair("2", .context(.double([1])), [("a", false), ("c", true), ("c", false)]),
    ])
    #expect(pairs.rewardModels == ["b", "a", "c"])
    #expect((0..<3).map { pairs.label(0, $0) } == [1, nil, nil])
    #expect((0..<3).map { pairs.label(1, $0) } == [nil, 0, 0])
  }

  @Test func whatDoesNotFitIsRefusedWithThePairsName() {
    func refusal(_ pairs: [JudgedPair], _ rewardModels: [String]? = nil) -> String? {
      do {
        _ = try PairDataset(pairs, rewardModels: rewardModels)
        return nil
      } catch { return error.description }
    }
    let both = JudgedPair.Features.embeddings(.double([1]), .double([2]))
    #expect(refusal([]) == "there are no judged pairs")
    #expect(
      refusal([pair("1"), pair("2\u{1B}", .context(.double([1, 2])))])
        == "pair “2” has 2 features where the pairs before it have 1")
    #expect(
      refusal([pair("1", .context(.double([])))])
        == "pair “1” has 0 features where the pairs before it have 1")
    #expect(
      refusal([pair("1", .embeddings(.double([1]), .double([1, 2])))])
        == "pair “1” has embeddings of two lengths, 1 and 2 numbers")
    #expect(
      refusal([pair("1", .context(.double([1, 2]))), pair("2", both)])
        == "pair “2” mixes kinds: either all pairs have embeddings a and b, or all have x")
    for bad in [Double.nan, .infinity, 1e61] {
      #expect(
        refusal([pair("1", .context(.double([bad])))])
          == "pair “1” has a feature that is not finite or too large (up to 1e60)")
    }
    #expect(
      refusal([pair("1")], ["q"]) == "pair “1” has a label of “r”, which is not among the reward models")
    let many = (0..<65).map { ("r\($0)", Optional(true)) }
    #expect(
      refusal([pair("1", both, many)]) == "65 reward models are labelled, and a router takes at most 64")
  }

  @Test func upTo64RewardModelsAreTaken() throws {
    func dataset(_ count: Int) throws -> PairDataset {
      try PairDataset([
        JudgedPair(
          id: "p", features: .context(.double([1])),
          labels: (0..<count).map { JudgedPair.Label(rewardModel: "r\($0)", isRight: true) })
      ])
    }
    #expect(try dataset(64).rewardModels.count == 64)
    #expect(throws: ContrastError.tooManyRewardModels(65)) { try dataset(65) }
  }

  @Test func featuresAreTheMeanAndTheDistanceLessACentre() throws {
    let pairs = try PairDataset([
      pair("1", .embeddings(.single([1, 5]), .double([3, 1]))),
      pair("2", .embeddings(.double([0, 0]), .double([2, -2]))),
    ])
    #expect(pairs.featureBlock(0..<2, minus: nil, capacity: 3) == [2, 3, 2, 4, 1, -1, 2, 2, 0, 0, 0, 0])
    #expect(pairs.featureMean() == [1.5, 1, 2, 3])
    #expect(pairs.featureBlock(1..<2, minus: [1.5, 1, 2, 3]) == [-0.5, -2, 0, -1])
  }
}

import RunEvents
import Testing

@testable import OfflineRouter

@Suite struct EvaluationSplitTests {
  @Test(arguments: 1...20) func noGroupIsOnBothSides(seed: UInt64) throws {
    let pairs = try SamplePairs(count: 150, groups: 37, seed: 3).dataset()
    let split = try EvaluationSplit(pairs, fraction: 0.6, seed: seed)
    let offline = Set(split.offline.map { pairs.groups[$0] })
    let stream = Set(split.stream.map { pairs.groups[$0] })
    #expect(offline.isDisjoint(with: stream))
    #expect(offline.count == Int((0.6 * Double(pairs.groupCount)).rounded()))
    #expect((split.offline + split.stream).sorted() == Array(0..<150))
    #expect(split.stream != split.stream.sorted())
  }

  @Test func bothSidesHaveAGroupWhateverTheFraction() throws {
    let pairs = try SamplePairs(count: 12, groups: 2).dataset()
    for fraction in [0.001, 0.999] {
      let split = try EvaluationSplit(pairs, fraction: fraction, seed: 1)
      #expect(!split.offline.isEmpty)
      #expect(!split.stream.isEmpty)
    }
    let one = try SamplePairs(count: 12, groups: 1).dataset()
    #expect(throws: ContrastError.tooFewGroups(1)) { try EvaluationSplit(one, fraction: 0.5, seed: 1) }
  }

  /// round(fraction · groups), the half away from zero.
  @Test(arguments: [(0.6, 11, 7), (0.5, 7, 4), (0.3, 11, 3)])
  func theOfflinePartHasTheNearestNumberOfGroups(fraction: Double, groups: Int, expected: Int) throws {
    let pairs = try SamplePairs(count: 400, groups: groups).dataset()
    let split = try EvaluationSplit(pairs, fraction: fraction, seed: 1)
    #expect(Set(split.offline.map { pairs.groups[$0] }).count == expected)
  }

  @Test func pairsWithoutALabelAreNotStreamed() throws {
    var pairs = SamplePairs(count: 60).pairs()
    for index in stride(from: 0, to: 60, by: 3) {
      for label in pairs[index].labels.indices { pairs[index].labels[label].isRight = nil }
    }
    let data = try PairDataset(pairs)
    let split = try EvaluationSplit(data, fraction: 0.5, seed: 2)
    #expect(split.stream.allSatisfy { $0 % 3 != 0 })
    #expect(split.offline.contains { $0 % 3 == 0 })
  }
}

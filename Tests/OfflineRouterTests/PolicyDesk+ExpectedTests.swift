import RunEvents
import Testing

@testable import OfflineRouter

@Suite struct PolicyDeskExpectedTests {
  private static func pair(_ category: String?, _ rights: [Bool?]) -> JudgedPair {
    JudgedPair(
      id: "p", category: category, features: .context(.double([1])),
      labels: rights.enumerated().map { JudgedPair.Label(rewardModel: "rm\($0)", isRight: $1) })
  }

  /// Four reward models; the first three are equally often right, the last is never labelled offline.
  private static func desk() throws -> PolicyDesk {
    let pairs = [
      pair("b", [true, false, false, nil]), pair("b", [true, false, true, nil]),
      pair("a", [false, true, false, nil]), pair("a", [false, true, true, nil]),
      // The stream.
      pair("a", [false, true, false, false]), pair("b", [true, false, false, false]),
      pair("c", [true, false, false, true]), pair(nil, [true, false, false, false]),
      pair("a", [true, nil, false, true]), pair("c", [nil, nil, false, true]),
    ]
    let all = try PairDataset(pairs)
    return PolicyDesk(
      offline: PairDataset(all, indices: Array(0..<4)),
      stream: EvaluationStream(PairDataset(all, indices: Array(4..<10)), seed: 1, noise: 0), reward: .correct,
      seed: 1)
  }

  @Test func reversedOrUnlabelledOnesStandInTheirPlaces() throws {
    let desk = try Self.desk()
    #expect(PolicyDesk.ranked(desk.offline) { _ in true } == [0, 1, 2, 3])
    #expect(PolicyDesk.ranked(desk.offline) { $0 >= 2 } == [1, 2, 0, 3])
  }

  /// By category where the offline part has it, else as the best single one; the next in order where it has no label.
  @Test func theBestOfACategoryIsThatOfTheOfflinePart() throws {
    let desk = try Self.desk()
    #expect(try desk.hits(.bestSingle) == [0, 1, 1, 1, 1, 0])
    #expect(try desk.hits(.bestPerCategory) == [1, 1, 1, 1, 0, 0])
  }

  @Test func withoutALabelASingleOneIsAnyLabelledOneInExpectation() throws {
    #expect(try Self.desk().hits(.single("rm1")) == [1, 0, 0, 0, 2.0 / 3, 0.5])
  }
}

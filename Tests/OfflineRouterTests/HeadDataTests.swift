import RunEvents
import Testing

@testable import OfflineRouter

@Suite struct HeadDataTests {
  private func pair(
    _ id: String, group: String? = nil, _ a: Embedding, _ b: Embedding,
    labels: [(String, Bool?)] = [("r", true)]
  ) -> JudgedPair {
    JudgedPair(
      id: id, group: group, features: .embeddings(a, b),
      labels: labels.map { .init(rewardModel: $0.0, isRight: $0.1) })
  }

  @Test func featuresAreMeansThenDistancesInBothPrecisions() throws {
    let data = try HeadData(
      [pair("1", .single([1, -3]), .single([4, 1])), pair("2", .double([1, -3]), .single([4, 1]))],
      rewardModels: ["r"])
    #expect(data.features == [2.5, -1, 3, 4, 2.5, -1, 3, 4] && data.featureCount == 4)
  }

  @Test func labelsStandInTheGivenColumnsAndGroupsInOrderOfAppearance() throws {
    let one = Embedding.single([1])
    let data = try HeadData(
      [
        pair("1", group: "b", one, one, labels: [("s", false), ("r", true)]),
        pair("2", one, one, labels: [("r", nil), ("q", true)]),
        pair("3", group: "b", one, one, labels: [("q", false)]), pair("4", one, one, labels: [("s", true)]),
      ], rewardModels: ["r", "s", "q"])
    #expect(data.labels == [1, 0, -1, -1, -1, 1, -1, -1, 0, -1, 1, -1])
    #expect(data.groups == [0, 1, 0, 2] && data.count == 4)
    #expect(data.isInformative(0) && !data.isInformative(1))
  }

  @Test func whatIsNoEmbeddingIsRefusedInASentence() {
    func error(_ pairs: [JudgedPair]) -> HeadError? {
      do throws(HeadError) {
        _ = try HeadData(pairs, rewardModels: ["r"])
        return nil
      } catch { return error }
    }
    let good = pair("1", .single([1, 2]), .single([1, 2]))
    #expect(error([]) == .noPairs)
    let context = JudgedPair(id: "c", features: .context(.double([1])), labels: [])
    #expect(error([context]) == .contextsOnly && error([good, context]) == .contextsOnly)
    #expect(error([context])?.description.contains("--method calibrated") == true)
    #expect(
      error([good, pair("2", .single([1, 2]), .single([1]))])
        == .embeddingLength(pair: "2", length: 1, expected: 2))
    #expect(error([good, pair("3", .double([1e30, 0]), .double([0, 0]))]) == .featureRange(pair: "3"))
    #expect(error([pair("4", .single([.nan]), .single([1]))]) == .featureRange(pair: "4"))
    #expect(error([pair("5", .single([]), .single([]))]) == .emptyEmbeddings(pair: "5"))
    #expect(
      error([good, pair("\u{1B}[2J", .single([3e38, 0]), .single([3e38, 0]))])?.description.contains("\u{1B}")
        == false)
  }
}

import OfflineRouter
import RunEvents
import Testing

@Suite struct PairFeaturesTests {
  @Test func theMeanAndThenTheDistance() {
    #expect(pairFeatures(.embeddings(.double([1, 5]), .single([3, 1]))) == [2, 3, 2, 4])
    #expect(pairFeatures(.context(.double([1, -2]))) == [1, -2])
  }
}

import RouterEngine
import Testing

@Suite struct RouterPriorAlignedTests {
  private let named = RouterPrior(
    rewardModels: ["x", "y"], means: [[1, 2, 3], [5, 6, 7]],
    shape: .perArm([
      [1, 0, 0, 0, 1, 0, 0, 0, 1], [3, 0, 0, 0, 3, 0, 0, 0, 3],
    ]),
    baseline: SharedBaseline(weights: [1, 2], level: 0.5, gain: 0.3))

  @Test func rowsAreMatchedById() throws {
    let aligned = try named.aligned(to: ["y", "new", "x"], dimension: 2, hasIntercept: true)
    #expect(aligned.means == [[5, 6, 7], [3, 4, 5], [1, 2, 3]])
    #expect(aligned.unnamed == [1])
    #expect(aligned.baseline == named.baseline)
    guard case .perArm(let matrices) = aligned.shape else {
      Issue.record("not per arm")
      return
    }
    #expect(matrices.map { $0[0] } == [3, 2, 1])
    #expect(matrices.map { $0[1] } == [0, 0, 0])
  }

  @Test func rowsWithoutNamesAreInOrder() throws {
    var prior = named
    prior.rewardModels = nil
    let aligned = try prior.aligned(to: ["b", "a"], dimension: 2, hasIntercept: true)
    #expect(aligned.means == prior.means && aligned.unnamed == [])
    #expect(throws: RouterPriorMismatch.rowCount(2, models: 3)) {
      try prior.aligned(to: ["a", "b", "c"], dimension: 2, hasIntercept: true)
    }
  }

  @Test func lengthsHaveToFit() throws {
    #expect(
      throws: RouterPriorMismatch.rowLength(3, dimension: 3, hasIntercept: true, hasMatrix: true)
    ) {
      try named.aligned(to: ["x"], dimension: 3, hasIntercept: true)
    }
    var vectors = named
    vectors.shape = .identity
    vectors.baseline = nil
    #expect(try vectors.aligned(to: ["x"], dimension: 3, hasIntercept: true).means == [[1, 2, 3]])
    #expect(try vectors.aligned(to: ["x"], dimension: 2, hasIntercept: true).means == [[1, 2, 3]])
    #expect(throws: RouterPriorMismatch.self) {
      try vectors.aligned(to: ["x"], dimension: 2, hasIntercept: false)
    }
  }

  @Test func theBaselineHasToBeUsable() {
    for baseline in [
      SharedBaseline(weights: [1], level: 0, gain: 0), SharedBaseline(weights: [1, .nan], level: 0, gain: 0),
      SharedBaseline(weights: [1, 2], level: 1e61, gain: 0),
      SharedBaseline(weights: [1, 2], level: 0, gain: -0.1),
      SharedBaseline(weights: [1, 2], level: 0, gain: .infinity),
    ] {
      var prior = named
      prior.baseline = baseline
      #expect(throws: RouterPriorMismatch.self, "\(baseline)") {
        try prior.aligned(to: ["x"], dimension: 2, hasIntercept: true)
      }
    }
  }

  @Test(arguments: [
    (RouterPriorMismatch.rowCount(2, models: 3), "does not name its 2 rows, and the run has 3 reward models"),
    (
      .rowLength(3, dimension: 3, hasIntercept: true, hasMatrix: true),
      "has rows of 3 numbers, and contexts of 3 with an intercept take 4"
    ),
    (
      .rowLength(5, dimension: 3, hasIntercept: true, hasMatrix: false),
      "has rows of 5 numbers, and contexts of 3 with an intercept take 3 or 4"
    ),
    (
      .rowLength(4, dimension: 3, hasIntercept: false, hasMatrix: false),
      "has rows of 4 numbers, and contexts of 3 without an intercept take 3"
    ),
    (.baselineLength(1, dimension: 2), "has baseline weights of 1 numbers, and contexts have 2"),
    (.baselineOutOfRange, "has a baseline with a number that is out of range"),
    (
      .rewardRule,
      "brings a baseline, for which router.reward has to be normalise batch with scope all, or none"
    ),
  ])
  func sentences(mismatch: RouterPriorMismatch, words: String) {
    #expect(mismatch.description == words)
  }

  /// Of two rows with one name the first counts.
  @Test func theFirstOfEqualNamesCounts() throws {
    var prior = named
    prior.rewardModels = ["x", "x"]
    let aligned = try prior.aligned(to: ["x"], dimension: 2, hasIntercept: true)
    #expect(aligned.means == [[1, 2, 3]])
  }
}

import RunEvents
import Testing

@testable import OfflineRouter

@Suite struct LinearTransformFitTests {
  @Test func equalsAnIndependentProgram() throws {
    for golden in try GoldenContrasts.all() {
      let pairs = try golden.dataset()
      let transform = LinearTransform(fitting: pairs)
      let name = Comment(rawValue: golden.name)
      #expect(transform.categories == golden.categories, name)
      #expect(transform.rank == golden.rank, name)
      #expect(isNear([transform.scale], [golden.scale], 1e-12), name)
      #expect(isNear(transform.center, golden.center, 1e-14), name)
      #expect(isNear(Array(transform.basis[..<golden.rank]), golden.basisFirst, 1e-10), name)
      #expect(isNear([transform.basis.reduce(0) { $0 + $1.magnitude }], [golden.basisAbsSum], 1e-10), name)
      #expect(zip(transform.mean, golden.contextMean).allSatisfy { ($0 - $1).magnitude < 1e-14 }, name)
      #expect(transform.mean.count == golden.contextMean.count, name)
      let contexts = transform.contexts(of: pairs)
      let width = transform.mean.count
      #expect(isNear(Array(contexts.prefix(width)), golden.firstContext, 1e-7), name)
      #expect(isNear(Array(contexts.suffix(width)), golden.lastContext, 1e-7), name)
      #expect(contexts.allSatisfy { Double(Float($0)) == $0 }, name)
    }
  }

  /// Both sides of the covariance give the same components: pairs just fewer than features, and just as many.
  @Test func theSmallerSideDoesNotMatter() throws {
    let few = try SamplePairs(count: 19, length: 10).dataset()
    let many = try SamplePairs(count: 20, length: 10).dataset()
    for pairs in [few, many] {
      let transform = LinearTransform(fitting: pairs)
      let rank = transform.rank
      #expect(rank == pairs.count - 1)
      for one in 0..<rank {
        for other in 0...one {
          var product = 0.0
          for row in 0..<pairs.featureCount {
            product += transform.basis[row * rank + one] * transform.basis[row * rank + other]
          }
          #expect((product - (one == other ? 1 : 0)).magnitude < 1e-10)
        }
      }
      // All components together keep every distance.
      let contexts = transform.rawContexts(of: pairs, 0..<pairs.count)
      let width = contexts.count / pairs.count
      let whole = pairs.featureBlock(0..<2, minus: nil)
      let size = pairs.featureCount
      let expected = (0..<size).reduce(0.0) {
        $0 + (whole[$1] - whole[size + $1]) * (whole[$1] - whole[size + $1])
      }
      let found = ((width - rank)..<width).reduce(0.0) {
        $0 + (contexts[$1] - contexts[width + $1]) * (contexts[$1] - contexts[width + $1])
      }
      #expect((found * transform.scale * transform.scale - expected).magnitude < 1e-9 * expected)
    }
  }

  @Test func aPairsContextDoesNotDependOnThePairsBesideIt() throws {
    let pairs = try SamplePairs(count: 300, length: 9).dataset()
    let transform = LinearTransform(fitting: pairs)
    let width = transform.mean.count
    let all = transform.contexts(of: pairs)
    for place in [0, 1, 255, 256, 299] {
      let alone = transform.contexts(of: PairDataset(pairs, indices: [place]))
      #expect(alone == Array(all[(place * width)..<((place + 1) * width)]))
    }
  }

  @Test func anUnseenCategoryIsAllZerosBeforeTheMean() throws {
    let pairs = SamplePairs(count: 40).pairs()
    let transform = LinearTransform(fitting: try PairDataset(pairs))
    var odd = pairs[0]
    odd.category = "never seen"
    var none = pairs[0]
    none.category = nil
    let contexts = transform.contexts(of: try PairDataset([odd, none]))
    let expected = transform.mean[..<2].map { Double(Float(-$0)) }
    let width = transform.mean.count
    #expect(Array(contexts[..<2]) == expected)
    #expect(Array(contexts[width..<(width + 2)]) == expected)
  }

  /// r = min(64, N − 1, length of f).
  @Test(arguments: [(100, 40, 64), (100, 30, 60), (5, 40, 4), (65, 40, 64), (64, 40, 63), (1, 3, 0)])
  func theRankIsLimited(count: Int, length: Int, rank: Int) throws {
    let pairs = try SamplePairs(count: count, length: length, categories: [], signal: 0.2).dataset()
    #expect(LinearTransform(fitting: pairs).rank == max(rank, 1))
  }

  /// Components are dropped from 1e-12 of the greatest eigenvalue on: 1e-10 stays, 1e-14 goes.
  @Test(arguments: [(1e-5, 2), (1e-7, 1)]) func faintComponentsAreDropped(size: Double, rank: Int) throws {
    let pairs = (0..<16).map { row in
      let (one, other) = (row % 2 == 0 ? 1.0 : -1, row % 4 < 2 ? size : -size)
      return JudgedPair(
        id: "\(row)", features: .context(.double([one, other])),
        labels: [JudgedPair.Label(rewardModel: "r", isRight: true)])
    }
    #expect(LinearTransform(fitting: try PairDataset(pairs)).rank == rank)
  }

  /// Of entries of equal magnitude the first is the positive one.
  @Test func aComponentPointsByItsFirstGreatestEntry() throws {
    let pairs = [-3.0, 1, 2].map { size in
      JudgedPair(
        id: "\(size)", features: .context(.double([size, -size, size, -size])),
        labels: [JudgedPair.Label(rewardModel: "r", isRight: true)])
    }
    let transform = LinearTransform(fitting: try PairDataset(pairs))
    #expect(transform.rank == 1 && isNear(transform.basis, [0.5, -0.5, 0.5, -0.5], 1e-12))
  }

  /// A part of the pairs knows the names of all categories; those it has no pair of get no column.
  @Test func categoriesAreThoseOfThePairsThatAreFitted() throws {
    let pairs = try SamplePairs(count: 60, categories: ["a", "b", "c"]).dataset()
    let part = PairDataset(pairs, indices: (0..<60).filter { pairs.category($0) != "b" })
    #expect(LinearTransform(fitting: part).categories == ["a", "c"])
  }

  @Test func atMost256CategoriesTheMostFrequent() throws {
    // c000…c299; the even ones twice.
    let names = (0..<300).map { number in "c" + String(1000 + number).dropFirst() }
    let pairs = (names + names.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)).enumerated().map {
      JudgedPair(
        id: "\($0)", category: $1, features: .context(.double([Double($0 % 7), 1])),
        labels: [JudgedPair.Label(rewardModel: "r", isRight: true)])
    }
    let transform = LinearTransform(fitting: try PairDataset(pairs))
    let even = names.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    let odd = names.enumerated().filter { $0.offset % 2 == 1 }.map(\.element).prefix(106)
    #expect(transform.categories == (even + odd).sorted())
    #expect(transform.rank == 1)
  }
}

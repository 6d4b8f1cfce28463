import Testing

@testable import OfflineRouter

@Suite struct FoldsTests {
  @Test(arguments: [1, 2, 9, 10, 11, 57]) func groupsStayWholeAndFoldsAreEven(groups: Int) {
    let places = (0..<(3 * groups)).map { $0 % groups }
    let folds = Folds(groups: places, groupCount: groups, seed: 4)
    #expect(folds.count == min(10, groups))
    for pair in places.indices { #expect(folds.places[pair] == folds.places[pair % groups]) }
    let sizes = folds.members.map(\.count)
    #expect(sizes.reduce(0, +) == 3 * groups)
    #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 3)
  }

  @Test func placeInTheShuffledOrderModuloTheFoldsIsTheFold() {
    let groups = (0..<23).map { $0 * 7 % 23 }
    let folds = Folds(groups: groups, groupCount: 23, seed: 6)
    var stream = KeyedStream(seed: 6, purpose: "folds")
    for (place, group) in stream.permutation(23).enumerated() {
      #expect(folds.places[groups.firstIndex(of: group) ?? 0] == place % 10)
    }
  }

  @Test func theSeedShuffles() {
    let groups = Array(0..<40)
    let one = Folds(groups: groups, groupCount: 40, seed: 1)
    #expect(one == Folds(groups: groups, groupCount: 40, seed: 1))
    #expect(one != Folds(groups: groups, groupCount: 40, seed: 2))
  }
}

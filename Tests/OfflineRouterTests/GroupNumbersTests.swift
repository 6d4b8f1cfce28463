import Testing

@testable import OfflineRouter

@Suite struct GroupNumbersTests {
  @Test func groupsAreNumberedAsTheyAppearAndWhoHasNoneIsAlone() {
    var numbers = GroupNumbers()
    let groups = ["b", nil, "a", "b", nil, "", "a", ""].map { numbers.number(of: $0) }
    #expect(groups == [0, 1, 2, 0, 3, 4, 2, 4])
    #expect(numbers.count == 5)
  }
}

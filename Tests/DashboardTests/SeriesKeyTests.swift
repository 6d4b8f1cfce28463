import Testing

@testable import Dashboard

@Suite struct SeriesKeyTests {
  @Test func coloursDifferAsLongAsThereAreAny() {
    let keys = SeriesKey.keys((0..<12).map { "rm-\($0)" }, slots: 12)
    #expect(Set(keys.map { $0.slot }).count == 12)
    let more = SeriesKey.keys((0..<64).map { "rm-\($0)" }, slots: 12)
    let uses = (0..<12).map { slot in more.filter { $0.slot == slot }.count }
    #expect(uses.allSatisfy { (5...6).contains($0) })
    #expect(Set(more.map { $0.letter }).count == 64)
  }

  /// The place in the run decides, so another RM that joins changes no colour.
  @Test func colourComesFromThePlace() {
    let slots = SeriesKey.keys(["skywork", "grm"]).map(\.slot)
    #expect(slots == [0, 1])
    #expect(SeriesKey.keys(["skywork", "grm", "third"]).prefix(2).map(\.slot) == slots)
  }

  @Test func lettersAreTheIdsOwnWhereTheyCan() {
    let letters = SeriesKey.keys(["skywork", "grm", "gemma", "123", ""]).map { $0.letter }
    #expect(letters == ["s", "g", "e", "a", "b"])
  }

  @Test func noSlotsIsNoTrap() { #expect(SeriesKey.keys(["a"], slots: 0)[0].slot == 0) }
}

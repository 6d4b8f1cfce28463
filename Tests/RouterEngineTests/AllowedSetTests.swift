import Testing

@testable import RouterEngine

@Suite struct AllowedSetTests {
  /// One row: what is in effect, and what a router of three may choose in category `c` and in any other.
  struct Row: Sendable, CustomStringConvertible {
    var controls: String
    var inCategory: [Int]
    var elsewhere: [Int]
    var description: String { controls }
  }

  /// `p` pins and `b` bans the reward model of the digit; `c` after it is the scope c, else it is global.
  static let table: [Row] = [
    Row(controls: "", inCategory: [0, 1, 2], elsewhere: [0, 1, 2]),
    Row(controls: "b0", inCategory: [1, 2], elsewhere: [1, 2]),
    Row(controls: "b0c", inCategory: [1, 2], elsewhere: [0, 1, 2]),
    Row(controls: "b0 b1c", inCategory: [2], elsewhere: [1, 2]),
    Row(controls: "p1", inCategory: [1], elsewhere: [1]),
    Row(controls: "p1c", inCategory: [1], elsewhere: [0, 1, 2]),
    Row(controls: "p1 p2c", inCategory: [2], elsewhere: [1]),
    Row(controls: "p1 b1", inCategory: [0, 2], elsewhere: [0, 2]),
    Row(controls: "p1 b1c", inCategory: [0, 2], elsewhere: [1]),
    Row(controls: "p1c b1c", inCategory: [0, 2], elsewhere: [0, 1, 2]),
    Row(controls: "p1c b1", inCategory: [0, 2], elsewhere: [0, 2]),
    Row(controls: "p2 p1c b1", inCategory: [2], elsewhere: [2]),
    Row(controls: "p2 p1c b1c", inCategory: [2], elsewhere: [2]),
    Row(controls: "p2 p1c b1c b2c", inCategory: [0], elsewhere: [2]),
    Row(controls: "p2 p1c b2", inCategory: [1], elsewhere: [0, 1]),
    Row(controls: "p0 p1 p2", inCategory: [2], elsewhere: [2]),
    Row(controls: "p0c p1c", inCategory: [1], elsewhere: [0, 1, 2]),
    Row(controls: "b1 b1c", inCategory: [0, 2], elsewhere: [0, 2]),
  ]

  @Test(arguments: table)
  func truthTable(row: Row) throws {
    var set = AllowedSet(count: 3)
    for (index, word) in row.controls.split(separator: " ").enumerated() {
      let characters = Array(word)
      let request = ControlRequest(
        sequence: "s-\(index)", verb: characters[0] == "p" ? .pin : .ban,
        arm: Int(String(characters[1])), category: characters.count > 2 ? "c" : nil)
      try set.apply(request, categories: ["c"], step: 1)
    }
    #expect(set.allowed(category: "c") == row.inCategory)
    #expect(set.allowed(category: "other") == row.elsewhere)
    #expect(set.allowed(category: nil) == row.elsewhere)
  }

  @Test func queriesNamePinsAndBans() throws {
    var set = AllowedSet(count: 3)
    try set.apply(ControlRequest(sequence: "1", verb: .pin, arm: 2, category: "c"), categories: [], step: nil)
    try set.apply(ControlRequest(sequence: "2", verb: .ban, arm: 0), categories: [], step: nil)
    #expect(set.pin(category: "c") == 2)
    #expect(set.pin(category: "d") == nil)
    #expect(set.isBanned(0, category: "c") && set.isBanned(0, category: nil))
    #expect(!set.isBanned(1, category: "c"))
    #expect(set.isPresent(2) && !set.isPresent(3) && !set.isPresent(-1))
  }

  @Test func badgesAreInOrder() throws {
    var set = AllowedSet(count: 2)
    let requests = [
      ControlRequest(sequence: "1", verb: .pin, arm: 0, category: "zeta"),
      ControlRequest(sequence: "2", verb: .ban, arm: 0, category: "zeta", steps: 5),
      ControlRequest(sequence: "3", verb: .ban, arm: 0, category: "Beta"),
      ControlRequest(sequence: "4", verb: .pin, arm: 0, steps: 50),
      ControlRequest(sequence: "5", verb: .ban, arm: 0),
    ]
    for request in requests { try set.apply(request, categories: [], step: 10) }
    let badges = set.badges(0)
    #expect(badges.map(\.sequence) == ["5", "4", "3", "2", "1"])
    #expect(badges.map(\.isPin) == [false, true, false, false, true])
    #expect(badges.map(\.category) == [nil, nil, "Beta", "zeta", "zeta"])
    #expect(badges.map { $0.remainingSteps(from: 12) } == [nil, 48, nil, 3, nil])
    #expect(badges[1].remainingSteps(from: 100) == 0)
    #expect(badges[1].remainingSteps(from: nil) == nil)
    #expect(set.badges(1).isEmpty)
  }

  @Test func digestTextIsCanonical() throws {
    var one = AllowedSet(count: 2)
    try one.apply(ControlRequest(sequence: "1", verb: .ban, arm: 0, category: "a"), categories: [], step: 1)
    try one.apply(ControlRequest(sequence: "2", verb: .pin, arm: 1, steps: 3), categories: [], step: 1)
    var other = AllowedSet(count: 2)
    try other.apply(ControlRequest(sequence: "x", verb: .pin, arm: 1, steps: 1), categories: [], step: 3)
    try other.apply(ControlRequest(sequence: "y", verb: .ban, arm: 0, category: "a"), categories: [], step: 3)
    #expect(one.digestText == "present 11; pin 1 before 4; ban 0 in 1:a")
    #expect(one.digestText == other.digestText)
    other.remove(0)
    #expect(other.digestText == "present 01; pin 1 before 4")
  }
}

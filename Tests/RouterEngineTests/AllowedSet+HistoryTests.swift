import Testing

@testable import RouterEngine

/// Scope × pin and ban × expiry × undo × arms added and removed, as a table.
@Suite struct AllowedSetHistoryTests {
  /// What happened, and what may be chosen in category `c` and elsewhere then.
  struct Row: Sendable, CustomStringConvertible {
    var history: String
    var inCategory: [Int]
    var elsewhere: [Int]
    var description: String { history }

    init(_ history: String, _ inCategory: [Int], _ elsewhere: [Int]) {
      self.history = history
      self.inCategory = inCategory
      self.elsewhere = elsewhere
    }
  }

  /// The router begins with three arms at step 10. `p1` pins and `b1` bans arm 1, `P1` and `B1` lift that; `c` after
  /// it is the scope c; `~5` gives it five steps. `u0` undoes word 0, `@12` is a decision at step 12, `+` adds an arm
  /// and `-1` removes arm 1.
  static let table: [Row] = [
    // Expiry, by scope and kind.
    Row("p1~5 @14", [1], [1]), Row("p1~5 @15", [0, 1, 2], [0, 1, 2]),
    Row("p1c~5 @14", [1], [0, 1, 2]), Row("p1c~5 @15", [0, 1, 2], [0, 1, 2]),
    Row("b1~5 @14", [0, 2], [0, 2]), Row("b1~5 @15", [0, 1, 2], [0, 1, 2]),
    Row("b1c~5 @14", [0, 2], [0, 1, 2]), Row("b1c~5 @15", [0, 1, 2], [0, 1, 2]),
    Row("p1 p2c~2 @11", [2], [1]), Row("p1 p2c~2 @12", [1], [1]),
    Row("b1 b1c~2 @12", [0, 2], [0, 2]), Row("b1~2 b1c @12", [0, 2], [0, 1, 2]),
    Row("p1~5 @13 p1~5 @17", [1], [1]), Row("p1~5 @13 p1~5 @18", [0, 1, 2], [0, 1, 2]),
    Row("b0~5 b0 @99", [1, 2], [1, 2]), Row("p1 b1~3 @12", [0, 2], [0, 2]), Row("p1 b1~3 @13", [1], [1]),
    // Lifting is of one scope.
    Row("b1 b1c B1", [0, 2], [0, 1, 2]), Row("b1 b1c B1c", [0, 2], [0, 2]),
    Row("p1 p2c P1", [2], [0, 1, 2]), Row("p1 p2c P2c", [1], [1]),
    // Undo, by scope and kind, of what was replaced and of a lift, with the end that it had.
    Row("p1 u0", [0, 1, 2], [0, 1, 2]), Row("p1c u0", [0, 1, 2], [0, 1, 2]),
    Row("b1 u0", [0, 1, 2], [0, 1, 2]), Row("b1 b1c u1", [0, 2], [0, 2]),
    Row("b1 b1c u0", [0, 2], [0, 1, 2]),
    Row("p1 p2 u1", [1], [1]), Row("p1c p2c u1", [1], [0, 1, 2]), Row("p1 P1 u1", [1], [1]),
    Row("b1c B1c u1", [0, 2], [0, 1, 2]), Row("b1 u0 u1", [0, 2], [0, 2]),
    Row("p1~5 p2 u1 @14", [1], [1]), Row("p1~5 p2 u1 @15", [0, 1, 2], [0, 1, 2]),
    Row("p1~5 p2 @15 u1", [0, 1, 2], [0, 1, 2]), Row("b1~5 B1 u1 @14", [0, 2], [0, 2]),
    Row("b1~5 B1 u1 @15", [0, 1, 2], [0, 1, 2]),
    // Arms that come and go take their pins and bans with them.
    Row("+", [0, 1, 2, 3], [0, 1, 2, 3]), Row("b0 +", [1, 2, 3], [1, 2, 3]), Row("p1c +", [1], [0, 1, 2, 3]),
    Row("+ p3 b0c", [3], [3]), Row("-1", [0, 2], [0, 2]), Row("p1 -1", [0, 2], [0, 2]),
    Row("p0 p1c -1", [0], [0]), Row("b1c -1 +", [0, 2, 3], [0, 2, 3]), Row("b0c -1 +", [2, 3], [0, 2, 3]),
    Row("p1 p2 -2", [0, 1], [0, 1]), Row("b0~4 + @14 -0", [1, 2, 3], [1, 2, 3]),
    // What would leave a category with nothing, or is not there, is refused and changes nothing.
    Row("b0 b1 b2", [2], [2]), Row("b0c b1c b2c", [2], [0, 1, 2]), Row("b0 b1c b2c", [2], [1, 2]),
    Row("b0c b1c b2", [2], [0, 1, 2]), Row("b0 -0 b1 b2", [2], [2]), Row("b0 b1 -2", [2], [2]),
    Row("p3", [0, 1, 2], [0, 1, 2]), Row("-1 b1", [0, 2], [0, 2]), Row("p1 P2", [1], [1]),
    Row("B1", [0, 1, 2], [0, 1, 2]), Row("p1 p2 -1 u1", [2], [2]), Row("b0 b1 + b2 b3", [3], [3]),
  ]

  @Test(arguments: table)
  func truthTable(row: Row) {
    var set = AllowedSet(count: 3)
    var step = 10
    for (index, word) in row.history.split(separator: " ").enumerated() {
      let before = set
      let isTaken = apply(Word(word), index: index, step: &step, to: &set)
      if !isTaken { #expect(set.digestText == before.digestText) }
    }
    #expect(set.allowed(category: "c") == row.inCategory)
    #expect(set.allowed(category: "other") == row.elsewhere)
    #expect(set.allowed(category: nil) == row.elsewhere)
  }

  /// Rows that say "refused" are: the last word of each of these throws.
  @Test(arguments: ["b0 b1 b2", "b0c b1c b2c", "b0c b1c b2", "b0 b1 -2", "p3", "B1", "p1 P2", "p1 p2 -1 u1"])
  func theLastIsRefused(history: String) {
    var set = AllowedSet(count: 3)
    var step = 10
    let taken = history.split(separator: " ").enumerated().map { index, word in
      apply(Word(word), index: index, step: &step, to: &set)
    }
    #expect(taken.dropLast().allSatisfy { $0 } && taken.last == false)
  }

  private struct Word {
    var verb: Character
    var number: Int
    var category: String?
    var steps: Int?

    init(_ text: Substring) {
      let parts = text.dropFirst().split(separator: "~")
      let scope = parts.first ?? ""
      verb = text.first ?? "?"
      number = Int(scope.filter(\.isNumber)) ?? 0
      category = scope.hasSuffix("c") ? "c" : nil
      steps = parts.count > 1 ? Int(parts[1]) : nil
    }
  }

  private func apply(_ word: Word, index: Int, step: inout Int, to set: inout AllowedSet) -> Bool {
    switch word.verb {
    case "@":
      step = word.number
      set.expire(routingStep: step)
      return true
    case "+":
      set.add()
      return true
    case "-":
      guard set.refusal(ofRemoving: word.number, categories: ["c"]) == nil else { return false }
      set.remove(word.number)
      return true
    default:
      let verbs: [Character: ControlRequest.Verb] = [
        "p": .pin, "b": .ban, "P": .unpin, "B": .unban, "u": .pin,
      ]
      let request = ControlRequest(
        sequence: "s-\(index)", verb: verbs[word.verb] ?? .pin, arm: word.verb == "u" ? nil : word.number,
        category: word.category, steps: word.steps, undoes: word.verb == "u" ? "s-\(word.number)" : nil)
      do {
        try set.apply(request, categories: ["c"], step: step)
        return true
      } catch {
        return false
      }
    }
  }
}

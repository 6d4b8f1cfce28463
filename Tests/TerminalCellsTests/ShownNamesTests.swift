import TestSupport
import Testing

@testable import TerminalCells

@Suite struct ShownNamesTests {
  @Test func whatFitsStaysWhole() {
    let ids = ["hub/reward-a", "hub/reward-b"]
    #expect(ShownNames(ids, width: 12) == ShownNames(ids, width: 400))
    #expect(ShownNames(ids, width: 12).names == ids && ShownNames(ids, width: 12).prefix.isEmpty)
    #expect(ShownNames([], width: 8).names.isEmpty && ShownNames([], width: 8).longest == 0)
  }

  @Test func theCommonFrontIsLeftOutUpToASeparator() {
    let ids = ["acme/judge-v2-large-8B", "acme/judge-v2-large-8B-40M", "acme/judge-v2-tiny"]
    let shown = ShownNames(ids, width: 13)
    #expect(shown.prefix == "acme/judge-v2-")
    #expect(shown.names == ["large-8B", "large-8B-40M", "tiny"])
    #expect(shown.longest == 12)
    // Nothing would be left of the first.
    #expect(ShownNames(["a/long-name-", "a/long-name-b"], width: 8).prefix == "a/long-")
    #expect(ShownNames(["acme/judge-large"], width: 8).prefix.isEmpty)
  }

  @Test func theMiddleIsCutWhereItKeepsThemApart() {
    let ends = ShownNames(["north-star-judge-alpha", "south-star-judge-omega"], width: 11)
    #expect(ends.names == ["north…alpha", "south…omega"])
    // The same five at both ends: more of the end tells them apart.
    let late = ShownNames(["judge-one-of-many-x-tail-1", "judge-one-of-many-y-tail-1"], width: 11)
    #expect(late.names.allSatisfy { displayWidth($0) <= 11 } && Set(late.names).count == 2)
    // The same front and end for longer than there is room: what differs is in the middle.
    let same = "0123456789abcdefghij"
    let middle = ShownNames([same + "X" + same, same + "Y" + same], width: 9, leavesOutPrefix: false)
    #expect(middle.names == ["…jX01234…", "…jY01234…"])
  }

  /// By words: the first ones, those that differ where names begin alike, and the cut where no word tells them apart.
  @Test func wordsBeforeACutMiddle() {
    let ids = ["skywork-qwen3-0.6b", "grm-llama3.2-3b", "grm-gemma2-2b", "mistral-raft-gshf"]
    func names(_ ids: [String], _ width: Int) -> [String] {
      ShownNames(ids, width: width, leavesOutPrefix: false, byWords: true).names
    }
    #expect(names(ids, 18) == ids)
    #expect(names(ids, 12) == ["skywork", "grm-llama3.2", "grm-gemma2", "mistral-raft"])
    #expect(names(ids, 16) == ["skywork-qwen3", "grm-llama3.2-3b", "grm-gemma2-2b", "mistral-raft"])
    #expect(names(ids, 8) == ["skywork", "llama3.2", "gemma2", "mistral"])
    let versions = ["judge-large-v2-8B", "judge-large-v2-70B"]
    #expect(names(versions, 12) == ["8B", "70B"])
    // One that is whole keeps its name from another that begins with it.
    #expect(names(["judge", "judge-extra-large"], 8) == ["judge", "jud…arge"])
    #expect(names(["unbreakable1", "unbreakable2"], 8) == ["unb…ble1", "unb…ble2"])
  }

  /// Ids that differ in nothing that a terminal shows are numbered.
  @Test func whatLooksAlikeIsNumbered() {
    let ids = ["judge", "jud\u{200B}ge", "judge ", "judge"]
    let shown = ShownNames(ids, width: 10).names
    #expect(shown[0] == shown[3] && Set(shown).count == 3)
    #expect(Set(ShownNames(["e\u{301}", "\u{E9}"], width: 9).names).count == 2)
  }

  /// Random ids with shared fronts and ends, wide characters and marks, in every width that the screen has.
  @Test func noTwoAreAlikeAndNoneIsTooLong() {
    var random = SeededGenerator(seed: 9)
    var found: [String] = []
    for round in 0..<600 {
      let front = Self.text(0...4, &random)
      let end = Self.text(0...3, &random)
      let count = Int.random(in: 1...(round % 50 == 0 ? 300 : 14), using: &random)
      let ids = (0..<count).map { _ in front + Self.text(0...4, &random) + end }
      let width = Int.random(in: 8...40, using: &random)
      let leavesOutPrefix = Bool.random(using: &random)
      let byWords = Bool.random(using: &random)
      let shown = ShownNames(ids, width: width, leavesOutPrefix: leavesOutPrefix, byWords: byWords)
      if shown != ShownNames(ids, width: width, leavesOutPrefix: leavesOutPrefix, byWords: byWords) {
        found.append("not the same again in round \(round)")
      }
      if shown.names.count != count { found.append("\(shown.names.count) of \(count)") }
      for name in shown.names where displayWidth(name) > width { found.append("\(name) exceeds \(width)") }
      var idByLook: [String: [Unicode.Scalar]] = [:]
      for (id, name) in zip(ids, shown.names) {
        let look = String(name.drop { $0 == " " }.reversed().drop { $0 == " " })
        if let other = idByLook[look], other != Array(id.unicodeScalars) {
          found.append("\(name) stands for \(id.debugDescription) and another in round \(round)")
        }
        idByLook[look] = Array(id.unicodeScalars)
      }
    }
    #expect(found.prefix(5) == [])
  }

  private static let parts = [
    "acme/", "acme/judge-", "reward", "-", "8B", "V2", "数学", "模型/", "e\u{301}", "𝒳", "1", "12", "x", ".", "_",
    "-long-common-tail-of-all", "/mean", "\u{1B}[31m", "👩\u{200D}🔬", " ", "…", "…2",
  ]

  private static func text(_ counts: ClosedRange<Int>, _ random: inout SeededGenerator) -> String {
    (0..<Int.random(in: counts, using: &random)).map { _ in parts.randomElement(using: &random) ?? "" }
      .joined()
  }

  @Test func narrowFieldsDoNotTrap() {
    for width in -1..<8 {
      let shown = ShownNames((0..<30).map { "judge-\($0)-模型" }, width: width)
      #expect(shown.names.allSatisfy { displayWidth($0) <= max(0, width) })
    }
  }
}

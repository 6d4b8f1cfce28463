import Router
import RouterService
import RunEvents
import RunState
import TestSupport
import Testing

/// What comes together is decided together, and nobody can tell.
struct BurstTests {
  @Test(
    arguments: ["thompson", "cautious", "offline", "random", "roundrobin", "fixed:b"], 0..<4 as Range<UInt64>)
  func burstsOfAnyLengthGiveTheSameLog(_ word: String, _ seed: UInt64) throws {
    var settings = RouterSettings.ofService
    settings.policy = try #require(PolicyName(word: word))
    let lines = Self.session(seed: seed)
    let single = try TestDesk(rewardModels: ["a", "b", "c"], settings: settings)
    let wanted = try lines.compactMap { try single.send($0) }
    let burst = try TestDesk(rewardModels: ["a", "b", "c"], settings: settings)
    var random = SeededGenerator(seed: seed)
    var rest = lines[...]
    var answers: [String] = []
    while !rest.isEmpty {
      let count = random.integer(1...30)
      answers += try burst.send(together: Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    #expect(answers == wanted)
    #expect(try burst.folder.text("run.jsonl") == single.folder.text("run.jsonl"))
    #expect(try burst.desk.state.digestText == single.desk.state.digestText)
    #expect(try burst.digestOfLog() == burst.desk.state.digestText)
  }

  /// A far step moves nothing alone; the next one like it closes the batch, in the middle of a burst.
  @Test func farStepsThatProveToBeRealCloseTheBatchInABurstToo() throws {
    func pair(_ id: String, _ step: Int) -> String {
      #"{"type":"pair","id":"\#(id)","step":\#(step),"x":[1,2]}"#
    }
    let known = (0..<4).map { pair("p\($0)", $0) }
    let feedback = (0..<4).map { #"{"type":"feedback","id":"p\#($0)","loss":0.\#($0)}"# }
    let far = [pair("q0", 3), pair("q1", 1_000_000), pair("q2", 1_000_001), pair("q3", 1_000_001)]
    let single = try TestDesk(rewardModels: ["a", "b"])
    for line in known + feedback + far { try single.send(line) }
    let burst = try TestDesk(rewardModels: ["a", "b"])
    for lines in [known, feedback, far] { _ = try burst.send(together: lines) }
    #expect(try burst.folder.text("run.jsonl") == single.folder.text("run.jsonl"))
    #expect(try burst.digestOfLog() == burst.desk.state.digestText)
  }

  /// Pairs of several steps, some sent twice, some with other contexts, bans between them, feedback behind them.
  private static func session(seed: UInt64) -> [String] {
    var random = SeededGenerator(seed: seed + 50)
    var lines: [String] = []
    for step in 0..<6 {
      for index in 0..<8 {
        let id = random.chance(10) ? "p\(step)-0" : "p\(step)-\(index)"
        let context = random.chance(5) ? "" : #","x":[\#(random.normal()),\#(random.normal())]"#
        let category = random.chance(40) ? #","category":"\#(random.element(["code", "math"]))""# : ""
        lines.append(#"{"type":"pair","id":"\#(id)","step":\#(step)\#(context)\#(category)}"#)
        if random.chance(10) {
          let action = random.element(["ban", "unban", "pin", "unpin"])
          let scope = random.chance(50) ? #","category":"math""# : ""
          lines.append(
            #"{"type":"control","seq":"s\#(step)-\#(index)","action":"\#(action)","rm":"b"\#(scope)}"#)
        }
      }
      for index in 0..<8 {
        lines.append(#"{"type":"feedback","id":"p\#(step)-\#(index)","loss":\#(random.uniform())}"#)
      }
    }
    return lines
  }
}

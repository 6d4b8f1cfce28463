import RunEvents
import Testing

@testable import RunState

@Suite struct RunStateAlarmTests {
  private func alarms(_ write: (inout LogBuilder) -> Void) -> [String] {
    let state = folded { log in
      log.run { $0.group = 100_000 }
      write(&log)
    }
    #expect(
      state.markers.filter { $0.kind == .alarm }.count == state.journal.filter { $0.subject == .alarm }.count)
    return state.journal.filter { $0.subject == .alarm }.map(\.text)
  }

  @Test func collapseIsSaidOnceAnEpisode() {
    let texts = alarms { log in
      for index in 0..<2000 {
        let spread = (600..<800).contains(index)
        log.decide("\(index)", spread && index % 2 == 0 ? "b" : "a", step: index)
        log.loss("\(index)", 1)
      }
    }
    #expect(texts.count == 2)
    #expect(texts[0] == "signal: a took 244 of the last 256 free decisions")
  }

  @Test func aPinIsNoCollapse() {
    let texts = alarms { log in
      log.control("s-1", .pin, "a")
      log.applied("s-1")
      for index in 0..<500 {
        log.decide("\(index)", "a", step: index, by: "pin")
        log.loss("\(index)", 1)
      }
    }
    #expect(texts.isEmpty)
  }

  /// Nor what a fixed policy chose, nor the only RM that bans left.
  @Test(arguments: ["fixed", "thompson"]) func withoutAChoiceNothingCollapses(by: String) {
    let texts = alarms { log in
      if by == "thompson" {
        for (sequence, rm) in [("s-1", "b"), ("s-2", "c")] {
          log.control(sequence, .ban, rm)
          log.applied(sequence)
        }
      }
      for index in 0..<500 {
        log.decide("\(index)", "a", step: index, by: by)
        log.loss("\(index)", 1)
      }
    }
    #expect(texts.isEmpty)
  }

  /// A pin of a while does not fill the window: what was free before and after it counts.
  @Test func aPinAmongFreeDecisionsIsLeftOut() {
    let texts = alarms { log in
      for index in 0..<2000 {
        let isPinned = (300..<900).contains(index)
        let rm = isPinned ? "a" : ["a", "b", "c"][index % 3]
        log.decide("\(index)", rm, step: index, by: isPinned ? "pin" : "thompson")
        log.loss("\(index)", 1)
      }
    }
    #expect(texts.isEmpty)
  }

  @Test func noFeedbackForAThousandDecisions() {
    let texts = alarms { log in
      for index in 0..<2600 {
        log.decide("\(index)", ["a", "b", "c"][index % 3], step: index)
        if index == 1300 { log.loss("\(index)", 1) }
      }
    }
    #expect(texts == Array(repeating: "signal: no feedback for 1000 decisions", count: 2))
  }

  @Test func manyTiesAndErrors() {
    let texts = alarms { log in
      for index in 0..<600 {
        log.decide("\(index)", ["a", "b", "c"][index % 3], step: index)
        log.feedback("\(index)", index % 5 < 3 ? .tie : index % 5 == 3 ? .error("x") : .loss(1))
      }
      for index in 600..<900 {
        log.decide("\(index)", ["a", "b", "c"][index % 3], step: index)
        log.feedback("\(index)", index % 4 == 0 ? .error("x") : .loss(1))
      }
    }
    #expect(texts.count == 2)
    #expect(texts[0] == "signal: 154 of the last 256 feedbacks were ties")
    #expect(texts.contains { $0.hasSuffix("of the last 256 feedbacks were errors of reward models") })
  }
}

import RouterEngine
import RunEvents
import Testing

@testable import RunState

@Suite struct OverlaidControlsTests {
  /// A ban of three steps holds for three: from the beginning, and from the step at which it was asked.
  @Test(arguments: [nil, 4]) func stepsCountFromTheBeginningOfTheQuestion(start: Int?) {
    var question = WhatIfSample.question { $0.policy = .random }
    question.controls = [
      ControlEvent(sequence: "q", action: .ban, rewardModel: "a", category: nil, steps: 3)
    ]
    let lines = WhatIfSample.log(steps: 10).lines
    var state = RunState()
    var whatIf = start == nil ? WhatIf(question) : nil
    for line in lines {
      state.fold(line)
      whatIf?.fold(line, recorded: state)
      if whatIf == nil, state.progress.routingStep == start { whatIf = WhatIf(question, from: state) }
    }
    // Without a start all 40 decisions are asked; else those behind the first of step 4.
    let (asked, banned) = start == nil ? (40, 12) : (23, 11)
    let shares = whatIf?.shares.map(\.whatIf) ?? []
    #expect(whatIf?.tally.answered == asked)
    #expect(abs(shares[0] * Double(asked) - Double(asked - banned) / 3) < 1e-9)
  }

  @Test func whatTheRunDoesNotHaveIsSaidAndWhatThereIsNothingOfIsNot() {
    let lines = WhatIfSample.log(steps: 2).lines
    let unknown = WhatIfSample.ask(WhatIfSample.question(controls: [(.ban, "z", nil)]), lines).0
    #expect(unknown.conflict == "BAN z: the run does not have it yet")
    let lifted = WhatIfSample.ask(WhatIfSample.question(controls: [(.unban, "a", nil)]), lines).0
    #expect(lifted.conflict == nil && lifted.tally.answered == 8)
  }
}

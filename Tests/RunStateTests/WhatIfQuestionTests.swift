import RouterEngine
import RunEvents
import Testing

@testable import RunState

@Suite struct WhatIfQuestionTests {
  @Test func wordingNamesEverything() {
    var question = WhatIfSample.question(
      {
        $0.policy = .linucb
        $0.priorPrecision = .value(5)
        $0.alpha = 0.25
        $0.reward.clip = 3
      }, controls: [(.ban, "a", "math"), (.pin, "b", nil)])
    question.ignoresRecordedControls = true
    #expect(
      question.wording
        == "no recorded pins and bans, policy linucb, prior_precision 5, alpha 0.25, reward.clip 3, "
        + "BAN a for category math, PIN b")
    #expect(WhatIfQuestion().wording == "nothing is different" && WhatIfQuestion().isEmpty)
  }

  @Test(arguments: ["seed=1", "group=4", "step_slack=2"]) func whatCannotMatterIsRefused(_ text: String) {
    #expect(throws: SettingRefusal.self) { try WhatIfQuestion.check(text, startsAtBeginning: true) }
  }

  @Test func whatAPosteriorUnderWayCannotChangeIsRefused() throws {
    #expect(throws: SettingRefusal.self) {
      try WhatIfQuestion.check("intercept=true", startsAtBeginning: false)
    }
    try WhatIfQuestion.check("intercept=true", startsAtBeginning: true)
    try WhatIfQuestion.check("ridge=2", startsAtBeginning: false)
  }

  @Test func anythingAskedIsNotNothing() {
    var question = WhatIfQuestion()
    #expect(question.isEmpty)
    question.ignoresRecordedControls = true
    #expect(!question.isEmpty)
    #expect(!WhatIfSample.question(controls: [(.ban, "a", nil)]).isEmpty)
    #expect(!WhatIfSample.question { $0.exploration = 1 }.isEmpty)
  }
}

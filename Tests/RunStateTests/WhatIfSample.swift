import RouterEngine
import RunEvents
import TestSupport

@testable import RunState

/// A log to ask, and the asking.
enum WhatIfSample {
  static let ids = ["a", "b", "c"]

  /// A log with contexts, propensities and losses; every decision by Thompson sampling with p = 0.4.
  static func log(
    steps: Int, width: Int = 4, router: (inout RouterSettings) -> Void = { _ in },
    between: (Int, inout LogBuilder) -> Void = { _, _ in }
  ) -> LogBuilder {
    var numbers = SeededGenerator(seed: 7)
    var log = LogBuilder()
    log.run(rms: ids, router: router)
    for step in 0..<steps {
      between(step, &log)
      for place in 0..<width {
        let id = "\(step).\(place)"
        log.add(
          .decision(
            DecisionEvent(
              id: id, rewardModel: ids[numbers.below(3)], step: step, by: "thompson", propensity: 0.4,
              description: PairDescription(
                features: .context(numbers.vector(2)), category: place % 2 == 0 ? "math" : "code"))))
      }
      for place in 0..<width { log.loss("\(step).\(place)", numbers.number()) }
    }
    return log
  }

  static func ask(
    _ question: WhatIfQuestion = WhatIfQuestion(), _ lines: [LogLine], limit: Int? = nil
  ) -> (WhatIf, RunState) {
    var state = RunState()
    var whatIf = WhatIf(question)
    if let limit { whatIf.roundByteLimit = limit }
    for line in lines {
      state.fold(line)
      whatIf.fold(line, recorded: state)
    }
    return (whatIf, state)
  }

  static func question(
    _ change: (inout RouterSettingsChange) -> Void = { _ in },
    controls: [(ControlEvent.Action, String, String?)] = []
  ) -> WhatIfQuestion {
    var question = WhatIfQuestion()
    change(&question.change)
    question.controls = controls.enumerated().map { index, control in
      ControlEvent(
        sequence: "q-\(index)", action: control.0, rewardModel: control.1, category: control.2)
    }
    return question
  }
}

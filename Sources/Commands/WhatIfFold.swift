import RunEvents
import RunState

/// The recorded run and the question about it, folded side by side from the beginning of a log.
///
/// Which RMs there are is known from the `run` line on, so the question begins with it. A log of several runs is
/// asked about its last one.
struct WhatIfFold {
  private(set) var recorded: RunState
  private(set) var question = WhatIfQuestion()
  private let phrases: [ControlPhrase]
  private var whatIf: WhatIf?

  /// - Parameter priors: finds the prior file that the log names.
  init(
    change: RouterSettingsChange, phrases: [ControlPhrase], ignoresControls: Bool, priors: PriorLoader
  ) {
    recorded = RunState(priors: priors)
    question.change = change
    question.ignoresRecordedControls = ignoresControls
    self.phrases = phrases
  }

  mutating func fold(_ line: LogLine) throws {
    if case .event(let timed) = line.content, case .run(let header) = timed.event {
      if whatIf == nil || header.rewardModels.map(\.id) != recorded.header?.rewardModels.map(\.id) {
        try begin(header.rewardModels.map(\.id))
      }
    } else if whatIf == nil, case .event = line.content {
      throw CommandFailure(
        .unusableData, "the log has no run line, which says how its router was set up: it cannot be asked")
    }
    recorded.fold(line)
    whatIf?.fold(line, recorded: recorded)
  }

  private mutating func begin(_ ids: [String]) throws {
    question.controls = try phrases.enumerated().map { index, phrase in
      try phrase.control(ids: ids, sequence: "what-if-\(index + 1)")
    }
    if case .fixed(let id) = question.change.policy, !ids.contains(id) {
      let near =
        nearestName(to: id, among: ids).map { " (did you mean \(printableText($0, limit: 64))?)" } ?? ""
      throw CommandFailure(
        .usage, "--policy: there is no reward model \"\(printableText(id, limit: 64))\" in the log\(near)")
    }
    whatIf = WhatIf(question, from: recorded)
  }

  /// The report after the last line.
  func report(of source: String) throws -> WhatIfReport {
    guard let whatIf else {
      throw CommandFailure(
        .unusableData, "\(printableText(source, limit: 200)) has no run that could be asked about")
    }
    return whatIf.report()
  }
}

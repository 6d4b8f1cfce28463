import Router
import RunEvents
import RunState
import Wording

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
    recorded = RunState(priors: priors, takesBeliefs: false)
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
        .unusableData,
        "the log has no run line to say how its router was set up, so no what-if can be asked of it"
          + recorded.skippedInPlaceOfRunLine)
    }
    recorded.fold(line)
    whatIf?.fold(line, recorded: recorded)
  }

  private mutating func begin(_ ids: [String]) throws {
    question.controls = try phrases.enumerated().map { index, phrase in
      try phrase.control(ids: ids, sequence: "what-if-\(index + 1)")
    }
    if case .fixed(let id) = question.change.policy, !ids.contains(id) {
      throw CommandFailure(
        .usage,
        "--policy: there is no reward model \(quoted(id)) in the log"
          + suggestion(for: id, among: ids, otherwise: "; it has " + listed(ids)))
    }
    try refuseBannedPins()
    whatIf = WhatIf(question, from: recorded)
  }

  /// A pin of what the question itself bans would never be in effect.
  private func refuseBannedPins() throws {
    for pin in question.controls where pin.action == .pin {
      let ban = question.controls.first { ban in
        ban.action == .ban && ban.rewardModel == pin.rewardModel
          && (ban.category == nil || ban.category == pin.category)
      }
      guard ban != nil else { continue }
      throw CommandFailure(
        .usage,
        "--pin: \(printableText(pin.rewardModel ?? "", limit: 64)) is banned by --ban, and a ban wins over a pin"
      )
    }
  }

  /// A category that no pair of the log has makes no difference, and is mistyped.
  private func refuseUnknownCategories() throws {
    let known = recorded.categories.map(\.name)
    // Beyond the 256th no name is known.
    if known.contains(RunState.otherCategory) { return }
    for control in question.controls {
      guard let category = control.category, !known.contains(category) else { continue }
      throw CommandFailure(
        .usage,
        "--\(control.action.word): no pair of the log has the category \(quoted(category))"
          + suggestion(
            for: category, among: known, otherwise: "; it has " + (known.isEmpty ? "none" : listed(known))))
    }
  }

  /// The report after the last line.
  ///
  /// - Throws: what is refused, with exit code 64 where a category is mistyped and 65 where there is no run.
  func report(of source: String) throws -> WhatIfReport {
    guard let whatIf else {
      throw CommandFailure(
        .unusableData,
        "\(shownPath(source)) has no run that a what-if could be asked of"
          + recorded.skippedInPlaceOfRunLine)
    }
    try refuseUnknownCategories()
    return whatIf.report()
  }
}

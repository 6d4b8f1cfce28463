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
        "the log has no run line, which says how its router was set up: it cannot be asked"
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
      let near =
        nearestName(to: id, among: ids).map { " (did you mean \(printableText($0, limit: 64))?)" } ?? ""
      let known = near.isEmpty ? "; it has " + Self.list(ids) : near
      throw CommandFailure(
        .usage, "--policy: there is no reward model \"\(printableText(id, limit: 64))\" in the log\(known)")
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
      let subject =
        "--\(control.action.word): no pair of the log has the category "
        + "\"\(printableText(category, limit: 64))\""
      if let near = nearestName(to: category, among: known) {
        throw CommandFailure(.usage, subject + " (did you mean \"\(printableText(near, limit: 64))\"?)")
      }
      throw CommandFailure(
        .usage, subject + (known.isEmpty ? "; it has none" : "; it has " + Self.list(known)))
    }
  }

  /// The first names, printable.
  private static func list(_ names: [String]) -> String {
    names.prefix(8).map { printableText($0, limit: 64) }.joined(separator: ", ")
      + (names.count > 8 ? ", …" : "")
  }

  /// The report after the last line.
  ///
  /// - Throws: what is refused, with exit code 64 where a category is mistyped and 65 where there is no run.
  func report(of source: String) throws -> WhatIfReport {
    guard let whatIf else {
      throw CommandFailure(
        .unusableData,
        "\(printableText(source, limit: 200)) has no run that could be asked about"
          + recorded.skippedInPlaceOfRunLine)
    }
    try refuseUnknownCategories()
    return whatIf.report()
  }
}

import RouterEngine
import RunEvents
import Wording

extension RunFact {
  /// Scalars of log text that one line of the journal takes.
  static let textLimit = 512

  typealias Line = (severity: JournalEntry.Severity, subject: JournalEntry.Subject, text: String)

  /// The line of the journal; its text is printable.
  var line: Line {
    switch self {
    case .began(let header): (.info, .run, Self.sentence(of: header))
    case .beganAfresh(let difference):
      (
        .warning, .run,
        "the run line differs from the one before (\(difference)): everything starts afresh"
      )
    case .beganWithoutHeader:
      (.info, .run, "the log begins without a run line: reward models are shown as they appear")
    case .segment(let number, let cause): (.info, .run, "segment \(number): \(cause.sentence)")
    case .ended(let reason): (.info, .run, "the run has ended" + Self.appended(reason))
    case .redone(let from, let to):
      (
        .info, .run,
        (from == to ? "step \(from) is" : "steps \(from) to \(to) are") + " done again after a resume"
      )
    case .writers(let distance, _): (.warning, .run, RunState.advice(distance))
    case .settingsChanged(let reason): (.info, .settings, Self.settingsChanged(reason))
    case .unnamedInPrior(let prior, let rewardModels):
      (
        .info, .settings,
        "\(prior) has no row for \(listed(rewardModels, atMost: 4)): the mean of its rows is taken"
      )
    case .cannotForget(let error): (.warning, .control, "cannot forget: \(error.description)")
    case .scoresDiffer(let decision, let rewardModel, let difference):
      (
        .warning, .run,
        "logged scores differ from rmtop's fold, first in decision \(quoted(decision)): "
          + "\(quoted(rewardModel)) \(difference.words)"
      )
    case .watched(let metrics): (.info, .settings, Self.sentence(ofWatched: metrics))
    case .note(let note): (note.level.severity, .note, printableText(note.text, limit: Self.textLimit))
    case .line(let fact): fact.line
    case .control(let fact): fact.line
    case .conditionBegan(let condition): condition.beginning
    case .conditionOver(let condition): condition.end
    }
  }

  /// The mark over all charts, where it has one.
  var mark: (kind: Marker.Kind, text: String)? {
    switch self {
    case .segment(_, let cause): (.segment, cause.sentence)
    case .writers(let distance, isFirst: true): (.segment, RunState.advice(distance))
    case .settingsChanged(let reason): (.settings, Self.settingsChanged(reason))
    case .control(let fact): fact.mark.map { (.control, $0) }
    case .conditionBegan(let condition): condition.isAlarm ? (.alarm, line.text) : nil
    case .conditionOver(let condition): condition.isAlarm ? (.allClear, line.text) : nil
    case .note: (.note, line.text)
    case .ended(let reason): (.end, "end" + Self.appended(reason))
    default: nil
    }
  }

  private static func sentence(of header: RunHeader) -> String {
    var text = "run \(quoted(header.name)): \(formatCount(header.rewardModels.count, of: "reward model"))"
    if let dimension = header.dimension { text += ", contexts of \(dimension) numbers" }
    return text
  }

  private static func sentence(ofWatched metrics: [MetricSeries]) -> String {
    let names = metrics.map { metric in
      let name = printableText(metric.name, limit: 64)
      return metric.better.map { "\(name) (\($0.rawValue) is better)" } ?? name
    }
    return printableText("watched against the reward: " + names.joined(separator: ", "), limit: textLimit)
  }

  private static func settingsChanged(_ reason: String) -> String {
    "settings changed: " + printableText(reason, limit: textLimit)
  }

  private static func appended(_ reason: String?) -> String {
    reason.map { ": " + printableText($0, limit: textLimit) } ?? ""
  }
}

extension SegmentCause {
  var sentence: String {
    switch self {
    case .runLine: "the run was started again"
    case .stepBack(let from, let to): "the step went back from \(from) to \(to)"
    }
  }
}

extension ScoreDifference {
  fileprivate var words: String {
    switch self {
    case .mean(let logged, let own): "mean \(logged) against \(own)"
    case .standardDeviation(let logged, let own): "sd \(logged) against \(own)"
    }
  }
}

extension NoteEvent.Level {
  fileprivate var severity: JournalEntry.Severity {
    switch self {
    case .info: .info
    case .warn: .warning
    case .error: .error
    }
  }
}

extension RunState {
  /// What to do about two writers so many steps apart.
  package static func advice(_ distance: Int) -> String {
    "two writers \(formatCount(distance, of: "step")) apart: set router.step_slack to \(distance) or more"
  }
}

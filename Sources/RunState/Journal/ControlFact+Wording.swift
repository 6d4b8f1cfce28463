import Wording

extension ControlFact {
  var line: RunFact.Line {
    switch self {
    case .askedFor(let control): (.info, .control, control.sentence + " asked for" + control.remark)
    case .obeyed(let control, let steps):
      (.good, .control, control.sentence + Self.obeyed(after: steps) + control.remark)
    case .obeyedInVain(let control, let steps, let reason):
      (
        .warning, .control,
        control.sentence + Self.obeyed(after: steps)
          + ", which changes nothing here: \(printableText(reason, limit: RunFact.textLimit))"
      )
    case .refused(let control, let error): (.warning, .control, control.sentence + " refused: " + error)
    case .expired(let control): (.info, .control, control.sentence + " has expired")
    case .seenObeyed(let control): (.good, .control, control.sentence + " obeyed, as a decision shows")
    case .unconfirmed(let control):
      (
        .info, .control,
        control.sentence
          + " in effect, unconfirmed: \(ControlWatch.enoughDecisions) decisions agree, nobody acknowledged it"
      )
    }
  }

  /// The mark over all charts, where it has one.
  var mark: String? {
    switch self {
    case .askedFor(let control): control.sentence
    case .obeyed(let control, let steps), .obeyedInVain(let control, let steps, _):
      control.sentence + Self.obeyed(after: steps)
    case .expired: line.text
    case .refused, .seenObeyed, .unconfirmed: nil
    }
  }

  private static func obeyed(after steps: Int?) -> String {
    " obeyed" + (steps.map { " after \(formatCount($0, of: "step"))" } ?? "")
  }
}

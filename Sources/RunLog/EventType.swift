import RunEvents

/// The types of lines that there are, and who decodes each.
enum EventType: String, CaseIterable {
  case run, pair, decision, feedback, metrics, control, applied, settings, note, end

  var name: StaticString {
    switch self {
    case .run: "run"
    case .pair: "pair"
    case .decision: "decision"
    case .feedback: "feedback"
    case .metrics: "metrics"
    case .control: "control"
    case .applied: "applied"
    case .settings: "settings"
    case .note: "note"
    case .end: "end"
    }
  }

  func decode(_ object: JSONObject) throws(FaultReason) -> RunEvent {
    switch self {
    case .run: .run(try object.runHeader())
    case .pair: .pair(try object.pairEvent())
    case .decision: .decision(try object.decisionEvent())
    case .feedback: .feedback(try object.feedbackEvent())
    case .metrics: .metrics(try object.metricsEvent())
    case .control: .control(try object.controlEvent())
    case .applied: .applied(try object.appliedEvent())
    case .settings: .settings(try object.settingsEvent())
    case .note: .note(try object.noteEvent())
    case .end: .end(EndEvent(reason: try object.text("reason")))
    }
  }
}

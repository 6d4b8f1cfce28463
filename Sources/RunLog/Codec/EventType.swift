package import RunEvents

/// The types of lines that there are, by their words, and who decodes each.
enum EventType: String {
  case run, pair, decision, feedback, metrics, control, applied, settings, note, end

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
    case .end: .end(EndEvent(reason: object.optional("reason", try object.text("reason"))))
    }
  }
}

extension RunEvent {
  /// The `type` of the event's line.
  package var typeName: String {
    let type: EventType
    switch self {
    case .run: type = .run
    case .pair: type = .pair
    case .decision: type = .decision
    case .feedback: type = .feedback
    case .metrics: type = .metrics
    case .control: type = .control
    case .applied: type = .applied
    case .settings: type = .settings
    case .note: type = .note
    case .end: type = .end
    case .unknown(let name): return name
    }
    return type.rawValue
  }
}

import RunEvents

// control, applied, settings, note: what people ask for, and what became of it.

extension JSONObject {
  /// Sequence numbers are texts of 1 to 64 bytes.
  private static let longestSequence = 64
  private static let actionWords = ["pin", "unpin", "ban", "unban", "add", "remove", "forget", "reset"]

  /// A control whose `rm`, `category`, `steps` or `prior` is there and cannot be read is a fault: without them it would
  /// be obeyed more widely, or for longer, than it was meant.
  func controlEvent() throws(FaultReason) -> ControlEvent {
    let sequence = try sequence()
    let word = try requiredText("action")
    let rewardModel = try identifier("rm")
    return ControlEvent(
      sequence: sequence, action: try action(word, hasRewardModel: rewardModel != nil),
      rewardModel: rewardModel, category: try textOrInteger("category"),
      steps: try integer("steps", in: 1...greatestStep),
      undoes: optional("undoes", try text("undoes", atMost: Self.longestSequence)),
      by: optional("by", try text("by")), reason: optional("reason", try text("reason"))
    )
  }

  /// What names a control; without it nobody could say which one was answered or is repeated.
  private func sequence() throws(FaultReason) -> String {
    let sequence = try requiredText("seq", atMost: Self.longestSequence)
    if sequence.isEmpty {
      throw FaultReason(
        .outOfRange, "`\(path("seq"))` is empty: a text of 1 to \(Self.longestSequence) bytes is expected")
    }
    return sequence
  }

  private func action(
    _ word: String, hasRewardModel: Bool
  ) throws(FaultReason) -> ControlEvent.Action {
    let action: ControlEvent.Action
    switch word {
    case "pin": action = .pin
    case "unpin": action = .unpin
    case "ban": action = .ban
    case "unban": action = .unban
    case "add":
      action = .add(
        name: optional("name", try text("name")), cost: optional("cost", try number("cost")),
        prior: try vector("prior", "prior_f32"))
    case "remove": action = .remove
    case "forget":
      let keep = try number("keep", "a number from 0 to below 1") { $0 >= 0 && $0 < 1 }
      guard let keep else { throw missing("keep", "a number from 0 to below 1") }
      action = .forget(keep: keep)
    case "reset": action = .reset
    default:
      guard let value = field("action") else { throw missing("action", "a text") }
      throw unknownWord("action", value, Self.actionWords)
    }
    switch action {
    case .pin, .ban, .unban, .add, .remove:
      if !hasRewardModel { throw missing("rm", "the reward model to \(word)") }
    case .unpin, .forget, .reset: break
    }
    return action
  }

  func appliedEvent() throws(FaultReason) -> AppliedEvent {
    let sequence = try sequence()
    guard let ok = try flag("ok") else { throw missing("ok", "true or false") }
    return AppliedEvent(
      sequence: sequence, ok: ok, step: optional("step", try step()),
      error: optional("error", try text("error")))
  }

  func settingsEvent() throws(FaultReason) -> SettingsEvent {
    SettingsEvent(reason: try requiredText("reason"), change: try routerSettingsChange())
  }

  func noteEvent() throws(FaultReason) -> NoteEvent {
    guard let level = try word("level", NoteEvent.Level.self) else {
      throw missing("level", "info, warn or error")
    }
    return NoteEvent(level: level, text: try requiredText("text"))
  }
}

import RouterEngine
import RunEvents

extension SimulatedRouter {
  /// Lets the chooser take a close into account.
  mutating func choose(_ observations: [Observation]) {
    guard var current = chooser else { return }
    do throws(EngineError) {
      verdict = try current.close(observations, posteriors: posteriors) ?? verdict
      chooser = current
    } catch {
      verdict = .refused(error.description)
      chooser = nil
    }
  }

  /// Puts what the chooser said in force, and gives the event that says so.
  ///
  /// Call it after a decision, and log the event behind that decision's line: there the batch is closed in every fold
  /// of the log, whichever of the lines before it was the one that closed it, so that a new γ holds for the same
  /// closes.
  mutating func takeVerdict() -> RunEvent? {
    defer { verdict = nil }
    switch verdict {
    case nil: return nil
    case .refused(let sentence): return .note(NoteEvent(level: .warn, text: sentence))
    case .chosen(let choice):
      let change = RouterSettingsChange(choice)
      do throws(EngineError) {
        try posteriors.changeSettings(
          priorPrecision: choice.priorPrecision, noiseVariance: choice.noiseVariance,
          priorScale: choice.priorScale, forgetting: choice.forgetting)
      } catch {
        return .note(NoteEvent(level: .warn, text: error.description))
      }
      settings.apply(change)
      return .settings(SettingsEvent(reason: choice.reason, change: change))
    }
  }
}

extension RouterSettingsChange {
  /// The change that puts a choice in force.
  init(_ choice: SettingsChoice) {
    self.init()
    self.priorPrecision = choice.priorPrecision.map { .value($0) }
    self.noiseVariance = choice.noiseVariance.map { .value($0) }
    self.priorScale = choice.priorScale.map { .value($0) }
    self.forgetting = choice.forgetting.map { .value($0) }
  }
}

extension ChosenSettings {
  /// The settings that are `auto`.
  init(automaticIn settings: RouterSettings) {
    self = []
    if settings.priorPrecision == .auto { insert(.priorPrecision) }
    if settings.noiseVariance == .auto { insert(.noiseVariance) }
    if settings.priorScale == .auto { insert(.priorScale) }
    if settings.forgetting == .auto { insert(.forgetting) }
  }
}

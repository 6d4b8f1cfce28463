import RunEvents
import RunState

/// `--headless`: the numbers of the screen as every step left them, one record a step.
///
/// A step is over when the first pair or decision of another one comes, a segment or a run when the next one begins; in
/// a run without steps a batch of rewards stands for a step. The last record is of where the source ended. What is
/// printed is a function of the log: following it or replaying it, whole or in pieces, prints the same.
struct StepRecords: HeadlessOutput {
  enum Format {
    case text
    case json
    case csv
  }

  /// What tells one step from the next.
  private struct Place: Equatable {
    var runs: Int
    var segments: Int
    var step: Int?
    /// In runs without steps.
    var closes: Int

    init(_ state: RunState) {
      let progress = state.progress
      (runs, segments, step) = (progress.runs, progress.segments, progress.routingStep)
      closes = progress.hasSteps ? 0 : progress.closes
    }

    /// Whether it is so many steps further than another one.
    func isFar(from other: Place, _ distance: Int) -> Bool {
      guard runs == other.runs, segments == other.segments else { return true }
      if let step, let before = other.step { return step &- before >= distance }
      return (step == nil) != (other.step == nil) || closes - other.closes >= distance
    }
  }

  let format: Format
  let every: Int
  let firstStep: Int?

  let endsWithInterrupt = true
  /// Of the last record.
  private var printed: Place?
  private var printedEvents = -1

  init(format: Format, every: Int, firstStep: Int?) {
    self.format = format
    self.every = every
    self.firstStep = firstStep
  }

  func begin() {
    if format == .csv { StandardOutput.writeRaw(StepRecord.csvHeader) }
  }

  mutating func fold(_ line: LogLine, into state: inout RunState) -> Bool {
    let place = Place(state)
    let record = mayEndStep(line, state) && isDue(place, state) ? StepRecord(&state) : nil
    state.fold(line)
    if state.progress.hasSteps || place.step != nil {
      // A line that repeats an id moves nothing.
      guard let record, Place(state) != place else { return true }
      return write(record, at: place, events: state.progress.events - 1)
    }
    guard Place(state).closes != place.closes, isDue(Place(state), state) else { return true }
    return write(StepRecord(&state), at: Place(state), events: state.progress.events)
  }

  mutating func end(_ state: inout RunState) {
    let isNew = state.progress.events > 0 && state.progress.events != printedEvents
    guard isNew, isWanted(state) else { return }
    _ = write(StepRecord(&state), at: Place(state), events: state.progress.events)
  }

  /// Whether this line is the first one after a step, if its id is new.
  private func mayEndStep(_ line: LogLine, _ state: RunState) -> Bool {
    guard state.progress.hasSteps, case .event(let timed) = line.content else { return false }
    if case .run = timed.event { return true }
    return state.progress.steps.effect(of: timed.event.routingStep, slack: state.settings.stepSlack) != .none
  }

  private func isDue(_ place: Place, _ state: RunState) -> Bool {
    isWanted(state) && printed.map { place.isFar(from: $0, every) } ?? true
  }

  private func isWanted(_ state: RunState) -> Bool {
    guard let firstStep else { return true }
    return state.progress.routingStep.map { $0 >= firstStep } ?? false
  }

  private mutating func write(_ record: StepRecord, at place: Place, events: Int) -> Bool {
    printed = place
    printedEvents = events
    switch format {
    case .text: return StandardOutput.write(record.text)
    case .json: return StandardOutput.write(record.json, isJSON: true)
    case .csv: return StandardOutput.writeRaw(record.csv)
    }
  }
}

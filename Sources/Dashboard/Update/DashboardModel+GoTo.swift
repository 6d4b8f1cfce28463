import Router
import RunEvents
import RunState
import Wording

extension DashboardModel {
  /// Enter on `:`.
  mutating func goTo(_ prompt: Prompt) -> [Effect] {
    guard let input = GoToInput(prompt.input) else {
      return refuse(prompt, GoToInput.refusal(prompt.input))
    }
    switch input {
    case .relative(let count):
      view.overlay = nil
      return count < 0 ? stepBack(-count) : stepForward(count)
    case .fraction(let part):
      view.overlay = nil
      return move(to: .fraction(part))
    case .step(let step):
      if let end = endBefore(step: step) { return refuse(prompt, end) }
      view.overlay = nil
      return move(to: target(ofStep: step))
    case .timeOfDay(let seconds):
      guard let time = time(ofDay: seconds) else { return refuse(prompt, "this log has no times") }
      if let reason = timesBeside(time, prompt.input) { return refuse(prompt, reason) }
      view.overlay = nil
      return move(to: .time(time))
    }
  }

  private mutating func refuse(_ prompt: Prompt, _ reason: String) -> [Effect] {
    var prompt = prompt
    prompt.error = reason
    view.overlay = .prompt(prompt)
    return []
  }

  /// A step on is the next time it is passed; a step back is in this segment, else in the latest one that has it.
  private func target(ofStep step: Int) -> SeekTarget {
    guard let here = currentStep, step <= here else { return .step(step) }
    let segment = feed.history.segments.indices.last { index in
      index <= currentSegment && (feed.history.segments[index].firstStep.map { $0 <= step } ?? false)
    }
    return segment.map { .step(step, segment: $0) } ?? .beginning
  }

  /// Why a step cannot be gone to: everything has arrived, and the step is not in it.
  private func endBefore(step: Int) -> String? {
    guard feed.hasAllLines, let here = currentStep, step > here else { return nil }
    let isCounted = !run.progress.hasSteps && run.metricsStep == nil
    var last = here
    for line in feed.upcoming {
      if isCounted, case .event(let timed) = line.content, case .decision = timed.event {
        last += 1
      } else {
        last = max(last, line.routingStep ?? run.metricsStep(of: line) ?? last)
      }
      if last >= step { return nil }
    }
    let name = isCounted ? "decision" : "step"
    return "there is no \(name) \(step): the log ends at \(name) \(last)"
      + (session.mode == .watch ? " so far" : "")
  }

  /// Why a time cannot be gone to: it is beside those of the log, as far as they are known.
  private func timesBeside(_ time: Double, _ typed: String) -> String? {
    guard let first = run.progress.firstTime, let last = feed.arrivals.time ?? run.progress.lastTime else {
      return nil
    }
    let isBefore = time < first - 60 && run.progress.runs <= 1
    guard isBefore || (time > last && feed.hasAllLines),
      let from = ScreenText.clock(first, utcOffset: clock.utcOffset),
      let to = ScreenText.clock(max(last, first), utcOffset: clock.utcOffset)
    else { return nil }
    return "\(printableText(typed, limit: 20)) is not in this log: its times go from \(from) to \(to)"
  }

  /// The moment with this local time of day that lies in the run and nearest to the cursor.
  private func time(ofDay seconds: Int) -> Double? {
    guard let here = run.progress.lastTime ?? feed.arrivals.time, here.magnitude < 1e12 else { return nil }
    let day = 86_400.0
    let offset = Double(clock.utcOffset)
    let midnight = ((here + offset) / day).rounded(.down) * day - offset
    let candidates = [-1.0, 0, 1].map { midnight + $0 * day + Double(seconds) }
    let first = run.progress.firstTime ?? here
    let last = max(feed.arrivals.time ?? here, here)
    let inside = candidates.filter { $0 >= first - 60 && $0 <= last }
    return (inside.isEmpty ? candidates : inside).min { abs($0 - here) < abs($1 - here) }
  }
}

import RouterEngine
import RunEvents

/// Something that a part of the state has found, before it is worded.
enum RunFact: Codable, Sendable {
  // The run and its segments.
  case began(RunHeader)
  case beganAfresh(difference: String)
  case beganWithoutHeader
  case segment(Int, SegmentCause)
  case ended(reason: String?)
  case redone(from: Int, to: Int)
  case writers(apart: Int, isFirst: Bool)

  /// Lines that stand alone or are left out.
  case line(LineFact)

  // The router.
  case settingsChanged(reason: String)
  case unnamedInPrior(prior: String, rewardModels: [String])
  case cannotForget(EngineError)
  case scoresDiffer(decision: String, rewardModel: String, ScoreDifference)

  case control(ControlFact)

  // What is wrong, and what a trainer says.
  case conditionBegan(HealthCondition)
  case conditionOver(HealthCondition)
  case watched([MetricSeries])
  case note(NoteEvent)
}

enum LineFact: Codable, Sendable {
  case stray(step: Int, line: Int, known: ClosedRange<Int>?)
  case strays(Int)
  case farStepsWereReal(since: Int)
  case skipped(line: Int, FaultReason)
  case skippedSoFar(Int, FaultReason.Kind)
  case foreignFormat(ForeignFormat)
  case remark(line: Int, FieldRemark)
  case remarksSoFar(Int, FieldRemark)
  case unknownType(String)
}

/// What became of a control.
enum ControlFact: Codable, Sendable {
  case askedFor(ControlEvent)
  case obeyed(ControlEvent, afterSteps: Int?)
  case obeyedInVain(ControlEvent, afterSteps: Int?, because: String)
  case refused(ControlEvent, error: String)
  case expired(ControlEvent)
  /// A decision shows it.
  case seenObeyed(ControlEvent)
  case unconfirmed(ControlEvent)
}

/// Why a segment begins.
enum SegmentCause: Codable, Sendable {
  case runLine
  case stepBack(from: Int, to: Int)
}

/// How a logged score differs from that of the fold.
enum ScoreDifference: Codable, Sendable {
  case mean(logged: Double, own: Double)
  case standardDeviation(logged: Double, own: Double)
}

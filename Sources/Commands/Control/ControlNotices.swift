import RunEvents
import RunLog
import Simulator
import Wording

/// Says which lines of a control file a simulated trainer does not obey, and why: one sentence each.
///
/// The log holds a refused control with its reason; whoever wrote the line by hand looks here first. Whatever is in the
/// file, at most ``limit`` sentences are said.
struct ControlNotices {
  /// Sentences that are said; a file that is no control file at all must not drown what stood on the terminal.
  static let limit = 100

  private let name: String
  private let say: @Sendable (String) -> Void
  private var said = 0

  init(path: String, say: @escaping @Sendable (String) -> Void) {
    name = shownPath(path)
    self.say = say
  }

  mutating func tell(_ sentence: String) {
    guard said < Self.limit else { return }
    said += 1
    say(sentence)
    if said == Self.limit { say("further lines of \(name) are not reported") }
  }

  /// A line that is no control: a fault, or an event of another type.
  mutating func tellUnreadable(_ line: LogLine) {
    switch line.content {
    case .fault(let reason):
      tell("line \(line.number) of \(name) is not obeyed: \(reason.message)")
    case .event(let timed):
      let type = quoted(timed.event.typeName)
      tell("line \(line.number) of \(name) is not obeyed: expected `type` to be control, got \(type)")
    }
  }

  /// The answers to controls that the trainer does not obey, among the lines that it writes.
  mutating func tellRefusals(in lines: [SimulatedLine]) {
    for case .event(let timed) in lines {
      guard case .applied(let answer) = timed.event, !answer.ok else { continue }
      let reason = answer.error.map { ": " + printableText($0, limit: 512) } ?? ""
      tell("the control \(printableText(answer.sequence, limit: 64)) of \(name) is refused\(reason)")
    }
  }
}

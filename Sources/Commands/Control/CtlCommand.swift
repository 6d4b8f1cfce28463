import ArgumentParser
import Files
import RunEvents
import RunLog
import TerminalCells
import Wording

/// `rmtop ctl`: appends one control to a control file, for scripts.
struct CtlCommand: ParsableCommand {
  enum Verb: String, ExpressibleByArgument, CaseIterable {
    case pin
    case unpin
    case ban
    case unban

    var action: ControlEvent.Action {
      switch self {
      case .pin: .pin
      case .unpin: .unpin
      case .ban: .ban
      case .unban: .unban
      }
    }
  }

  static let configuration = CommandConfiguration(
    commandName: "ctl",
    abstract: "Append one control (pin, unpin, ban, unban) to a control file.",
    usage: """
      rmtop ctl --control <path> <verb> <rm> [--category <category>]
                [--steps <steps>] [--reason <reason>] [--log <path>]
                [--wait <seconds>]
      """,
    discussion: """
      The line is written whole, in one write. The trainer or router that follows the file obeys it and says so in \
      the run log. Prints the control's seq. With --log the reward model's id is checked against the run log first, \
      and the answer is waited for: a refusal is told with the router's own sentence, exit 77; no answer, exit 75.
      """)

  @Option(help: ArgumentHelp("The control file or FIFO; created with mode 0600.", valueName: "path"))
  var control: String

  @Argument(help: "pin, unpin, ban or unban.")
  var verb: Verb

  @Argument(help: ArgumentHelp("The reward model's id, as in the run line.", valueName: "rm"))
  var rewardModel: String

  @Option(help: "Only for pairs of this category.")
  var category: String?

  @Option(parsing: .unconditional, help: "The number of steps it lasts; without it, until undone.")
  var steps: Int?

  @Option(help: "Why; the run log records it.")
  var reason: String?

  @Option(
    help: ArgumentHelp("The run log: check the id against it, and wait for the answer.", valueName: "path"))
  var log: String?

  @Option(
    help: ArgumentHelp("With --log, how long to wait for the answer; 0 does not wait.", valueName: "seconds"))
  var wait = 10

  func validate() throws {
    if let steps, steps < 1 {
      throw ValidationError("--steps: expected a whole number from 1, got \(steps).")
    }
    if !(0...86_400).contains(wait) {
      throw ValidationError("--wait: expected seconds from 0 to 86400, got \(wait).")
    }
    if rewardModel.isEmpty || rewardModel.utf8.count > 256 {
      throw ValidationError("expected a reward model's id of 1 to 256 bytes, got \(rewardModel.utf8.count).")
    }
  }

  func run() throws {
    try reportingFailures {
      let event = ControlEvent(
        sequence: SessionIdentity.random().sequence(1), action: verb.action, rewardModel: rewardModel,
        category: category, steps: steps, by: SessionIdentity.userName, reason: reason)
      let line = EventEncoder().encode(TimedEvent(time: WallClock.now, .control(event)))
      // What a reader would skip is refused here, with the reader's own sentence.
      if case .fault(let reason) = EventDecoder().decode(line) {
        throw CommandFailure(.usage, "the control would be refused: \(reason.message)")
      }
      var answer: ControlAnswer?
      if let log {
        if isSameFile(control, log) {
          throw CommandFailure(
            .usage, "--control and --log name the same file: controls go to a file of their own")
        }
        answer = try ControlAnswer(log: log)
        try answer?.check(rewardModel)
      }
      do {
        let appender = try ControlAppender(path: control)
        try appender.append(line: line)
      } catch {
        throw CommandFailure(.cannotCreate, "\(error)")
      }
      StandardOutput.write(event.sequence + "\n")
      if wait > 0, let outcome = try answer?.answer(to: event.sequence, seconds: wait) { try tell(outcome) }
    }
  }

  private func tell(_ outcome: ControlAnswer.Outcome) throws {
    switch outcome {
    case .obeyed(let step):
      StandardError.write("rmtop: obeyed" + (step.map { " from step \($0) on" } ?? ""))
    case .refused(let reason):
      throw CommandFailure(.refused, "the control was refused: \(printableText(reason, limit: 512))")
    case .ended:
      throw CommandFailure(.unanswered, "the run has ended, so nobody will answer the control")
    case .none:
      throw CommandFailure(
        .unanswered, "no answer within \(formatCount(wait, of: "second")): the control is written and pending"
      )
    }
  }
}

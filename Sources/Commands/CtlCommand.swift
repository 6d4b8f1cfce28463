import ArgumentParser
import RunEvents
import RunLog

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
                [--steps <steps>] [--reason <reason>]
      """,
    discussion: """
      The line is written whole, in one write. The trainer or router that follows the file obeys it and says so in \
      the run log. Prints the control's seq.
      """)

  @Option(help: ArgumentHelp("The control file or FIFO; created with mode 0600.", valueName: "path"))
  var control: String

  @Argument(help: "pin, unpin, ban or unban.")
  var verb: Verb

  @Argument(help: ArgumentHelp("The reward model's id, as in the run line.", valueName: "rm"))
  var rewardModel: String

  @Option(help: "Only pairs of this category.")
  var category: String?

  @Option(parsing: .unconditional, help: "For so many steps; without it until it is lifted.")
  var steps: Int?

  @Option(help: "Why; it stands in the run log.")
  var reason: String?

  func validate() throws {
    if let steps, steps < 1 {
      throw ValidationError("--steps must be at least 1, not \(steps).")
    }
    if rewardModel.isEmpty || rewardModel.utf8.count > 256 {
      throw ValidationError("the reward model's id must have 1 to 256 bytes, not \(rewardModel.utf8.count).")
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
      do {
        let appender = try ControlAppender(path: control)
        try appender.append(line: line)
      } catch {
        throw CommandFailure(.cannotCreate, "\(error)")
      }
      StandardOutput.write(event.sequence + "\n")
    }
  }
}

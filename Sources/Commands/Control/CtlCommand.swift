import ArgumentParser
import Files
import RunEvents
import RunLog
import TerminalCells
import Wording

/// `rmtop ctl`: gives one control to whoever routes, for scripts.
struct CtlCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ctl",
    abstract: "Send one control to a router's socket or to a control file.",
    usage: """
      rmtop ctl <target> pin|ban <rm> [--category <category>] [--steps <steps>]
      rmtop ctl <target> unpin|unban <rm> [--category <category>]
      rmtop ctl <target> add <rm> [--name <name>] [--cost <cost>]
      rmtop ctl <target> remove <rm>
      rmtop ctl <target> forget <rm>|--all --keep <keep>
      rmtop ctl <target> reset <rm>|--all
      rmtop ctl --socket <socket> status [--json]
      """,
    discussion: """
      The target is --socket SOCKET, a running router, or --control PATH, a file that a trainer or router follows. \
      Prints the control's seq. A router answers at once; with --control and --log the reward model's id is checked \
      against the run log first, and the answer is waited for in it. A refusal is told with the router's own sentence, \
      exit 77; no answer, exit 75. `status` prints what a router says of itself.
      """)

  @Option(
    help: ArgumentHelp("A router's socket: a path, unix:PATH or tcp:HOST:PORT.", valueName: "socket"))
  var socket: String?

  @OptionGroup var router: RouterOptions

  @Option(
    help: ArgumentHelp(
      "Append the control to this file or FIFO, whole, in one write; created with mode 0600.",
      valueName: "path"))
  var control: String?

  @Argument(help: "What is to be done.")
  var verb: CtlVerb

  @Argument(help: ArgumentHelp("The reward model's id, as in the run line.", valueName: "rm"))
  var rewardModel: String?

  @Flag(help: "With forget and reset: all reward models.")
  var all = false

  @Option(help: "With pin, unpin, ban, unban: only for pairs of this category.")
  var category: String?

  @Option(
    parsing: .unconditional,
    help: "With pin and ban: the number of steps it lasts; without it, until undone.")
  var steps: Int?

  @Option(help: "With add: the name that people read.")
  var name: String?

  @Option(parsing: .unconditional, help: "With add: what a call costs.")
  var cost: Double?

  @Option(
    parsing: .unconditional,
    help: "With forget: the part of what was learned that stays, from 0 to below 1.")
  var keep: Double?

  @Option(help: "Why; the run log records it.")
  var reason: String?

  @Option(
    help: ArgumentHelp(
      "With --control, the run log: check the id against it, and wait for the answer.", valueName: "path"))
  var log: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How long to wait for the answer; 0 does not wait.", valueName: "seconds"))
  var wait = 10

  @Flag(help: "With status: the router's answer as it came.")
  var json = false

  func run() throws {
    try reportingFailures {
      guard let event else { return try tellStatus() }
      let line = EventEncoder().encode(TimedEvent(time: WallClock.now, .control(event)))
      // What a reader would skip is refused here, with the reader's own sentence.
      if case .fault(let reason) = EventDecoder().decode(line) {
        throw CommandFailure(.usage, "the control would be refused: \(reason.message)")
      }
      if let socket {
        try send(event, line, to: try address(of: socket))
      } else if let control {
        try append(event, line, to: control)
      }
    }
  }

  /// What is asked of the router; `nil` for `status`.
  private var event: ControlEvent? {
    verb.action(name: name, cost: cost, keep: keep).map {
      ControlEvent(
        sequence: SessionIdentity.random().sequence(1), action: $0, rewardModel: rewardModel,
        category: category, steps: steps, by: SessionIdentity.userName, reason: reason)
    }
  }

  private func append(_ event: ControlEvent, _ line: String, to path: String) throws {
    var answer: ControlAnswer?
    if let log {
      if isSameFile(path, log) {
        throw CommandFailure(
          .usage, "--control and --log name the same file: controls go to a file of their own")
      }
      answer = try ControlAnswer(log: log)
      if let rewardModel = event.rewardModel, verb != .add { try answer?.check(rewardModel) }
    }
    do {
      let appender = try ControlAppender(path: path)
      try appender.append(line: line)
    } catch {
      throw CommandFailure(.cannotCreate, "\(error)")
    }
    StandardOutput.write(event.sequence + "\n")
    if wait > 0, let outcome = try answer?.answer(to: event.sequence, seconds: wait) { try tell(outcome) }
  }

  func tell(_ outcome: ControlAnswer.Outcome) throws {
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

import ArgumentParser
import RouterEngine
import RunEvents
import RunLog
import RunState
import Wording

/// `rmtop whatif`: a recorded run under other settings, from its logged propensities.
struct WhatIfCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "whatif",
    abstract: "Estimate how a recorded run would have done under other settings.",
    usage: """
      rmtop whatif <log> [--policy <name>] [--pin <rm> ...] [--ban <rm> ...]
                   [--no-controls] [--set <name=value> ...] [--json]
      """,
    discussion: """
      At every recorded decision: with which probabilities would the other settings have chosen each reward model, \
      given posteriors folded from what was recorded? Estimates weigh the recorded rewards by those probabilities \
      over the logged propensities: the value of choosing otherwise at each moment of this run, not of another run \
      that those choices would have led to.

      METHODS: ips inverse propensities; snips the same, self-normalised; dm regressions per reward model; dr both. \
      All with 95 % intervals. Where the log cannot answer (propensities missing, choices it never made, too few \
      effective rounds) a sentence stands in for the numbers and the exit code is 65; shares are printed all the \
      same. Pinned decisions count in shares and not in estimates.

      JSON: {"run", "what_if", "decisions", "answered", "eligible", "left_out": {reason: count}, \
      "propensities_from_scores", "batches_kept_1_in", "rms": [{"id", "what_if", "happened"}], "reward": {…}, \
      "correct": {…} (whether the chosen one was right, with the "truth", where labels are logged), \
      "labels": {"decisions", "what_if", "happened"}, "refusal"}. reward and correct are {"rounds", "batches", "ess", \
      "mean_weight", "unsupported", "recorded", "ips", "snips", "dm", "dr", "refusal"}; an estimate is \
      {"value", "low", "high", "gain": {"value", "low", "high"}}, or null.
      """)

  @Argument(help: ArgumentHelp("A run log, plain, .gz or .zst; - for standard input.", valueName: "log"))
  var log: String

  @Option(
    help: ArgumentHelp(
      "The policy: \(PolicyName.words.joined(separator: ", ")).", valueName: "name"))
  var policy: String?

  @Option(
    name: .long, parsing: .singleValue,
    help: ArgumentHelp(
      "Pin this reward model; RM/CATEGORY for one category. May be repeated for other categories.",
      valueName: "rm"))
  var pin: [String] = []

  @Option(
    name: .long, parsing: .singleValue,
    help: ArgumentHelp(
      "Ban this reward model; RM/CATEGORY for one category. May be repeated.", valueName: "rm"))
  var ban: [String] = []

  @Flag(help: "Ignore the pins and bans of the recorded run.")
  var noControls = false

  @OptionGroup var settings: SettingOptions

  @Flag(help: "Print one JSON object; numbers are round-trip exact, unknown values are null.")
  var json = false

  func run() throws {
    try reportingFailures {
      let change = try change()
      let pins = pin.map { ControlPhrase(action: .pin, text: $0) }
      let bans = ban.map { ControlPhrase(action: .ban, text: $0) }
      var folded = WhatIfFold(
        change: change, phrases: bans + pins, ignoresControls: noControls,
        priors: PriorFolder.beside(log: log).loader)
      let remarks = try LogInput(log).forEachLine { line in
        try folded.fold(line)
        return true
      }
      for notice in remarks.notices { StandardError.write("rmtop: \(notice)") }
      let report = try folded.report(of: log)
      let text = WhatIfText(report, question: folded.question, recorded: folded.recorded)
      StandardOutput.write(json ? text.json + "\n" : text.table, isJSON: json)
      try remarks.endIfDamaged()
      if let refusal = text.refusal {
        throw CommandFailure(.unusableData, refusal)
      }
    }
  }

  private func change() throws -> RouterSettingsChange {
    var change = try settings.change { assignment throws(SettingRefusal) in
      try WhatIfQuestion.check(assignment, startsAtBeginning: true)
    }
    if let policy {
      do throws(SettingRefusal) {
        try change.assign("policy=" + policy)
      } catch {
        throw CommandFailure(.usage, "--policy: \(error)" + suggestion(for: policy, among: PolicyName.words))
      }
    }
    return change
  }
}

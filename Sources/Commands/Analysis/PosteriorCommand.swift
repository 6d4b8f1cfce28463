import ArgumentParser
import Router
import RunLog
import RunState
import TerminalCells
import Wording

/// `rmtop posterior`: the posterior vectors of a run.
struct PosteriorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "posterior",
    abstract: "Print each reward model's posterior mean vector and the diagonal of its covariance.",
    discussion: """
      The posteriors are those after the last closed batch. A reward model that was never observed prints its prior. \
      With an intercept the vectors have one more entry, the last. Where there are no posteriors the exit code is 65 \
      and a sentence says why.

      Where a packed log is cut or damaged its readable part is folded and the exit code is 74; --output then writes \
      nothing, unless --partial says that this part will do.

      A run that starts from the file of --output, with prior_precision 1 and prior_scale 1, has these posteriors \
      before its first reward.
      """)

  @Argument(help: ArgumentHelp("A run log, plain, .gz or .zst; - for standard input.", valueName: "log"))
  var log: String

  @Flag(help: "Print one JSON object; numbers are round-trip exact.")
  var json = false

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write the posteriors as a prior file (safetensors) that another run can start from.",
      valueName: "file"))
  var output: String?

  @Flag(help: "Use the readable part of a packed log that is cut or damaged.")
  var partial = false

  func run() throws {
    try reportingFailures {
      let priors = PriorFolder.beside(log: log)
      var (state, remarks) = try LogInput.fold(log, priors: priors, takesBeliefs: false)
      for notice in remarks.notices { StandardError.write("rmtop: \(notice)") }
      guard let posterior = state.posteriorReport() else {
        var reason = "there is no posterior in \(printableText(log))"
        if case .unavailable(let sentence) = state.posterior { reason = sentence }
        reason += state.skippedInPlaceOfRunLine
        throw CommandFailure(.unusableData, reason)
      }
      if let output, !remarks.isDamaged || partial { try write(&state, priors: priors, to: output) }
      StandardOutput.write(json ? Self.json(posterior) + "\n" : Self.text(posterior), isJSON: json)
      if remarks.isDamaged, !partial {
        throw CommandFailure(
          .inputOutput,
          "\(shownPath(log)) is damaged: these are the posteriors of the part that could be read"
            + (output == nil ? "" : ", and no file was written (--partial writes it)"))
      }
    }
  }
}

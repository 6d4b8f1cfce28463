import ArgumentParser
import Foundation
import NcursesTerminal
import OfflineRouter
import RunEvents
import RunLog
import TerminalCells

extension EvaluationSettings.Reward: ExpressibleByArgument {}

/// `rmtop evaluate`: does routing help on judged pairs, and by how much?
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Compare routing policies on judged pairs, and say how sure the differences are.",
    usage: """
      rmtop evaluate <pairs> [--offline-fraction <share>] [--seeds <n>]
                     [--policies <names>] [--noise <p>]
                     [--reward <correct|proxy-loss>] [--json]
      """,
    discussion: """
      Splits the pairs by group into a part to learn from and a stream, once per seed; every policy routes the same \
      stream, pair by pair, and sees the judgement of the reward model it chose. Accuracy is the part of all pairs \
      whose chosen reward model is right; differences are against the best single one of the offline part, on the \
      same pairs, with a bootstrap over groups.

      POLICIES:
      \(HelpList.text([
        ("hybrid", "the calibrated fit, updated online (what `rmtop train` makes)"),
        ("hybrid-published", "the published head as prior, posterior mean"),
        ("hybrid-thompson", "the same, Thompson sampling"),
        ("online", "Thompson sampling without a prior"),
        ("offline", "the calibrated fit, never updated"),
        ("best-single", "the best one of the offline part"),
        ("best-per-category", "the same by category"),
        ("single:ID", "always this one"),
        ("majority", "what most reward models prefer"),
        ("random, round-robin", "without looking at anything"),
        ("laser", "LinUCB as published (alpha 0.1)"),
        ("laser-tuned", "the same with alpha 1"),
        ("linucb", "LinUCB, alpha 1, on the calibrated contexts"),
        ("beta", "Thompson sampling without context"),
        ("oracle", "right where any reward model is"),
      ]))
      """)

  @Argument(help: ArgumentHelp("Judged pairs, plain, .gz or .zst; - for standard input.", valueName: "pairs"))
  var pairs: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The part of the groups to learn from before the stream.", valueName: "share"))
  var offlineFraction = 0.6

  @Option(parsing: .unconditional, help: ArgumentHelp("Splits.", valueName: "n"))
  var seeds = 20

  @Option(help: ArgumentHelp("Names separated by commas; without it, all.", valueName: "names"))
  var policies: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The probability that a judgement is flipped before it is fed back.", valueName: "p"))
  var noise = 0.0

  @Option(
    help: ArgumentHelp(
      "What is fed back: correct, or a loss made of it in batches of 16.", valueName: "correct|proxy-loss"))
  var reward: EvaluationSettings.Reward = .correct

  @Flag(help: "Print one JSON object and nothing else.")
  var json = false

  @Flag(help: "Use the readable part of packed pairs that are cut or damaged.")
  var partial = false

  func run() throws {
    try reportingFailures {
      do {
        var settings = EvaluationSettings(policies: [])
        settings.offlineFraction = offlineFraction
        settings.seeds = seeds
        settings.noise = noise
        settings.reward = reward
        try settings.checkNumbers()
        let judged = try JudgedPairInput.read(pairs, isPartialEnough: partial)
        let data = try PairDataset(judged.pairs, rewardModels: judged.rewardModels)
        settings.policies = try chosen(data)
        let report = try evaluate(data, settings, judged: judged)
        StandardOutput.write(
          json
            ? Self.json(report) + "\n"
            : EvaluationText(report, width: Self.columns, glyphs: Self.glyphs).text,
          isJSON: json
        )
      } catch ContrastError.setting(let sentence) {
        throw CommandFailure(.usage, sentence)
      } catch let error as CommandFailure {
        throw error
      } catch let error as ExitCode {
        throw error
      } catch {
        throw CommandFailure(.unusableData, "\(error)")
      }
    }
  }

  /// The named policies, or all that the pairs allow: the published head takes embeddings.
  private func chosen(_ data: PairDataset) throws -> [EvaluationPolicy] {
    let all = EvaluationPolicy.all(rewardModels: data.rewardModels)
    if let policies {
      return try EvaluationPolicy.named(names(policies, data.rewardModels), rewardModels: data.rewardModels)
    }
    guard data.haveContexts else { return all }
    StandardError.write(
      "rmtop: the pairs come with x: the policies of the published head, which takes embeddings, are left out"
    )
    return all.filter { !$0.needsHead }
  }

  /// An id may have a comma: the longest run of parts that is a policy's name is one.
  private func names(_ text: String, _ rewardModels: [String]) -> [String] {
    let known = Set(EvaluationPolicy.all(rewardModels: rewardModels).map(\.name))
    let parts = text.components(separatedBy: ",")
    var names: [String] = []
    var start = 0
    while start < parts.count {
      let ends = (start + 1...parts.count).reversed()
      let end = ends.first { known.contains(parts[start..<$0].joined(separator: ",")) } ?? start + 1
      let name = parts[start..<end].joined(separator: ",").trimmingCharacters(in: .whitespaces)
      if !name.isEmpty { names.append(name) }
      start = end
    }
    return names
  }

  /// Runs all splits; an interrupt ends it between two policies, with nothing printed.
  private func evaluate(
    _ data: PairDataset, _ settings: EvaluationSettings, judged: JudgedPairs
  ) throws -> EvaluationReport {
    var trainer: HeadContexts.Trainer?
    if settings.policies.contains(where: \.needsHead) {
      trainer = HeadContexts.trainer(try HeadData(judged.pairs, rewardModels: data.rewardModels))
    }
    let signals = try EndingSignals()
    let progress = ProgressLine()
    let total = settings.seeds
    progress.show("split 0 of \(total)")
    defer { progress.clear() }
    guard
      let report = try Evaluation.run(
        data, settings: settings, head: trainer, progress: { progress.show("split \($0) of \(total)") },
        isCancelled: signals.isEnding)
    else { throw ExitCode(128 + (signals.received ?? SIGINT)) }
    return report
  }

  /// Of the terminal, up to 120; 100 elsewhere.
  private static var columns: Int { min(120, StandardOutput.terminalColumns ?? 100) }

  /// What the environment trusts the terminal with; a file gets all.
  private static var glyphs: GlyphTier {
    guard isatty(STDOUT_FILENO) == 1 else { return .braille }
    return TerminalEnvironment.ofProcess().glyphTier
  }
}

import Foundation
import RunEvents
import RunState
import TerminalCells
import TestSupport
import Testing

@testable import Dashboard

extension SeededGenerator {
  /// -1 … 1 in steps of 1/64: exact in binary, so sums have no rounding that a platform could change.
  mutating func sixtyFourth() -> Double { Double(below(129) - 64) / 64 }
}

/// A run made of typed events: what the golden frames show.
struct SampleRun {
  static let ids = ["skywork-qwen3-0.6b", "grm-llama3.2-3b", "mistral-raft-gshf", "grm-gemma2-2b"]
  static let categories = ["math", "code", "creative", "safety"]
  static let start = 1_700_000_000.0

  private let pinStep: Int
  private let banStep: Int
  private(set) var lines: [LogLine] = []
  private var time = SampleRun.start
  private var random = SeededGenerator(seed: 20_240_117)

  private init(pinStep: Int, banStep: Int) {
    self.pinStep = pinStep
    self.banStep = banStep
  }

  /// Whom each decision of a category chose, in order, read off the lines.
  static var armsByCategory: [String: [Int]] {
    var arms: [String: [Int]] = [:]
    for line in lines() {
      guard case .event(let timed) = line.content, case .decision(let decision) = timed.event,
        let category = decision.description.category
      else { continue }
      arms[category, default: []].append(ids.firstIndex(of: decision.rewardModel) ?? -1)
    }
    return arms
  }

  /// 60 steps of 8 decisions; a pin for one category at step 20, a ban at step 40.
  static func lines(
    steps: Int = 60, history: Int? = nil, ids: [String] = ids, pinStep: Int = 20,
    banStep: Int = 40
  ) -> [LogLine] {
    var run = SampleRun(pinStep: pinStep, banStep: banStep)
    var header = RunHeader(
      name: "helpsteer-ts-01",
      rewardModels: ids.enumerated().map { RewardModelInfo(id: $1, name: "Model \($0 + 1)") }, dimension: 3)
    if let history {
      header.router.reward.rule = .quantile
      header.router.reward.history = history
    }
    run.add(.run(header))
    for step in 0..<steps { run.addStep(step, ids: ids) }
    return run.lines
  }

  private mutating func add(_ event: RunEvent) {
    let number = lines.count + 1
    lines.append(
      LogLine(
        number: number, offset: (number - 1) * 100, length: 100,
        content: .event(TimedEvent(time: time, event))))
    time += 0.25
  }

  private mutating func addStep(_ step: Int, ids: [String]) {
    if step == pinStep {
      control("a-1", .pin, ids[0], category: "math", steps: 200, reason: nil, step: step)
    }
    if step == banStep, ids.count > 3 {
      control("a-2", .ban, ids[3], category: nil, steps: nil, reason: "length hacking", step: step)
    }
    if step == 48 { add(.note(NoteEvent(level: .warn, text: "learning rate halved"))) }
    for ordinal in 0..<8 { addDecision(step, ordinal, ids: ids) }
    for ordinal in 0..<8 { addFeedback(step, ordinal) }
    let part = Double(step) / 64
    add(
      .metrics(
        MetricsEvent(
          step: step,
          values: [
            .init(name: "loss", value: 0.6875 - 0.25 * part + random.sixtyFourth() / 64),
            .init(name: "objective/kl", value: 4 * part + random.sixtyFourth() / 32),
            .init(name: "objective/entropy", value: 80 - 20 * part),
            .init(name: "rewards/margins", value: step == 30 ? .nan : 0.5 * part + random.sixtyFourth() / 64),
            .init(name: "val/accuracy", value: 0.5 + 0.1875 * part),
          ])))
  }

  private mutating func control(
    _ sequence: String, _ action: ControlEvent.Action, _ id: String, category: String?, steps: Int?,
    reason: String?, step: Int
  ) {
    add(
      .control(
        ControlEvent(
          sequence: sequence, action: action, rewardModel: id, category: category, steps: steps, by: "ops",
          reason: reason)))
    add(.applied(AppliedEvent(sequence: sequence, ok: true, step: step)))
  }

  private var contexts: [String: (arm: Int, x: [Double])] = [:]

  private mutating func addDecision(_ step: Int, _ ordinal: Int, ids: [String]) {
    let category = Self.categories[(step + ordinal) % 4]
    // Weights drift from the last RM to the first.
    let weights = ids.indices.map { arm in
      arm == 3 && step >= banStep ? 0 : [10 + step, 24, 30 - step / 4, 40 - step / 2][arm % 4]
    }
    var place = random.below(weights.reduce(0, +))
    var arm = 0
    while place >= weights[arm] {
      place -= weights[arm]
      arm += 1
    }
    if category == "math", step >= pinStep { arm = 0 }
    let x = [random.sixtyFourth(), random.sixtyFourth(), 1]
    let id = "p\(step)-\(ordinal)"
    contexts[id] = (arm, x)
    add(
      .decision(
        DecisionEvent(
          id: id, rewardModel: ids[arm], step: step, by: "thompson", propensity: 0.25,
          description: PairDescription(features: .context(x), category: category))))
  }

  private mutating func addFeedback(_ step: Int, _ ordinal: Int) {
    let id = "p\(step)-\(ordinal)"
    guard let (arm, x) = contexts.removeValue(forKey: id) else { return }
    let outcome: FeedbackEvent.Outcome
    switch (step * 8 + ordinal) % 97 {
    case 13: outcome = .tie
    case 41 where step > 30: outcome = .error("timeout")
    case 71 where step == 35 || step < 10: outcome = .loss(.nan)
    default:
      let strength = [0.375, 0.125, 0, -0.375][arm % 4]
      outcome = .loss(0.5 - strength - 0.125 * x[0] + random.sixtyFourth() / 4)
    }
    add(.feedback(FeedbackEvent(id: id, outcome: outcome, latencyMilliseconds: Double(80 + 10 * (arm % 8)))))
  }
}

/// The dashboard over `SampleRun.lines()`, folded once for all tests.
func sampleDashboard(size: CellSize = CellSize(width: 80, height: 24)) -> DashboardModel {
  var model = SampleDashboard.live
  _ = model.update(.resized(size))
  return model
}

private enum SampleDashboard {
  static let live = sampleDashboard(SampleRun.lines())
}

/// A dashboard that has taken in some lines, as the shell would give them.
func sampleDashboard(
  _ lines: [LogLine], size: CellSize = CellSize(width: 80, height: 24), mode: Session.Mode = .watch,
  canGrow: Bool = true
) -> DashboardModel {
  var model = DashboardModel(
    session: Session(
      mode: mode, sourceName: "runs/helpsteer.jsonl", control: .enabled, id: "0a1b2c3d", user: "ops"))
  _ = model.update(.resized(size))
  _ = model.update(.tick(ClockReading(monotonic: 0, wall: SampleRun.start, utcOffset: 3600)))
  _ = model.update(.lines(lines, generation: 0))
  var report = SourceReport()
  report.offset = lines.count * 100
  report.size = report.offset
  report.reachedEnd = true
  report.canGrow = canGrow
  _ = model.update(.source(report))
  for _ in 0..<100 { _ = model.update(.fold(maximum: 1000)) }
  _ = model.update(.look)
  return model
}

/// Compares with a file in `Golden`; `RMTOP_UPDATE_GOLDEN=1` writes it instead, and fails.
func expectGolden(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Golden")
  let file = folder.appendingPathComponent(name)
  if ProcessInfo.processInfo.environment["RMTOP_UPDATE_GOLDEN"] == "1" {
    #expect(throws: Never.self, sourceLocation: sourceLocation) {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    Issue.record(
      "\(name) has been recorded: a run that records proves nothing", sourceLocation: sourceLocation)
    return
  }
  guard let golden = try? String(contentsOf: file, encoding: .utf8) else {
    Issue.record("\(name) is missing; make it with RMTOP_UPDATE_GOLDEN=1", sourceLocation: sourceLocation)
    return
  }
  guard golden != text else { return }
  let (old, new) = (golden.components(separatedBy: "\n"), text.components(separatedBy: "\n"))
  var report: [String] = []
  for index in 0..<max(old.count, new.count) {
    let before = index < old.count ? old[index] : nil
    let after = index < new.count ? new[index] : nil
    if before == after { continue }
    if let before { report.append("\(index + 1) - \(before)") }
    if let after { report.append("\(index + 1) + \(after)") }
  }
  Issue.record(
    "\(name) differs:\n\(report.prefix(40).joined(separator: "\n"))", sourceLocation: sourceLocation)
}

extension DashboardModel {
  /// A frame as golden files have it: the text, then the plane of styles with its legend.
  func golden(theme: String = "dark", glyphs: GlyphTier = .braille) -> String {
    let theme = Theme.builtIn(named: theme) ?? Theme(name: "none")
    let frame = frame(theme: theme, glyphs: glyphs)
    return frame.plainText + "\n" + frame.stylePlane(theme)
  }
}

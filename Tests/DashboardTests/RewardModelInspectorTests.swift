import RunEvents
import RunState
import TerminalCells
import TestSupport
import Testing

@testable import Dashboard

@Suite struct RewardModelInspectorTests {
  /// One RM whose rewards are `shift` above what was logged for it, folded by rule `none`; and one without scores.
  private func model(count: Int, shift: Double, size: CellSize = CellSize(width: 80, height: 24))
    -> DashboardModel
  {
    var header = RunHeader(
      name: "t", rewardModels: [RewardModelInfo(id: "alpha", cost: 2), RewardModelInfo(id: "beta", cost: 1)],
      dimension: 2)
    header.router.reward.rule = .none
    var events: [RunEvent] = [.run(header)]
    var random = SeededGenerator(seed: 3)
    for index in 0..<count {
      let isBeta = index % 8 == 7
      events.append(
        .decision(
          DecisionEvent(
            id: "\(index)", rewardModel: isBeta ? "beta" : "alpha", step: index / 8,
            scores: isBeta ? [] : [LoggedScore(rewardModel: "alpha", mean: 0, standardDeviation: 0)],
            description: PairDescription(features: .context([1, 0])))))
      events.append(.feedback(FeedbackEvent(id: "\(index)", outcome: .reward(random.sixtyFourth() + shift))))
    }
    events.append(.end(EndEvent()))
    return sampleDashboard(TestLog.untimed(events), size: size)
  }

  private func text(_ model: DashboardModel) throws -> String {
    try #require(Theme.builtIn(named: "dark").map { model.frame(theme: $0, glyphs: .braille).plainText })
  }

  /// Enter shows an RM in numbers on every screen that has panes, the selected row above them.
  @Test(arguments: [(60, 10), (80, 12), (80, 17), (80, 24), (200, 60)])
  func isThereOnEveryScreen(width: Int, height: Int) throws {
    let text = try inspected(model(count: 64, shift: 0, size: CellSize(width: width, height: height)), "beta")
    #expect(text.contains("▸●beta"), "\(text)")
    #expect(text.contains("─ beta · cost 1") && text.contains("posterior"), "\(text)")
    #expect(text.contains("calls 8"), "\(text)")
  }

  private func inspected(_ model: DashboardModel, _ id: String) throws -> String {
    var model = model
    model.view.selected = id
    _ = model.update(.key(.enter))
    return try text(model)
  }

  @Test func enterShowsTheRowAndEscGoesBack() throws {
    var model = model(count: 64, shift: 0)
    #expect(try !text(model).contains("innovations"))
    model.view.selected = "alpha"
    _ = model.update(.key("2"))
    _ = model.update(.key(.enter))
    #expect(model.view.zoomed == .rewardModels)
    #expect(try text(model).contains("─ alpha · cost 2 ─"))
    _ = model.update(.key(.escape))
    #expect(try !text(model).contains("innovations"))
  }

  @Test func saysHowRewardsAgree() throws {
    let text = try inspected(model(count: 64, shift: 0), "alpha")
    #expect(text.contains("innovations, last 56 of 56: mean "))
    #expect(text.contains("100.0% in the 95% interval"))
    #expect(text.contains("CUSUM  higher ["))
    #expect(text.contains(" of 24   lower ["))
    #expect(!text.contains("▲"))
  }

  @Test func saysThatNothingCanBeSaid() throws {
    let text = try inspected(model(count: 64, shift: 0), "beta")
    #expect(text.contains("innovations: no scores are logged with its decisions, so no drift can be seen"))
    #expect(try inspected(model(count: 3, shift: 0), "beta").contains("no reward has been folded yet"))
  }

  @Test func aSignalIsSeenAtEveryWidth() throws {
    for size in FrameTests.sizes + [CellSize(width: 100, height: 30)] {
      let model = model(count: 400, shift: 1, size: size)
      #expect(model.run.conditions.map(\.kind) == [.drift])
      let lines = try text(model).split(separator: "\n")
      let row = try #require(lines.first { $0.contains("▸●alpha") || $0.contains(" ●alpha") })
      #expect(row.contains("▲ above belief") || size.width < 80 && row.contains("▲"), "\(size.width): \(row)")
      #expect(lines.contains { $0.contains("▲ alarm: alpha: rewards higher than its posterior said") })
      let inspected = try inspected(model, "alpha")
      #expect(inspected.contains("CUSUM waits"))
    }
  }

  @Test func costsBesideAnEnsembleInTheHeader() throws {
    let text = try text(model(count: 64, shift: 0, size: CellSize(width: 120, height: 40)))
    // 56 calls at 2 and 8 at 1, of 64 at 3.
    #expect(text.contains("calls saved 50% (64)") && text.contains("cost 120 of 192"))
  }

  /// What a person asks of an RM, at each size: what is in force and since when, how sure, its curves, its calibration,
  /// its categories, its last decisions.
  @Test(arguments: [(80, 24), (120, 40), (200, 60)]) func answersQuestions(width: Int, height: Int) throws {
    let text = try inspected(sampleDashboard(size: CellSize(width: width, height: height)), SampleRun.ids[3])
    #expect(text.contains("BAN since step 40 by ops: length hacking"))
    #expect(text.contains("posterior -1.14 ±0.19") && text.contains("calls 90 (18.8%)"))
    #expect(text.contains(" Share") && text.contains(" Reward · smoothed .9"))
    #expect(text.contains("Calibration · ") && text.contains("by rmtop's fold"))
    guard width > 80 else { return }
    #expect(
      text.contains("Posterior mean ± sd") && text.contains("Categories") && text.contains("Last decisions"))
    #expect(text.contains(" 39   -") && text.contains("p39-"))
  }

  /// Lines are broken between their parts, and nothing of them is lost.
  @Test func linesAreBrokenBetweenTheirParts() {
    let pieces = [
      StyledText("posterior ", .faint), StyledText("+0.05 ±0.08 · P(best) 0.77 · prior +0.00 ±0.32"),
    ]
    func rows(_ width: Int) -> [String] { RewardModelInspector.Line.wrapped(pieces, to: width) }
    #expect(rows(80) == ["posterior +0.05 ±0.08 · P(best) 0.77 · prior +0.00 ±0.32"])
    #expect(rows(40) == ["posterior +0.05 ±0.08 · P(best) 0.77", "prior +0.00 ±0.32"])
    #expect(rows(21) == ["posterior +0.05 ±0.08", "P(best) 0.77", "prior +0.00 ±0.32"])
    #expect(rows(12).allSatisfy { displayWidth($0) <= 12 } && rows(0).count > 1)
    #expect(RewardModelInspector.Line.wrapped([], to: 9) == [""])
  }

  @Test func theLastErrorSaysWhen() throws {
    let text = try inspected(sampleDashboard(size: CellSize(width: 120, height: 40)), SampleRun.ids[0])
    #expect(text.contains("1 error, the last at step 41, 23:"))
    #expect(text.contains("PIN math since step 20 by ops, 161 steps left"))
  }

  /// A name of the log never reaches the screen as it is.
  @Test func hostileIdsAreMadeSafe() throws {
    let evil = "x\u{1B}]0;pwned\u{7}\u{202E}\n"
    var events = [TestLog.header()]
    for step in 0..<20 {
      events.append(
        .decision(
          DecisionEvent(
            id: "\(evil)\(step)", rewardModel: "alpha", step: step, by: evil,
            description: PairDescription(category: evil))))
      events.append(.feedback(FeedbackEvent(id: "\(evil)\(step)", outcome: .error(evil))))
    }
    let text = try inspected(
      sampleDashboard(TestLog.untimed(events), size: CellSize(width: 120, height: 40)), "alpha")
    #expect(text.contains("pwned") && text.contains("Last decisions"))
    #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{7}" || $0 == "\u{202E}" })
  }
}

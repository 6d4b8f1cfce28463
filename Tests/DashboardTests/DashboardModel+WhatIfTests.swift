import RouterEngine
import RunEvents
import RunState
import TerminalCells
import Testing

@testable import Dashboard

/// `w` in a replay: keys in, state out.
@Suite struct DashboardModelWhatIfTests {
  /// 40 steps of 4 pairs: propensities ½ and ¼, rewards that favour alpha, labels, a ban of gamma from step 30 on.
  private static func log() -> [LogLine] {
    var events = [TestLog.header()]
    for step in 0..<40 {
      if step == 30 {
        events.append(.control(ControlEvent(sequence: "log-1", action: .ban, rewardModel: "gamma")))
        events.append(.applied(AppliedEvent(sequence: "log-1", ok: true, step: 30)))
      }
      for place in 0..<4 {
        let id = "\(step).\(place)"
        var arm = [0, 1, 0, 2][(step + place) % 4]
        if step >= 30, arm == 2 { arm = 1 }
        let angle = Double((step * 5 + place * 3) % 7) / 7
        events.append(
          .decision(
            DecisionEvent(
              id: id, rewardModel: TestLog.ids[arm], step: step, by: "thompson",
              propensity: arm == 0 || step >= 30 ? 0.5 : 0.25,
              description: PairDescription(
                features: .context([angle, 1 - angle]), category: place % 2 == 0 ? "math" : "code"))))
        events.append(
          .feedback(
            FeedbackEvent(
              id: id, outcome: .loss(Double(arm) / 4 + angle / 8),
              labels: TestLog.ids.indices.map {
                RewardModelLabel(rewardModel: TestLog.ids[$0], isRight: $0 == 0)
              })))
      }
    }
    return TestLog.timed(events + [.end(EndEvent(reason: "done"))])
  }

  /// A replay that stands at the end of the log, with alpha's row selected.
  private static func shell() -> Shell {
    var shell = Shell(log(), mode: .replay, control: .off("a replay sends no controls"))
    shell.model.feed.transport = .paused
    shell.model.feed.target = .end
    shell.pump()
    shell.model.view.selected = "alpha"
    return shell
  }

  private func share(_ shell: Shell, _ id: String) -> Double? {
    shell.model.whatIf?.answer?.shares.first { $0.rewardModel == id }?.whatIf
  }

  @Test func atTheEndItAsksAboutTheWholeRun() throws {
    var shell = Self.shell()
    let digest = shell.model.run.digest
    let place = shell.place
    shell.press("w")
    #expect(shell.status.contains("from the start"))
    #expect(shell.place == place && shell.model.run.digest == digest)
    let answer = try #require(shell.model.whatIf?.answer)
    #expect(answer.startStep == nil && answer.tally.decisions == 160)
    #expect(shell.model.whatIf?.question.isEmpty == true)
  }

  @Test func fromAMomentOnItGoesAlongWithTheReplay() throws {
    var shell = Self.shell()
    shell.press(":")
    shell.type("9")
    shell.press(.enter, "w")
    #expect(shell.status.contains("from step 9"))
    #expect(shell.model.whatIf?.answer?.tally.decisions == 0)
    shell.press(.right)
    #expect(shell.model.whatIf?.answer?.tally.decisions == 4)
    shell.press(.end)
    #expect(shell.model.whatIf?.answer?.tally.decisions == 120)
    #expect(shell.model.whatIf?.answer?.startStep == 9)
  }

  @Test func pinsAndBansAreOfTheQuestionAlone() throws {
    var shell = Self.shell()
    shell.press("w", "b")
    #expect(shell.draft?.action == .ban && shell.draft?.rewardModel == "alpha")
    let effects = shell.press(.enter)
    #expect(!effects.contains { if case .send = $0 { true } else { false } })
    #expect(shell.model.whatIf?.question.controls.map(ScreenText.control) == ["BAN alpha"])
    #expect(share(shell, "alpha") == 0)
    #expect(shell.model.ownControls.isEmpty)
    #expect(shell.model.run.controls.count == 1 && shell.model.run.allowed.badges(0).isEmpty)
    // b again lifts it, and leaves nothing behind.
    shell.press("b")
    #expect(shell.draft?.action == .unban)
    shell.press(.enter)
    #expect(shell.model.whatIf?.question.controls.isEmpty == true)
    // The log's own ban of gamma can be lifted; a pin for one category; the last is taken back.
    shell.model.view.selected = "gamma"
    shell.press("b", .enter, "p", .right, .enter)
    #expect(
      shell.model.whatIf?.question.controls.map(ScreenText.control) == [
        "UNBAN gamma", "PIN gamma for category math",
      ])
    #expect(try #require(share(shell, "gamma")) > 0.5)
    shell.press("u")
    #expect(shell.status == "undone: PIN gamma for category math")
    #expect(shell.model.whatIf?.question.controls.count == 1)
    shell.press("u", "u")
    #expect(shell.status.hasPrefix("nothing to undo"))
  }

  @Test func aBanThatLeavesNothingIsRefused() {
    var shell = Self.shell()
    shell.press("w", "b", .enter)
    shell.model.view.selected = "beta"
    shell.press("b")
    #expect(shell.draft?.isRefused == true)
    #expect(shell.draft?.warning == "no reward model would be left")
    shell.press(.enter)
    #expect(shell.model.whatIf?.question.controls.count == 1)
  }

  @Test func settingsAreTypedByTheirNames() throws {
    var shell = Self.shell()
    shell.press("w", "w")
    #expect(shell.model.keyContext == .goTo)
    shell.type("policy=random prior_precison=2")
    shell.press(.enter)
    #expect(shell.promptError == "there is no setting “prior_precison” (did you mean “prior_precision”?)")
    shell.press(.control("u"))
    shell.type("policy=fixed:alpah")
    shell.press(.enter)
    #expect(shell.promptError == "there is no reward model “alpah” (did you mean “alpha”?)")
    shell.press(.control("u"))
    shell.type("seed=4")
    shell.press(.enter)
    #expect(shell.promptError?.hasPrefix("seed makes no difference") == true)
    shell.press(.control("u"))
    shell.type("policy=random")
    shell.press(.enter)
    #expect(shell.model.view.overlay == nil)
    // 120 decisions by thirds, 40 by halves.
    #expect(abs(try #require(share(shell, "beta")) - 0.375) < 1e-12)
    // What was typed is there to be changed; nothing is as recorded.
    shell.press("w")
    #expect(shell.model.view.overlay == .prompt(Prompt(purpose: .whatIf, input: "policy=random")))
    shell.press(.control("u"), .enter)
    #expect(shell.model.whatIf?.question.isEmpty == true)
  }

  @Test func estimatesStandBesideWhatHappened() throws {
    var shell = Self.shell()
    shell.press("w", "b", .enter)
    let report = try #require(shell.model.whatIf?.report)
    #expect(report.reward.refusal == nil && report.reward.rounds == 160)
    let gain = try #require(report.reward[.dr]).gain
    // alpha has the smaller losses: without it things are worse.
    #expect(gain.high < 0)
    #expect(report.tally.labelled == 160 && report.tally.rightWhatIf == 0)
  }

  /// However the cursor came there, the answer is the one of folding on from the start.
  @Test func theAnswerIsAFunctionOfTheCursor() throws {
    var shell = Self.shell()
    shell.press(":")
    shell.type("5")
    shell.press(.enter, "w", "b", .enter)
    shell.press(":")
    shell.type("20")
    shell.press(.enter)
    let expected = try #require(shell.model.whatIf?.answer)
    shell.press(.end, .shiftLeft, .shiftLeft, .right)
    #expect(shell.model.currentStep == 20)
    let again = try #require(shell.model.whatIf?.answer)
    #expect(again.tally == expected.tally && again.report() == expected.report())
    // Before its start there is no answer, and at its start there is one again.
    shell.press(.home)
    #expect(shell.model.whatIf != nil && shell.model.whatIf?.answer == nil)
    #expect(WhatIfSharePane(shell.model, width: 40, height: 8).emptyText?.contains("from step 5") == true)
    shell.press(":")
    shell.type("20")
    shell.press(.enter)
    #expect(shell.model.whatIf?.answer?.tally == expected.tally)
  }

  /// The second step back has a short way, ends with the same answer, and a new question leaves nothing of it.
  @Test func aStepBackBeginsWhereTheAnswerIsKnown() throws {
    var shell = Self.shell()
    shell.press("w", "b", .enter)
    shell.press(.left, .left)
    let moments = try #require(shell.model.whatIf?.checkpoints.all).map(\.run.progress.events)
    let here = shell.model.run.progress.events
    #expect(moments == moments.sorted() && Set(moments).count == moments.count)
    #expect(moments.count > 1 && moments.count <= WhatIfSession.checkpointLimit)
    #expect(moments.contains { $0 < here && here - $0 < 100 }, "\(moments) before \(here)")
    // Left is one step back: what is folded again is not the run from its start.
    var again = shell.model
    let effects = again.seek(to: .event(here - 1))
    guard case .read(let offset, _, _) = try #require(effects.first) else {
      Issue.record("\(effects)")
      return
    }
    #expect(offset > 0 && again.whatIf?.answer?.tally.decisions ?? 0 > 0)
    let answer = try #require(shell.model.whatIf?.answer)
    shell.press(.home, .end, .left, .left)
    #expect(shell.model.run.progress.events == here && shell.model.whatIf?.answer?.tally == answer.tally)
    shell.press("u")
    #expect(shell.model.whatIf?.answer?.tally != answer.tally)
    let fresh = shell.model.whatIf?.answer?.shares
    shell.press(.left, .right)
    #expect(shell.model.whatIf?.answer?.shares == fresh)
  }

  @Test func escapeReturnsToTheRecording() {
    var shell = Self.shell()
    let digest = shell.model.run.digest
    shell.press("w", "b", .escape)
    #expect(shell.model.view.overlay == nil && shell.model.whatIf != nil)
    shell.press("z", .escape)
    #expect(shell.model.whatIf != nil)
    shell.press(.escape)
    #expect(shell.model.whatIf == nil && shell.status == "back to the recording")
    #expect(shell.model.run.digest == digest)
    shell.press("b")
    #expect(shell.status.contains("sends none"))
  }

  @Test func aRunThatGoesOnIsNotAsked() {
    var shell = Shell.settled(TestLog.usual())
    shell.press("w")
    #expect(shell.model.whatIf == nil && shell.status.contains("rmtop replay"))
    #expect(!Keymap.hints(for: shell.model).contains { $0.keys == "w" })
    var replay = Self.shell()
    #expect(Keymap.hints(for: replay.model).contains { $0.keys == "w" && $0.word == "what if" })
    replay.press("w")
    let words = Keymap.hints(for: replay.model).map { "\($0.keys) \($0.word)" }
    #expect(words.contains("w settings") && words.contains("Esc leave what-if") && words.contains("b ban"))
  }

  @Test func withoutPropensitiesThereAreSharesAndASentence() {
    var shell = Shell(
      TestLog.timed([TestLog.header()] + TestLog.steps(0...20, hasContexts: true)), mode: .replay)
    shell.model.feed.transport = .paused
    shell.model.feed.target = .end
    shell.pump()
    shell.press("w")
    #expect(WhatIfSharePane(shell.model, width: 40, height: 16).rows.count == 3)
    let pane = WhatIfRewardPane(shell.model)
    #expect(pane.rows.isEmpty)
    #expect(pane.sentences.first == "No estimate: the log has no propensities to weigh by.")
  }

  /// Where there is no room for the table the number of the selected RM stands beside each chart.
  @Test func bothSharesStandOnOneAxis() throws {
    var shell = Self.shell()
    shell.press(":")
    shell.type("9")
    shell.press(.enter, "w", "b", .enter, .end)
    let pane = WhatIfSharePane(shell.model, width: 90, height: 16)
    #expect(pane.areas.count == 2 && pane.rows.count == 3)
    let (recorded, asked) = (pane.areas[0], pane.areas[1])
    #expect(recorded.columns.count == asked.columns.count)
    // Up to the start both are the recording; the question's part has no alpha.
    let first = try #require(asked.columns.firstIndex { $0 != nil })
    #expect(first > 0 && asked.faint[..<first].compactMap { $0 }.count == first)
    #expect(Array(asked.faint[..<first]) == Array(recorded.columns[..<first]))
    #expect(asked.columns[first...].allSatisfy { $0.map { $0[0] == 0 } ?? true })
    #expect(recorded.columns.compactMap { $0 }.allSatisfy { $0[0] > 0 })
    #expect(asked.columns.compactMap { $0 }.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-12 })
    let narrow = WhatIfSharePane(shell.model, width: 40, height: 9)
    #expect(narrow.layout.table == nil && narrow.rows.map(\.isSelected) == [true])
    #expect(narrow.rows[0].id == "alpha" && narrow.rows[0].asked == "0%")
  }

  @Test func whatLabelsSayComesFirst() throws {
    var shell = Self.shell()
    shell.press("w", "b", .enter)
    let pane = WhatIfRewardPane(shell.model)
    #expect(pane.labels.map(\.name) == ["asked", "recorded"] && pane.labels.map(\.part) == [0, 0.5])
    #expect(pane.labels[0].role == .error && pane.labels[0].remark == "-50.0")
    #expect(pane.rows.map(\.name) == ["DR", "SNIPS", "IPS", "DM"])
    #expect(pane.rows.allSatisfy { $0.isSurelyWorse && !$0.isSurelyBetter })
    let size = try #require(pane.effectiveSize)
    let report = try #require(shell.model.whatIf?.report).reward
    #expect(size.part == report.effectiveSampleSize / 160 && size.remark == "50 of 160")
    // A question that asks for nothing else is worth every round.
    shell.press("u")
    #expect(WhatIfRewardPane(shell.model).labels[0].remark != "-50.0")
  }

  /// In words, in a ground of its own and at the first place of the header, whatever is left out there.
  @Test func theBadgeCannotBeOverlooked() throws {
    var shell = Self.shell()
    let before = shell.model
    shell.press("w")
    let asked = shell.model
    shell.press(.escape)
    for width in [60, 80, 120] {
      for name in ["dark", "light", "high-contrast", "mono", "okabe-ito"] {
        let theme = try #require(Theme.builtIn(named: name))
        func badge(_ model: DashboardModel) -> (text: String, style: CellStyle) {
          var model = model
          _ = model.update(.resized(CellSize(width: width, height: 24)))
          let frame = model.frame(theme: theme, glyphs: .braille)
          return ((1..<14).map { frame[$0, 0].glyph }.joined(), frame[4, 0].style)
        }
        #expect(badge(asked).text == " ◆ WHAT-IF ◆ ")
        let style = badge(asked).style
        let ground = theme.on(.trueColor)[.text].background
        #expect(style.background != ground || style.attributes.contains(.reverse))
        for model in [before, shell.model] { #expect(!badge(model).text.contains("WHAT-IF")) }
      }
    }
  }

  @Test(
    arguments: [(80, 24), (120, 40), (200, 60)])
  func framesOfAWhatIf(width: Int, height: Int) {
    var shell = Self.shell()
    shell.send(.resized(CellSize(width: width, height: height)))
    shell.press("w", "b", .enter)
    expectGolden(shell.model.golden(), "what-if-\(width)x\(height).txt")
  }

  @Test func theSettingsLineAndMono() {
    var shell = Self.shell()
    shell.send(.resized(CellSize(width: 80, height: 24)))
    shell.press("w", "w")
    shell.type("policy=random explration=0")
    shell.press(.enter)
    expectGolden(shell.model.golden(theme: "mono", glyphs: .ascii), "what-if-settings-ascii.txt")
  }

  /// No size, however small, lets a pane draw outside of itself or trap.
  @Test func allSizesDraw() {
    var shell = Self.shell()
    shell.press("w", "b", .enter)
    let theme = Theme.builtIn(named: "dark") ?? Theme(name: "none")
    for width in stride(from: 20, through: 240, by: 11) {
      for height in [6, 10, 13, 24, 50] {
        shell.send(.resized(CellSize(width: width, height: height)))
        #expect(
          shell.model.frame(theme: theme, glyphs: .braille).size == CellSize(width: width, height: height))
      }
    }
  }
}

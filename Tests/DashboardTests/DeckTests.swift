import RunEvents
import RunState
import TerminalCells
import Testing

@testable import Dashboard

/// Several runs on one screen: messages in, state and orders out.
@Suite struct DeckTests {
  /// Three runs of different lengths; the second has a reward model of its own, and the first one's name.
  private static func shell(mode: Session.Mode = .watch) -> DeckShell {
    DeckShell(
      [
        TestLog.timed([TestLog.header(name: "alpha-run")] + TestLog.steps(0...20)),
        TestLog.timed([other("alpha-run")] + TestLog.steps(0...40, rewardModel: "delta")),
        TestLog.timed([TestLog.header(name: "third")] + TestLog.steps(0...9)),
      ], names: ["runs/a.jsonl", "runs/b.jsonl", "runs/c.jsonl"], mode: mode)
  }

  private static func other(_ name: String) -> RunEvent {
    .run(
      RunHeader(
        name: name, rewardModels: ["beta", "delta"].map { RewardModelInfo(id: $0) }, dimension: 2,
        router: RouterSettings()))
  }

  @Test func everyRunFollowsItsSource() {
    var shell = Self.shell()
    #expect(shell.deck.runs.map(\.run.progress.routingStep) == [20, 40, 9])
    #expect(shell.deck.runs.allSatisfy { $0.condition == .live })
    #expect(shell.deck.runs.map(\.place) == (0..<3).map { RunPlace(index: $0, count: 3) })
    shell.grow(2, TestLog.steps(10...12))
    #expect(shell.deck.runs.map(\.run.progress.routingStep) == [20, 40, 12])
    // Alone or among others a run is folded to the same bits.
    let alone = Shell.settled(TestLog.timed([TestLog.header(name: "alpha-run")] + TestLog.steps(0...20)))
    #expect(shell.deck.runs[0].run.digest == alone.model.run.digest)
  }

  @Test func keysGoToTheRunInFocus() {
    var shell = Self.shell()
    shell.press("R")
    #expect(shell.deck.focus == 1 && shell.status == "run 2, alpha-run of 3")
    shell.press(" ", .left)
    shell.press(.left)
    #expect(shell.deck.runs.map(\.feed.transport) == [.live, .paused, .live])
    #expect(shell.deck.runs.map(\.run.progress.routingStep) == [20, 38, 9])
    // Its read is its own.
    let reads = shell.orders.filter { if case .read = $0.effect { true } else { false } }
    #expect(!reads.isEmpty && reads.allSatisfy { $0.run == 1 })
    shell.press("R", "R")
    #expect(shell.deck.focus == 0 && shell.deck.runs[1].run.progress.routingStep == 38)
    shell.press("R", .end)
    #expect(shell.deck.runs[1].condition == .live)
  }

  /// What a viewer has set stays; what is selected is another thing in a run that does not have it.
  @Test func theViewGoesAlong() {
    var shell = Self.shell()
    shell.send(.resized(CellSize(width: 120, height: 40)))
    shell.press("4", "f", "s")
    let smoothing = shell.focused.view.smoothing
    shell.press("1", .down)
    let first = shell.focused.view.selected
    shell.press("R")
    #expect(shell.focused.size == CellSize(width: 120, height: 40))
    #expect(shell.focused.view.span == .tail(500) && shell.focused.view.smoothing == smoothing)
    #expect(shell.focused.run.arm(shell.focused.view.selected ?? "") != nil)
    shell.press("R", "R")
    #expect(shell.focused.view.selected.flatMap { shell.focused.run.arm($0) } != nil)
    #expect(first != nil)
    // beta is in all of them: it stays the selected one.
    shell.deck.select("beta")
    for _ in 0..<3 {
      shell.press("R")
      #expect(shell.focused.view.selected == "beta")
    }
  }

  /// In one read of the terminal: what comes after R is not for the run before it.
  @Test func keysOfTheSameReadAreForTheNextRun() throws {
    var shell = Self.shell()
    shell.send(.keys(["R", "b"]))
    #expect(shell.deck.focus == 1 && shell.deck.runs[0].view.overlay == nil)
    guard case .prompt(let prompt) = shell.focused.view.overlay, case .control = prompt.purpose else {
      Issue.record("\(String(describing: shell.focused.view.overlay))")
      return
    }
    // A letter in a prompt is no key.
    shell.send(.key(.tab))
    shell.send(.key(.tab))
    shell.send(.key("R"))
    #expect(shell.deck.focus == 1)
  }

  @Test func controlsSayInWhichRun() throws {
    var shell = Self.shell()
    shell.press("R")
    shell.deck.select("beta")
    shell.press("b")
    let asked = StatusArea(shell.focused).lines
    #expect(asked.contains(.sentence("in run 2, alpha-run: BAN beta: it is not chosen", .status)), "\(asked)")
    let orders = shell.press(.enter)
    let sent = orders.filter { if case .send = $0.effect { true } else { false } }
    #expect(sent.map(\.run) == [1])
    #expect(shell.status == "in run 2, alpha-run: BAN beta: it is not chosen (pending)")
    let sequence = try #require(shell.focused.ownControls.last).control.sequence
    #expect(shell.deck.runs[0].ownControls.isEmpty)
    // Its outcome is said while another run has the screen, with its name.
    shell.send(.controlWritten(sequence: sequence), of: 1)
    shell.press("R")
    shell.send(.key("?"))
    shell.send(.key(.escape))
    shell.grow(
      1,
      [
        .control(ControlEvent(sequence: sequence, action: .ban, rewardModel: "beta", by: "ann")),
        .applied(AppliedEvent(sequence: sequence, ok: true, step: 40)),
      ])
    #expect(shell.deck.focus == 2 && shell.status == "run 2, alpha-run: BAN beta: obeyed")
    #expect(shell.deck.runs[1].status == nil)
    // Alone a sentence names no run.
    var alone = Shell.settled(TestLog.usual())
    alone.press("b")
    guard case .sentence(let text, _) = StatusArea(alone.model).lines.first else { return }
    #expect(!text.contains("run 1"))
  }

  @Test func oneRunHasNoNextOne() {
    var shell = Shell.settled(TestLog.usual())
    #expect(shell.press("R").isEmpty)
    #expect(shell.status.hasPrefix("one run is open"))
    #expect(!Keymap.hints(for: shell.model).contains { $0.keys == "R" })
    #expect(Keymap.hints(for: Self.shell().focused).contains { $0.keys == "R" && $0.word == "next run" })
  }

  @Test func namesAreDifferentWhateverTheyAre() {
    let shell = Self.shell()
    let runs = shell.deck.runs
    #expect(
      DashboardModel.names(of: runs, width: 40) == ["a", "b", "third"])
    for width in 8...40 {
      #expect(Set(DashboardModel.names(of: runs, width: width)).count == 3)
    }
    // The same names of the same file names in other folders.
    let twins = DeckShell(
      (0..<3).map { _ in TestLog.usual() }, names: ["x/run.jsonl", "y/run.jsonl", "z/run.jsonl"])
    #expect(Set(DashboardModel.names(of: twins.deck.runs, width: 12)).count == 3)
    let hostile = DeckShell(
      [TestLog.timed([TestLog.header(name: "\u{1B}]0;x\u{7}evil\u{202E}")]), TestLog.usual()])
    for name in DashboardModel.names(of: hostile.deck.runs, width: 40) {
      #expect(!name.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
    }
  }

  @Test func moreThanFitAreLeftOut() {
    let models = (0..<12).map { _ in Shell(TestLog.usual()).model }
    let deck = Deck(models[0], others: Array(models.dropFirst()))
    #expect(deck.runs.count == Deck.mostRuns)
    // Copies of states may take what those of one run may.
    #expect(deck.runs.map(\.feed.checkpointBudget).reduce(0, +) <= Feed().checkpointBudget)
  }

  /// The others are lent for a frame: nothing of them stays in the run that was drawn.
  @Test func aFrameLeavesNothingBehind() {
    var shell = Self.shell()
    shell.press("9")
    let theme = Theme.standard
    let frame = shell.deck.frame(theme: theme, glyphs: .braille)
    #expect(frame == shell.deck.frame(theme: theme, glyphs: .braille))
    #expect(shell.deck.runs.allSatisfy { $0.others.isEmpty })
    shell.press("R")
    #expect(frame != shell.deck.frame(theme: theme, glyphs: .braille))
  }

  @Test func allSizesDraw() {
    var shell = Self.shell()
    for keys in [["9"], ["z"], ["z", "4"], ["5"]] as [[KeyStroke]] {
      for key in keys { shell.press(key) }
      for width in stride(from: 20, through: 240, by: 11) {
        for height in [6, 10, 13, 24, 50] {
          shell.send(.resized(CellSize(width: width, height: height)))
          #expect(
            shell.deck.frame(theme: .standard, glyphs: .braille).size
              == CellSize(width: width, height: height))
        }
      }
    }
  }
}

extension Deck {
  /// The viewer has selected a reward model of the run in focus.
  fileprivate mutating func select(_ id: String) { runs[focus].view.selected = id }
}

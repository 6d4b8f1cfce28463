import RunEvents
import RunState
import TerminalCells
import TestSupport
import Testing

@testable import Dashboard

@Suite struct DashboardModelMouseTests {
  private func shell(
    _ size: CellSize = CellSize(width: 120, height: 40), mouse: Bool = true, mode: Session.Mode = .watch
  ) -> Shell {
    var shell = Shell.settled(SampleRun.lines(steps: 50), mode: mode)
    shell.send(.resized(size))
    if mouse { shell.press(.function(2)) }
    return shell
  }

  private func lines(_ shell: Shell) -> [[String]] {
    let frame = shell.model.frame(theme: .standard, glyphs: .braille)
    return (0..<frame.size.height).map { y in (0..<frame.size.width).map { frame[$0, y].glyph } }
  }

  /// The cell where a text begins.
  private func place(_ text: String, in shell: Shell, from row: Int = 0) throws -> (x: Int, y: Int) {
    for (y, line) in lines(shell).enumerated() where y >= row {
      for x in line.indices where line[x...].joined().hasPrefix(text) { return (x, y) }
    }
    return try #require(nil as (Int, Int)?, "\(text) is not on the screen")
  }

  private func click(_ text: String, in shell: inout Shell, dx: Int = 0, from row: Int = 0) throws {
    let (x, y) = try place(text, in: shell, from: row)
    shell.send(.mouse(MouseEvent(.press, x: x + dx, y: y)))
    shell.send(.mouse(MouseEvent(.release, x: x + dx, y: y)))
    shell.pump()
  }

  @Test func itIsTheTerminalsUntilAskedFor() throws {
    var shell = shell(mouse: false)
    let before = shell.model.view.focus
    try click("4 Reward", in: &shell)
    #expect(shell.model.view.focus == before && !shell.model.view.usesMouse)
    shell.press(.function(2))
    #expect(shell.model.view.usesMouse && shell.status.hasSuffix("F2 gives it back to the terminal"))
    try click("4 Reward", in: &shell)
    #expect(shell.model.view.focus == .reward)
    shell.press(.function(2))
    try click("1 Reward", in: &shell)
    #expect(shell.model.view.focus == .reward)
    shell.model.session.hasMouse = false
    shell.press(.function(2))
    #expect(!shell.model.view.usesMouse && shell.status == "this terminal cannot be asked for the mouse")
  }

  @Test func aClickSelectsARow() throws {
    var shell = shell()
    for id in SampleRun.ids {
      try click(id, in: &shell)
      #expect(shell.model.view.selected == id)
    }
    shell.press("7")
    try click(SampleRun.ids[1], in: &shell)
    #expect(shell.model.view.focus == .rewardModels)
  }

  @Test func aClickOnAColumnSorts() throws {
    var shell = shell()
    try click("best", in: &shell, from: 3)
    #expect(shell.model.view.sort.column == .best && !shell.model.view.sort.isReversed)
    try click("best", in: &shell, from: 3)
    #expect(shell.model.view.sort.column == .best && shell.model.view.sort.isReversed)
    try click("RM", in: &shell, from: 3)
    #expect(shell.model.view.sort.column == .id && !shell.model.view.sort.isReversed)
  }

  @Test func aClickSelectsMetricsCategoriesAndEvents() throws {
    var shell = shell(CellSize(width: 160, height: 60))
    try click("kl", in: &shell, from: 10)
    #expect(shell.model.view.focus == .metrics && shell.model.view.metric == "objective/kl")
    try click("safety", in: &shell)
    #expect(shell.model.view.focus == .categories && shell.model.view.category == "safety")
    try click("learning rate halved", in: &shell)
    #expect(shell.model.view.focus == .events)
    shell.press(.enter)
    #expect(shell.place.hasPrefix("step 47 "))
  }

  @Test func aClickOnAMarkerGoesThere() throws {
    var shell = shell()
    let share = try #require(shell.model.layout.rect(of: .share))
    let column = try #require(
      SharePane(shell.model, width: share.width - SharePane.labelWidth(share.width)).markers.last?.column)
    let x = share.x + SharePane.labelWidth(share.width) + column
    shell.send(.mouse(MouseEvent(.press, x: x, y: share.y + 2)))
    shell.pump()
    #expect(shell.model.feed.transport == .paused)
    #expect(shell.model.run.markers.contains { $0.event == shell.model.run.progress.events })
    #expect(shell.model.run.progress.events < shell.log.count)
  }

  @Test func aClickOnAHintPressesItsKey() throws {
    var shell = shell()
    try click("z zoom", in: &shell)
    #expect(shell.model.view.zoomed == .rewardModels)
    try click("Esc close", in: &shell, dx: 5)
    #expect(shell.model.view.zoomed == nil)
    let step = shell.model.run.progress.routingStep
    try click("←→ step", in: &shell)
    #expect(shell.model.run.progress.routingStep == step.map { $0 - 1 })
    try click("←→ step", in: &shell, dx: 1)
    #expect(shell.model.run.progress.routingStep == step)
    try click("q quit", in: &shell)
    #expect(shell.effectsSoFar.contains(.quit))
  }

  @Test func theWheelScrollsWhatIsUnderIt() throws {
    var shell = shell(CellSize(width: 120, height: 24))
    shell.grow((0..<30).map { .note(NoteEvent(level: .info, text: "note \($0)")) })
    shell.press("7")
    let rect = try #require(shell.model.layout.rect(of: .events))
    let most = shell.model.furthestEventScroll
    try #require(most > 3)
    func turn(_ kind: MouseEvent.Kind, x: Int, y: Int) { shell.send(.mouse(MouseEvent(kind, x: x, y: y))) }
    turn(.wheelUp, x: rect.x + 5, y: rect.y + 1)
    #expect(shell.model.view.eventScroll == 3)
    for _ in 0..<50 { turn(.wheelUp, x: rect.x + 5, y: rect.y + 1) }
    #expect(shell.model.view.eventScroll == most)
    for _ in 0..<50 { turn(.wheelDown, x: rect.x + 5, y: rect.y + 1) }
    #expect(shell.model.view.eventScroll == 0)
    turn(.wheelDown, x: 5, y: 5)
    #expect(shell.model.selectedArm == shell.model.rowOrder[1])
    shell.press("?")
    turn(.wheelDown, x: 50, y: 10)
    #expect(shell.model.view.overlay == .help(search: "", scroll: 3))
  }

  @Test func bordersAreDraggedAndResetWithAKey() throws {
    var shell = shell()
    shell.model.status = nil
    let before = shell.model.layout
    let table = try #require(before.rect(of: .rewardModels))
    let share = try #require(before.rect(of: .share))
    func mouse(_ kind: MouseEvent.Kind, _ x: Int, _ y: Int) {
      shell.send(.mouse(MouseEvent(kind, x: x, y: y)))
    }
    mouse(.press, 4, share.y)
    mouse(.drag, 4, share.y + 2)
    mouse(.drag, 6, share.y + 4)
    #expect(shell.model.layout.rect(of: .rewardModels)?.height == table.height + 4)
    #expect(shell.model.layout.rect(of: .share)?.y == share.y + 4)
    #expect(shell.model.layout.rect(of: .share)?.bottom == share.bottom)
    mouse(.release, 6, share.y + 4)
    mouse(.drag, 6, share.y + 1)
    #expect(shell.model.layout.rect(of: .share)?.y == share.y + 4)
    mouse(.press, share.right, share.y + 8)
    mouse(.drag, share.right - 12, share.y + 8)
    #expect(shell.model.layout.rect(of: .share)?.width == share.width - 12)
    mouse(.drag, -40, share.y + 8)
    #expect(shell.model.layout.rect(of: .share)?.width == Layout.leastDraggedWidth)
    mouse(.release, 0, 0)
    shell.press("0")
    #expect(shell.model.layout == before)
  }

  @Test func overlaysTakeTheClick() throws {
    var shell = shell()
    shell.press("?")
    try click("type to search", in: &shell)
    #expect(shell.model.view.overlay != nil)
    shell.send(.mouse(MouseEvent(.press, x: 0, y: 3)))
    #expect(shell.model.view.overlay == nil)
    shell.press("T")
    try click("light", in: &shell, from: 3)
    #expect(shell.model.view.themeName == "light" && shell.model.view.chosenTheme == nil)
    try click("light", in: &shell, from: 3)
    #expect(shell.model.view.overlay == nil && shell.model.view.chosenTheme == "light")
    shell.press("T", .up)
    shell.send(.mouse(MouseEvent(.press, x: 0, y: 3)))
    #expect(shell.model.view.overlay == nil && shell.model.view.themeName == "light")
    // A line that is about to send something is not left by a slip of the hand.
    shell.press("p")
    shell.send(.mouse(MouseEvent(.press, x: 4, y: 5)))
    #expect(shell.draft != nil)
  }

  /// Whatever is dragged and clicked, on whatever screen: no pane leaves the screen, overlaps another or vanishes.
  @Test(arguments: 0..<4) func nothingIsLostByDragging(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    var shell = shell()
    let kinds: [MouseEvent.Kind] = [.press, .drag, .drag, .drag, .release, .wheelUp, .wheelDown]
    for _ in 0..<100 {
      if random.below(20) == 0 {
        shell.send(
          .resized(CellSize(width: 60 + random.below(200), height: 10 + random.below(60))))
        shell.press([.character(Character(String(1 + random.below(8))))])
      }
      let event = MouseEvent(
        kinds[random.below(kinds.count)], x: random.below(140) - 5, y: random.below(50) - 3)
      shell.send(.mouse(event))
      if shell.model.view.overlay != nil { shell.press(.escape) }
      let layout = shell.model.layout
      let body = CellRect(
        x: 0, y: layout.header.bottom, width: layout.size.width, height: layout.hint.y - layout.header.bottom)
      for (index, placement) in layout.panes.enumerated() {
        #expect(placement.rect.intersection(body) == placement.rect || placement.rect.isEmpty)
        for other in layout.panes[(index + 1)...] {
          #expect(placement.rect.intersection(other.rect).isEmpty)
        }
        #expect(placement.rect.width >= min(layout.size.width, Layout.leastDraggedWidth))
      }
    }
  }
}

import RunEvents
import RunState
import TerminalCells
import Testing

@testable import Dashboard

/// Sessions in the categories: keys and log lines in; order, title and drafts out.
@Suite struct DashboardModelCategoriesTests {
  /// Rows do not change places while two categories are about as frequent, and do when one leads by a tenth.
  @Test func theOrderDoesNotJump() {
    var shell = Shell.settled(TestLog.untimed([TestLog.header()]))
    var serial = 0
    func decisions(_ category: String, _ count: Int) -> [RunEvent] {
      (0..<count).map { _ in
        serial += 1
        return .decision(
          DecisionEvent(
            id: "\(serial)", rewardModel: "alpha", step: 0, description: PairDescription(category: category)))
      }
    }
    func names() -> [String] { shell.model.categoryOrder.map { shell.model.run.categories[$0].name } }
    shell.grow(decisions("b", 100) + decisions("a", 99))
    shell.tick(1)
    #expect(names() == ["b", "a"])
    for _ in 0..<10 {
      shell.grow(decisions("a", 1))
      shell.tick(1)
      #expect(names() == ["b", "a"])
    }
    shell.grow(decisions("c", 5) + decisions("a", 2))
    #expect(names() == ["a", "b", "c"])
    shell.tick(1)
    shell.grow(decisions("b", 10))
    shell.tick(1)
    #expect(names() == ["a", "b", "c"])
  }

  @Test func theKeySwitchesAndTheTitleSays() {
    var shell = Shell.settled(SampleRun.lines())
    shell.send(.resized(CellSize(width: 80, height: 24)))
    func title() -> String {
      CategoriesPane(shell.model, width: 80, height: 10).title
    }
    func hint() -> String? { Keymap.hints(for: shell.model).first { $0.keys == "d" }?.word }
    #expect(hint() == nil)
    shell.press("d")
    #expect(shell.model.view.categoryMeasure == .share)
    shell.press("6")
    #expect(title() == "Categories · share of the last 64 decisions of each" && hint() == "reward")
    shell.press("d")
    #expect(title() == "Categories · mean reward, last 64 of each" && hint() == "P(best)")
    shell.press("d")
    #expect(title() == "Categories · P(best), mean over 8 contexts of each" && hint() == "share")
  }

  /// With the focus here a pin or ban begins with the category under the cursor; a global one is taken away as ever.
  @Test func controlsBeginWithTheCategory() {
    var shell = Shell.settled(TestLog.usual())
    shell.model.view.sort.column = .listed
    shell.press("6", "j", "b")
    #expect(shell.draft?.sentence == "BAN alpha for category math: it is not chosen")
    let effects = shell.press(.enter)
    let control = ControlEvent(
      sequence: "0a1b2c3d-1", action: .ban, rewardModel: "alpha", category: "math", by: "ann")
    #expect(effects == [.send(control)])
    shell.grow([.control(control), .applied(AppliedEvent(sequence: control.sequence, ok: true, step: 21))])
    shell.press("b")
    #expect(shell.draft?.sentence == "UNBAN alpha for category math: it may be chosen again")
    shell.press(.escape, "k", "b")
    #expect(shell.draft?.sentence == "BAN alpha for category code: it is not chosen")
    shell.press(.escape, "1", "p")
    #expect(shell.draft?.sentence == "PIN alpha: it alone is chosen")
  }
}

import TerminalCells
import Testing

@testable import Dashboard

@Suite struct PresetTests {
  private func shown(_ shell: Shell) -> [Int] { shell.model.layout.panes.map(\.pane.digit).sorted() }

  private func shell(_ size: CellSize = CellSize(width: 120, height: 40)) -> Shell {
    var shell = Shell.settled(SampleRun.lines(steps: 8, pinStep: 2, banStep: 4))
    shell.send(.resized(size))
    return shell
  }

  @Test func functionKeysChoosePanes() {
    var shell = shell()
    shell.press([.function(4)])
    #expect(shown(shell) == [1, 3, 6] && shell.model.view.focus == .posterior)
    #expect(shell.status == "panes: belief; v shows the next choice, 0 all panes")
    shell.press([.function(5)])
    #expect(shown(shell) == [1, 2, 3, 4, 5] && shell.model.view.focus == .reward)
    shell.press([.function(6)])
    #expect(shown(shell) == [1, 2, 6] && shell.model.view.focus == .categories)
    shell.press([.function(7)])
    #expect(shown(shell) == [1, 5, 7] && shell.model.view.focus == .events)
    shell.press([.function(3)])
    #expect(shell.model.view.hidden.isEmpty && shell.model.view.focus == .rewardModels)
  }

  /// Around all of them, and on from panes that the viewer has hidden one by one.
  @Test func oneKeyGoesThroughThem() {
    var shell = shell()
    var found: [Pane] = []
    for _ in 0..<5 {
      shell.type("v")
      found.append(shell.model.view.focus)
    }
    #expect(found == [.posterior, .reward, .categories, .events, .rewardModels])
    shell.type("22v")
    #expect(shell.model.view.hidden.isEmpty)
  }

  /// What a choice is about is on the screen, however low that is.
  @Test(arguments: [
    CellSize(width: 60, height: 10), CellSize(width: 80, height: 24), CellSize(width: 200, height: 60),
  ])
  func itsPaneIsThere(size: CellSize) {
    for preset in Preset.allCases {
      var shell = shell(size)
      shell.type("z")
      shell.press([preset.key])
      #expect(shell.model.layout.rect(of: preset.focus) != nil, "\(preset)")
      #expect(shell.model.view.zoomed == nil)
      #expect(!shell.model.view.hidden.contains(.decision))
      shell.type("8")
      #expect(shell.model.layout.rect(of: .decision) != nil, "\(preset)")
    }
  }

  @Test func theyAreKept() throws {
    var shell = shell()
    shell.press([.function(6)])
    var other = ViewState()
    other.choices = try ViewChoices(text: shell.model.view.choices.text)
    #expect(other.hidden == Preset.categories.hidden)
  }
}

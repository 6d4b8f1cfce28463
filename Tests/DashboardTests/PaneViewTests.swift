import RunState
import TerminalCells
import Testing

@testable import Dashboard

/// A pane that no other file knows of.
private enum ClockPane: PaneView {
  static let descriptor = PaneDescriptor(pane: Pane(digit: 9), name: "clock", rank: 5) { _, _ in
    PaneHeights(minimum: 2, comfortable: 3, large: 4)
  }

  static func draw(_ model: DashboardModel, into painter: inout Painter, rect: CellRect) {
    painter.title(rect, pane: pane, name: "Clock")
    painter.write("tick \(model.run.progress.events)", x: rect.x + 1, y: rect.y + 1)
  }

  static func moveRow(by count: Int, in model: inout DashboardModel) { model.view.eventScroll = 7 * count }
}

/// What a pane says of itself is all that the layout, the frame and the keys need.
@Suite struct PaneViewTests {
  private func dashboard() -> DashboardModel {
    var model = sampleDashboard(size: CellSize(width: 120, height: 50))
    // All digits are taken: it has that of a pane which is not there.
    model.panes.removeAll { $0.pane == ClockPane.pane }
    model.panes.append(ClockPane.self)
    return model
  }

  private func text(_ model: DashboardModel) throws -> [String] {
    let dark = try #require(Theme.builtIn(named: "dark"))
    let frame = model.frame(theme: dark, glyphs: .braille)
    return (0..<frame.size.height).map { y in
      (0..<frame.size.width).map { frame[$0, y].glyph }.joined()
    }
  }

  @Test func aNewPaneIsLaidOutAndDrawn() throws {
    let model = dashboard()
    let rect = try #require(model.layout.rect(of: ClockPane.pane))
    #expect(rect == CellRect(x: 0, y: 46, width: 120, height: 3))
    let lines = try text(model)
    #expect(lines[46].contains(" 9 Clock "))
    #expect(lines[47].hasPrefix(" tick \(model.run.progress.events) "))
  }

  @Test func itsKeyShowsFocusesAndHidesIt() throws {
    var model = dashboard()
    #expect(model.perform(.showPane, by: ClockPane.pane.key).isEmpty)
    #expect(model.view.focus == ClockPane.pane)
    #expect(try text(model).joined().contains("▸9 Clock "))
    model.moveRow(by: 1)
    #expect(model.view.eventScroll == 7)
    _ = model.perform(.showPane, by: ClockPane.pane.key)
    #expect(model.layout.rect(of: ClockPane.pane) == nil)
    _ = model.perform(.previousPane, by: .shiftTab)
    #expect(model.view.focus == .decision)
  }

  @Test func noTwoPanesHaveOneDigit() {
    #expect(Set(Pane.allCases).count == Pane.allCases.count)
    #expect(Pane.allCases.allSatisfy { (0...9).contains($0.digit) })
  }
}

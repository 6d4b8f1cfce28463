import Testing

@testable import TerminalCells

@Suite struct HeatScaleTests {
  static let grey = HeatScale(stops: [.rgb(red: 0, green: 0, blue: 0), .rgb(red: 200, green: 100, blue: 50)])

  @Test func coloursAreMixed() {
    #expect(Self.grey.color(at: 0) == .rgb(red: 0, green: 0, blue: 0))
    #expect(Self.grey.color(at: 0.5) == .rgb(red: 100, green: 50, blue: 25))
    #expect(Self.grey.color(at: 1) == .rgb(red: 200, green: 100, blue: 50))
    #expect(Self.grey.color(at: 7) == .rgb(red: 200, green: 100, blue: 50))
    #expect(Self.grey.color(at: .nan) == .terminal)
    #expect(HeatScale(stops: []).color(at: 0.5) == .terminal)
    #expect(HeatScale(stops: [.palette(3)]).color(at: 0.5) == .palette(3))
    #expect(HeatScale(stops: [.terminal, .palette(3)]).color(at: 0.7) == .palette(3))
  }

  @Test func shades() {
    #expect([0, 0.3, 0.5, 0.7, 1].map { HeatScale.shade(at: $0) } == [" ", "░", "▒", "▓", "█"])
    #expect([0, 0.3, 1, .nan].map { HeatScale.shade(at: $0, tier: .ascii) } == [" ", ".", "#", " "])
  }

  @Test func theLegendGoesFromEndToEnd() {
    var buffer = CellBuffer(size: CellSize(width: 5, height: 1))
    buffer.drawHeatBar(Self.grey, x: 0, y: 0, width: 5)
    #expect(buffer.plainText == " ░▒▓█\n")
    #expect(buffer[4, 0].style.foreground == .rgb(red: 200, green: 100, blue: 50))
  }
}

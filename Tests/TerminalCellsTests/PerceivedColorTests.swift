import Testing

@testable import TerminalCells

@Suite struct PerceivedColorTests {
  static func look(_ red: UInt8, _ green: UInt8, _ blue: UInt8) throws -> PerceivedColor {
    try #require(PerceivedColor(.rgb(red: red, green: green, blue: blue)))
  }

  /// Values of the definition's own table, to its digits.
  @Test func knownColours() throws {
    let white = try Self.look(255, 255, 255)
    #expect(abs(white.lightness - 1) < 1e-3 && abs(white.a) < 1e-3 && abs(white.b) < 1e-3)
    let red = try Self.look(255, 0, 0)
    #expect(abs(red.lightness - 0.628) < 1e-3 && abs(red.a - 0.225) < 1e-3 && abs(red.b - 0.126) < 1e-3)
    let black = try Self.look(0, 0, 0)
    #expect(abs(black.contrast(with: white) - 21) < 1e-9)
    #expect(abs(black.distance(to: white) - 1) < 1e-3)
    #expect(red.distance(to: red) == 0 && red.contrast(with: red) == 1)
  }

  @Test func theTerminalsOwnIsNotKnown() {
    #expect(PerceivedColor(.terminal) == nil)
    #expect(PerceivedColor(.palette(196)) == PerceivedColor(.rgb(red: 255, green: 0, blue: 0)))
  }
}

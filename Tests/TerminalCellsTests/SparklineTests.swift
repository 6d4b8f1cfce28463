import TestSupport
import Testing

@testable import TerminalCells

@Suite struct SparklineTests {
  @Test func levels() {
    #expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], width: 8) == "▁▂▃▄▅▆▇█")
    #expect(sparkline([0, 0.5, 1], width: 3, bounds: 0...1) == "▁▅█")
    #expect(sparkline([-5, 9], width: 2, bounds: 0...1) == "▁█")
    #expect(sparkline([2, 2], width: 2) == "▄▄")
  }

  @Test func gapsAndSides() {
    #expect(sparkline([0, .nan, 1], width: 3) == "▁ █")
    #expect(sparkline([0, 1], width: 4) == "  ▁█")
    #expect(sparkline([9, 0, 1], width: 2) == "▁█")
    #expect(sparkline([Double](), width: 2) == "  ")
    #expect(sparkline([.infinity, -.infinity], width: 2) == "  ")
    #expect(sparkline([1.0], width: -1) == "")
    #expect(sparkline([-1e308, 1e308], width: 2) == "▁█")
  }

  @Test func tiers() {
    #expect(sparkline([0, 7], width: 2, tier: .ascii) == "_@")
    #expect(sparkline([0, 7], width: 2, tier: .lineDrawing) == "⎽⎺")
    #expect(sparkline([0, 1, 2], width: 3, tier: .halfBlock) == "_▄█")
  }

  @Test(arguments: [
    (0.0, 4, "    "), (1, 4, "████"), (0.5, 4, "██  "), (0.6, 4, "██▍ "), (1e-9, 4, "▏   "), (-1, 2, "  "),
    (7, 2, "██"),
    (.nan, 2, "  "), (0.5, 0, ""), (0.5, -3, ""),
  ])
  func bars(fraction: Double, width: Int, text: String) {
    #expect(horizontalBar(fraction, width: width) == text)
  }

  @Test func barTiers() {
    #expect(horizontalBar(0.6, width: 4, tier: .halfBlock) == "██▌ ")
    #expect(horizontalBar(0.6, width: 4, tier: .lineDrawing) == "━━  ")
    #expect(horizontalBar(0.6, width: 4, tier: .ascii) == "##  ")
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func widthsAreExact(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let tier = random.element(GlyphTier.allCases)
    let width = random.integer(0...30)
    let values = (0..<random.integer(0...40)).map { _ in random.element([0, 1, -1, .nan, 1e300]) }
    #expect(displayWidth(sparkline(values, width: width, tier: tier)) == width)
    #expect(displayWidth(horizontalBar(random.number(-0.5...1.5), width: width, tier: tier)) == width)
  }
}

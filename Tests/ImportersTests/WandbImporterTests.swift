import TestSupport
import Testing

@testable import Importers

@Suite struct WandbImporterTests {
  private static func item(_ name: String, json: String) -> [UInt8] {
    Wire.field(1, Wire.field(1, name) + Wire.field(16, json))
  }

  private static func nested(_ parts: String..., json: String) -> [UInt8] {
    Wire.field(1, parts.flatMap { Wire.field(2, $0) } + Wire.field(16, json))
  }

  private static func history(_ step: Int64, _ items: [UInt8]...) -> [UInt8] {
    let number = step == 0 ? [] : Wire.field(1, varint: step)
    return Wire.field(1, varint: 7) + Wire.field(2, items.flatMap { $0 } + Wire.field(2, number))
  }

  private func lines(_ records: [UInt8]...) -> [String] {
    let lines = imported(Wire.wandb(records), as: .wandb)
    #expect(lines.last == "")
    return Array(lines.dropLast())
  }

  @Test func historyBecomesMetricsUnderTheNamesOfTheirParts() {
    #expect(
      lines(
        Self.history(
          0, Self.item("loss", json: "0.5"), Self.nested("a", "b", json: "-3"), Self.item("_step", json: "0"),
          Self.item("_runtime", json: "9.5"), Self.item("_timestamp", json: "1.5e9")),
        Self.history(
          12, Self.item("nan", json: "NaN"), Self.item("inf", json: "-Infinity"),
          Self.item("text", json: "\"5\""),
          Self.item("flag", json: "true"), Self.item("none", json: "null"), Self.item("list", json: "[1]")))
        == [
          #"{"t":1500000000,"type":"metrics","step":0,"values":{"loss":0.5,"a.b":-3}}"#,
          #"{"type":"metrics","step":12,"values":{"nan":NaN,"inf":-Infinity}}"#,
        ])
  }

  @Test func numbersOfNewerWritersAreReadToo() {
    let items = [
      Wire.field(5, varint: 5), Wire.field(6, 0.25), Wire.field(7, "text"), Wire.field(4, varint: 1),
    ]
    let history = items.enumerated().flatMap { Wire.field(1, Wire.field(1, "m\($0)") + $1) }
    // Without a step of its own the record has that of its column; 5 is −3 in zigzag.
    #expect(
      lines(Wire.field(2, history + Self.item("_step", json: "4"))) == [
        #"{"type":"metrics","step":4,"values":{"m0":-3,"m1":0.25}}"#
      ])
  }

  @Test func theStepIsTheMetricThatTheRunSaysItIs() {
    #expect(
      lines(
        Wire.field(12, Wire.field(1, "train/global_step")),
        Wire.field(12, Wire.field(2, "*") + Wire.field(4, "train/global_step")),
        Self.history(1, Self.item("loss", json: "1"), Self.item("train/global_step", json: "50")),
        Self.history(2, Self.item("loss", json: "2"))) == [
          #"{"type":"metrics","step":50,"values":{"loss":1,"train/global_step":50}}"#,
          #"{"type":"metrics","step":2,"values":{"loss":2}}"#,
        ])
  }

  @Test func theRunAndItsExitAreSaid() {
    #expect(
      lines(
        Wire.field(17, Wire.field(1, "x1") + Wire.field(3, "p") + Wire.field(8, "my\u{1B}run")),
        Wire.field(18, Wire.field(1, varint: 3))) == [
          #"{"type":"note","level":"info","text":"W&B run “myrun” of project “p”"}"#,
          #"{"type":"end","reason":"exit code 3"}"#,
        ])
  }

  /// A record that is longer than a block lies in several chunks, the rest of a block that has no room for one is zeros.
  @Test func recordsGoOnOverBlocks() {
    let text = "\"" + String(repeating: "x", count: 70_000) + "\""
    let records = (1...40).map { step in
      Self.history(
        Int64(step), Self.item("loss", json: "\(step)"),
        Self.item("text", json: step % 9 == 0 ? text : "\"" + String(repeating: "y", count: step * 37) + "\"")
      )
    }
    let bytes = Wire.wandb(records)
    #expect(bytes.count > 5 * 32_768)
    let lines = imported(bytes, as: .wandb)
    #expect(
      lines == (1...40).map { #"{"type":"metrics","step":\#($0),"values":{"loss":\#($0)}}"# } + [""])
    var generator = SeededGenerator(seed: 1)
    #expect(imported(bytes, as: .wandb, cut: { generator.integer(1...9000) }) == lines)
  }

  /// Each number of bytes at the end of a block that a chunk may leave.
  @Test(arguments: 0...9) func aBlockMayEndWithAnyRest(left: Int) {
    let first = Self.history(1, Self.item("loss", json: "1"))
    // A record of one byte field that fills the block up to `left`.
    var filler = Wire.field(3, [UInt8](repeating: 0, count: 32_000))
    let missing = 32_768 - left - Wire.wandb([first, filler]).count
    filler = Wire.field(3, [UInt8](repeating: 0, count: 32_000 + missing))
    #expect(Wire.wandb([first, filler]).count == 32_768 - left)
    let last = Self.history(2, Self.item("loss", json: "2"))
    expectTheSameInAnyPieces(Wire.wandb([first, filler, last]), as: .wandb)
    #expect(lines(first, filler, last).count == 2)
  }

  @Test func afterDamageReadingGoesOnWithTheNextBlock() {
    let records = (1...2000).map { Self.history(Int64($0), Self.item("loss", json: "\($0)")) }
    var bytes = Wire.wandb(records)
    bytes[100] ^= 1
    let lines = imported(bytes, as: .wandb).dropLast()
    let faults = lines.compactMap(fault)
    #expect(
      faults.count == 1 && faults[0].hasSuffix("has a wrong checksum: reading goes on with the next block"))
    // What lay in the first block from there on is lost, and nothing else.
    let lost = 2000 - (lines.count - 1)
    #expect(lost > 100 && lost < 2000 - 100)
    #expect(lines.last == #"{"type":"metrics","step":2000,"values":{"loss":2000}}"#)
    expectTheSameInAnyPieces(bytes, as: .wandb)
  }

  @Test func filesThatEndEarlyOrBeginOtherwiseSaySo() {
    let bytes = Wire.wandb([Self.history(1, Self.item("loss", json: "1"))])
    let cut = imported(Array(bytes.dropLast()), as: .wandb)
    #expect(fault(cut[0]) == "damaged record: the file ends in the middle of the record at byte 7")
    var other = bytes
    other[6] = 3
    #expect(
      fault(imported(other, as: .wandb)[0])
        == "damaged record: the file has version 3 of W&B's format: version 0 is read")
    #expect(fault(imported(Array("something else".utf8), as: .wandb)[0]) != nil)
    #expect(bytes[..<6].withUnsafeBytes { Recognition(beginning: $0, isAll: false) } == .foreign(.wandb))
    #expect(bytes[..<3].withUnsafeBytes { Recognition(beginning: $0, isAll: false) } == .undecided)
  }

  @Test func damagedBytesGiveTheSameInAnyPieces() {
    let bytes = Wire.wandb((1...900).map { Self.history(Int64($0), Self.item("loss", json: "\($0)")) })
    for seed in 0..<6 {
      var generator = SeededGenerator(seed: seed)
      var broken = bytes
      for _ in 0..<4 { broken[generator.below(broken.count)] ^= UInt8(generator.integer(1...255)) }
      let whole = imported(broken, as: .wandb)
      #expect(imported(broken, as: .wandb, cut: { generator.integer(1...700) }) == whole, "seed \(seed)")
    }
  }
}

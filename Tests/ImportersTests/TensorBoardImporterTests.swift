import TestSupport
import Testing

@testable import Importers

@Suite struct TensorBoardImporterTests {
  private static let version = Wire.field(1, 1.5) + Wire.field(3, "brain.Event:2")

  private static func event(_ step: Int64, _ values: [UInt8]..., time: Double = 2.5) -> [UInt8] {
    Wire.field(1, time) + (step == 0 ? [] : Wire.field(2, varint: step))
      + Wire.field(5, values.flatMap { Wire.field(1, $0) })
  }

  private static func scalar(_ tag: String, _ value: Float) -> [UInt8] {
    Wire.field(1, tag) + Wire.field(2, value)
  }

  private static func tensor(_ tag: String, _ fields: [UInt8]...) -> [UInt8] {
    Wire.field(1, tag) + Wire.field(8, fields.flatMap { $0 })
  }

  private func lines(_ events: [UInt8]...) -> [String] {
    let lines = imported(([Self.version] + events).flatMap(Wire.tfRecord), as: .tensorBoard)
    #expect(lines.last == "")
    return Array(lines.dropLast())
  }

  /// Bytes that TensorFlow itself writes: the length 24 and its checksum.
  @Test func theChecksumIsTensorFlows() {
    let header: [UInt8] = [0x18, 0, 0, 0, 0, 0, 0, 0, 0xA3, 0x7F, 0x4B, 0x22]
    #expect(header.withUnsafeBytes { TFRecordFrames.length(inHeader: $0) } == 24)
    #expect(Array("123456789".utf8).withUnsafeBytes { CRC32C.of($0) } == 0xE306_9283)
    #expect(header.withUnsafeBytes { Recognition(beginning: $0, isAll: false) } == .foreign(.tensorBoard))
    for count in 4..<12 {
      #expect(
        header[..<count].withUnsafeBytes { Recognition(beginning: $0, isAll: false) } == .undecided,
        "\(count)")
    }
    var broken = header
    broken[9] ^= 1
    #expect(broken.withUnsafeBytes { Recognition(beginning: $0, isAll: false) } == .runLog)
  }

  @Test func scalarsBecomeMetricsAtTheirStepAndTime() {
    #expect(
      lines(
        Self.event(0, Self.scalar("loss", 0.5)),
        Self.event(1 << 40, Self.scalar("a/b", 0.1), Self.scalar("nan", .nan), Self.scalar("", -.infinity)),
        Self.event(-1, Self.scalar("loss", 1))) == [
          #"{"t":2.5,"type":"metrics","step":0,"values":{"loss":0.5}}"#,
          #"{"t":2.5,"type":"metrics","step":1099511627776,"values":{"a/b":0.10000000149011612,"nan":NaN,"":-Infinity}}"#,
          #"{"t":2.5,"type":"metrics","step":-1,"values":{"loss":1}}"#,
        ])
  }

  @Test func aTensorOfOneNumberIsAScalarInWhateverFormItIsKept() {
    let one = Wire.field(2, Wire.field(2, Wire.field(1, varint: 1)))
    let two = Wire.field(2, Wire.field(2, Wire.field(1, varint: 2)))
    let values = [
      Self.tensor("float", Wire.field(1, varint: 1), Wire.field(5, Float(0.5))),
      Self.tensor(
        "packed", Wire.field(1, varint: 1), one, Wire.field(5, Wire.littleEndian(Float(1.5).bitPattern))),
      Self.tensor("content", Wire.field(1, varint: 2), Wire.field(4, Wire.littleEndian(0.1.bitPattern))),
      Self.tensor("double", Wire.field(1, varint: 2), Wire.field(6, 2.5)),
      Self.tensor("int32", Wire.field(1, varint: 3), Wire.field(7, varint: -7)),
      Self.tensor("int64", Wire.field(1, varint: 9), Wire.field(10, Wire.varint(1 << 62))),
      Self.tensor("half", Wire.field(1, varint: 19), Wire.field(13, varint: 0x3E00)),
      Self.tensor("small", Wire.field(1, varint: 19), Wire.field(13, varint: 0x8001)),
      Self.tensor("bfloat16", Wire.field(1, varint: 14), Wire.field(13, varint: 0xC040)),
      Self.tensor("raw", Wire.field(1, varint: 6), Wire.field(4, [0xFE])),
      Self.tensor("many", Wire.field(1, varint: 1), two, Wire.field(5, Wire.littleEndian(UInt64(0)))),
      Self.tensor("text", Wire.field(1, varint: 7), Wire.field(8, "hello")),
      Self.tensor("short", Wire.field(1, varint: 2), Wire.field(4, [1, 2, 3])),
    ]
    let event = Wire.field(5, values.flatMap { Wire.field(1, $0) })
    #expect(
      lines(event) == [
        #"{"type":"metrics","step":0,"values":{"float":0.5,"packed":1.5,"content":0.1,"double":2.5,"int32":-7,"#
          + #""int64":4.611686018427388e+18,"half":1.5,"small":-5.960464477539063e-08,"bfloat16":-3,"raw":-2}}"#
      ])
  }

  @Test func whatIsNoScalarIsPassedOver() {
    let hparams = Wire.field(9, Wire.field(1, Wire.field(1, "hparams")))
    let scalars = Wire.field(9, Wire.field(1, Wire.field(1, "scalars")))
    #expect(
      lines(
        Wire.field(4, "a graph"), Self.event(1, Self.scalar("_hparams_", 0) + hparams),
        Self.event(2, Self.scalar("loss", 1) + scalars, Wire.field(1, "histogram") + Wire.field(5, [1, 2])),
        Wire.field(7, Wire.field(1, varint: 2))) == [
          #"{"t":2.5,"type":"metrics","step":2,"values":{"loss":1}}"#,
          #"{"type":"end","reason":"TensorBoard's writer says that the session stopped"}"#,
        ])
  }

  @Test func damageIsAFaultInItsPlace() {
    var bytes = Wire.tfRecord(Self.version)
    let damaged = bytes.count
    bytes += Wire.tfRecord(Self.event(1, Self.scalar("loss", 1)))
    bytes[damaged + 14] ^= 1
    let cut = bytes.count
    bytes += Wire.tfRecord(Self.event(2, Self.scalar("loss", 1))).dropLast(3)
    var lines = imported(bytes, as: .tensorBoard)
    #expect(fault(lines[0]) == "damaged record: the record at byte \(damaged) has a wrong checksum")
    #expect(
      fault(lines[1])
        == "damaged record: the file ends in the middle of the record at byte \(cut), of which it has "
        + "\(bytes.count - cut) bytes")
    bytes[cut] ^= 1
    lines = imported(bytes + Wire.tfRecord(Self.event(3, Self.scalar("loss", 1))), as: .tensorBoard)
    #expect(lines.count == 3 && fault(lines[1])?.contains("nothing behind it can be found") == true)
  }

  @Test func recordsOfOtherProgramsAreSaidToBeOther() {
    let lines = imported(Wire.tfRecord(Wire.field(1, "an example")), as: .tensorBoard)
    #expect(fault(lines[0])?.contains("does not say that TensorBoard's events follow") == true)
    #expect(fault(imported(Wire.tfRecord(Self.version) + Wire.tfRecord([0xFF]), as: .tensorBoard)[0]) != nil)
  }

  @Test func aRecordThatIsTooLongIsPassedOver() {
    // The length alone is written: that many bytes are not made for it.
    let length = TFRecordFrames.longest + 1
    var header = Array(Wire.tfRecord([])[..<12])
    header.replaceSubrange(0..<8, with: Wire.littleEndian(UInt64(length)))
    let crc = Wire.crc(Array(header[..<8]), polynomial: 0x82F6_3B78)
    header.replaceSubrange(8..<12, with: Wire.littleEndian(((crc >> 15) | (crc << 17)) &+ 0xA282_EAD8))
    var frames = TFRecordFrames()
    var records = 0
    var said: [String] = []
    func take(_ piece: TFRecordFrames.Piece) {
      switch piece {
      case .record: records += 1
      case .damaged(let sentence): said.append(sentence)
      }
    }
    header.withUnsafeBytes { frames.append($0, to: take) }
    let chunk = [UInt8](repeating: 0, count: 1 << 20)
    var left = length + 4
    while left > 0 {
      let count = min(left, chunk.count)
      chunk[..<count].withUnsafeBytes { frames.append($0, to: take) }
      left -= count
    }
    Wire.tfRecord([1]).withUnsafeBytes { frames.append($0, to: take) }
    #expect(records == 1 && said.count == 1)
    #expect(frames.endOfWholeRecords == 12 + length + 4 + Wire.tfRecord([1]).count)
  }

  @Test func linesDoNotDependOnThePieces() {
    var bytes = Wire.tfRecord(Self.version)
    for step in 1..<30 { bytes += Wire.tfRecord(Self.event(Int64(step), Self.scalar("loss", Float(step)))) }
    expectTheSameInAnyPieces(bytes, as: .tensorBoard)
    expectTheSameInAnyPieces(Array(bytes.dropLast(5)), as: .tensorBoard)
    for seed in 0..<20 {
      var generator = SeededGenerator(seed: seed)
      var broken = bytes
      for _ in 0..<3 { broken[generator.below(broken.count)] ^= UInt8(generator.integer(1...255)) }
      expectTheSameInAnyPieces(broken, as: .tensorBoard)
    }
  }
}

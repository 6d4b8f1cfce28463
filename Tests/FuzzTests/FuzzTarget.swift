import Dashboard
import Importers
import RunEvents
import RunState
import Safetensors

@testable import JSON
@testable import NcursesTerminal
@testable import RunLog

/// What takes bytes from outside, each with what must hold for any bytes at all beside that nothing traps.
///
/// Inputs that once broke one of them stand in its folder of `Tests/Corpus`, beside the seeds.
enum FuzzTarget: String, CaseIterable {
  case lines, json, base64, gzip, zstd, safetensors, judged, themes, keys, controls, answers, importers

  /// - Throws: What does not hold of these bytes.
  func run(_ bytes: UnsafeRawBufferPointer) throws {
    switch self {
    case .lines: try Self.lines(bytes)
    case .json: try Self.json(bytes)
    case .base64: try Self.base64(bytes)
    case .gzip: try Self.inflater(bytes, GzipInflater.init)
    case .zstd: try Self.inflater(bytes, losing: 1 << 17, ZstdInflater.init)
    case .safetensors: try Self.safetensors(bytes)
    case .judged: Self.judged(bytes)
    case .themes: _ = try? Theme.parse(bytes: Array(bytes), name: "fuzz")
    case .keys: try Self.keys(bytes)
    case .controls: try Self.controls(bytes)
    case .answers: try Self.answers(bytes)
    case .importers: try Self.importers(bytes)
    }
  }
}

/// What does not hold of an input.
struct FuzzFailure: Error, CustomStringConvertible {
  let description: String

  static func unless(_ holds: Bool, _ description: String) throws {
    if !holds { throw FuzzFailure(description: description) }
  }
}

extension FuzzTarget {
  /// Lines do not depend on how the bytes are cut, and an event that is written is the event that is read again.
  private static func lines(_ bytes: UnsafeRawBufferPointer) throws {
    let whole = decoded(bytes, pieces: max(1, bytes.count))
    let cut = decoded(bytes, pieces: 7)
    try FuzzFailure.unless(
      whole.map { [$0.number, $0.offset, $0.length] } == cut.map { [$0.number, $0.offset, $0.length] }
        && whole.map(written) == cut.map(written), "the lines depend on the chunks")
    for case .some(let text) in whole.map(written) {
      guard case .event(let again) = EventDecoder().decode(text) else {
        throw FuzzFailure(description: "an event is written so that it cannot be read")
      }
      try FuzzFailure.unless(
        EventEncoder().encode(again) == text, "an event changes when it is written and read")
    }
  }

  private static func decoded(_ bytes: UnsafeRawBufferPointer, pieces length: Int) -> [LogLine] {
    var decoder = LineDecoder()
    var lines: [LogLine] = []
    for start in stride(from: 0, to: bytes.count, by: length) {
      decoder.append(.init(rebasing: bytes[start..<min(start + length, bytes.count)]), to: &lines)
    }
    _ = decoder.finish(to: &lines)
    return lines
  }

  private static func written(_ line: LogLine) -> String? {
    if case .event(let event) = line.content { EventEncoder().encode(event) } else { nil }
  }

  /// What simdjson takes the strict reader takes too.
  private static func json(_ bytes: UnsafeRawBufferPointer) throws {
    var strict = StrictJSONReader(bytes)
    let isStrict = (try? strict.read()) != nil
    let isRead =
      (try? JSONReader().read(bytes, refused: \.self) { (value) throws(JSONFault) in _ = value.words }) != nil
    try FuzzFailure.unless(isStrict == isRead, "the two readers of JSON do not take the same")
  }

  private static func base64(_ bytes: UnsafeRawBufferPointer) throws {
    let text = bytes.bindMemory(to: UInt8.self)
    if let decoded = Base64.decode(text) {
      let again = decoded.withUnsafeBufferPointer(Base64.encode)
      try FuzzFailure.unless(again.utf8.elementsEqual(text), "what is decoded is encoded otherwise")
    }
    let encoded = Array(Base64.encode(text).utf8)
    let back = encoded.withUnsafeBufferPointer(Base64.decode)
    try FuzzFailure.unless(back?.elementsEqual(text) == true, "what is encoded is decoded otherwise")
  }

  /// What comes out does not depend on how the input is cut.
  ///
  /// - Parameter block: Bytes before damage that may be lost: a block of zstd is refused as a whole where it is there
  ///   whole, and after its beginning where it comes in pieces.
  private static func inflater(
    _ bytes: UnsafeRawBufferPointer, losing block: Int = 0, _ make: () throws(SourceError) -> some Inflater
  ) throws {
    let whole = unpacked(bytes, pieces: max(1, bytes.count), by: try make())
    let cut = unpacked(bytes, pieces: 5, by: try make())
    try FuzzFailure.unless(whole.verdict == cut.verdict, "the verdict depends on the chunks")
    var lost = 0
    if case .damaged = whole.verdict { lost = block }
    try FuzzFailure.unless(
      abs(whole.count - cut.count) <= lost && zip(whole.beginning, cut.beginning).allSatisfy(==),
      "the output depends on the chunks")
  }

  private static func unpacked(
    _ bytes: UnsafeRawBufferPointer, pieces length: Int, by inflater: some Inflater
  ) -> (count: Int, beginning: [UInt8], verdict: InflaterVerdict) {
    var beginning: [UInt8] = []
    var count = 0
    for start in stride(from: 0, to: bytes.count, by: length) {
      inflater.unpack(.init(rebasing: bytes[start..<min(start + length, bytes.count)])) { piece in
        count += piece.count
        beginning += piece.prefix(4096 - beginning.count)
      }
    }
    return (count, beginning, inflater.verdict)
  }

  /// What an importer makes of bytes does not depend on how they are cut, and is lines that are events or faults; what
  /// is dropped and given again is the same again.
  private static func importers(_ bytes: UnsafeRawBufferPointer) throws {
    for format in ImportFormat.allCases {
      let whole = imported(bytes, as: format, pieces: max(1, bytes.count))
      try FuzzFailure.unless(
        whole == imported(bytes, as: format, pieces: 7)
          && whole == imported(bytes, as: format, pieces: 7, drops: true),
        "the lines of \(format) depend on the chunks")
      var decoder = LineDecoder()
      decoder.takesImportFaults = true
      var lines: [LogLine] = []
      whole.withUnsafeBytes { decoder.append($0, to: &lines) }
    }
  }

  /// - Parameter drops: after every piece what is no whole record yet is forgotten and given again.
  private static func imported(
    _ bytes: UnsafeRawBufferPointer, as format: ImportFormat, pieces length: Int, drops: Bool = false
  ) -> [UInt8] {
    var importer = format.makeImporter()
    var log = ImportedLines()
    var made: [UInt8] = []
    var start = 0
    while start < bytes.count {
      let end = min(start + length, bytes.count)
      importer.append(.init(rebasing: bytes[start..<end]), to: &log)
      made += log.take()
      start = end
      if drops, end < bytes.count, !format.isDocument {
        importer.dropPartial()
        let whole = importer.endOfWholeRecords
        importer.append(.init(rebasing: bytes[whole..<end]), to: &log)
        made += log.take()
      }
    }
    importer.finish(to: &log)
    return made + log.take()
  }

  private static func safetensors(_ bytes: UnsafeRawBufferPointer) throws {
    guard let file = try? SafetensorsFile(bytes: Array(bytes)) else { return }
    let written = file.encoded()
    let again = try SafetensorsFile(bytes: written)
    try FuzzFailure.unless(again.encoded() == written, "a file changes when it is written and read")
  }

  private static func judged(_ bytes: UnsafeRawBufferPointer) {
    let decoder = JudgedPairDecoder()
    for (number, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
      var left: [FieldRemark] = []
      _ = try? decoder.decode(.init(rebasing: line), number: number + 1, leftOut: &left)
    }
  }

  /// Bytes below 0x80 are characters, 0xFF ends what came in one go, 0xFE and three bytes are any scalar or none, the
  /// rest are keys with names. A paste keeps no more than its limit.
  private static func keys(_ bytes: UnsafeRawBufferPointer) throws {
    var decoder = KeyDecoder()
    decoder.awaitsReport = bytes.count % 2 == 0
    decoder.expectsMouse = bytes.count % 3 == 0
    var keys: [RawKey] = []
    var rest = bytes[...]
    while let byte = rest.popFirst() {
      switch byte {
      case 0xFF:
        try take(decoder.decode(keys))
        keys = []
      case 0xFE:
        keys.append(.character(rest.prefix(3).reduce(0) { $0 << 8 | UInt32($1) }))
        rest = rest.dropFirst(3)
      case 0x80...: keys.append(.named(Int32(byte) - 0x80))
      default: keys.append(.character(UInt32(byte)))
      }
    }
    try take(decoder.decode(keys))
  }

  private static func take(_ inputs: [TerminalInput]) throws {
    for case .pasted(let text) in inputs {
      try FuzzFailure.unless(
        text.unicodeScalars.count <= KeyDecoder.pasteLimit, "a paste is longer than its limit")
    }
  }

  private static let run = """
    {"type":"run","version":1,"run":"fuzz","rms":[{"id":"a"},{"id":"b"},{"id":"c"}],"dim":2}
    {"type":"decision","id":"1","step":0,"rm":"a","category":"math","x":[1,0]}
    {"type":"feedback","id":"1","loss":0.5}
    {"type":"decision","id":"2","step":1,"rm":"b","category":"code","x":[0,1]}

    """

  /// Controls and their answers behind a short run: the state is the same however the lines are cut into chunks.
  private static func controls(_ bytes: UnsafeRawBufferPointer) throws {
    let log = Array(run.utf8) + bytes
    let digests = [log.count, 11].map { length in
      var state = RunState(takesBeliefs: false)
      for line in log.withUnsafeBytes({ decoded($0, pieces: length) }) { state.fold(line) }
      return state.digest
    }
    try FuzzFailure.unless(digests[0] == digests[1], "the state depends on the chunks")
  }

  /// What a router says: the same answers however they come, and sentences that do nothing to a terminal.
  private static func answers(_ bytes: UnsafeRawBufferPointer) throws {
    let address = try RouterAddress(path: "s")
    let texts = [max(1, bytes.count), 7].map { length in
      var answers = RouterAnswers()
      var texts: [String] = []
      var isOver = false
      for start in stride(from: 0, to: bytes.count, by: length) where !isOver {
        let piece = bytes[start..<min(start + length, bytes.count)]
        answers.append(atMost: length) { room in
          room.copyBytes(from: piece)
          return piece.count
        }
        isOver = !take(&answers, from: address, to: &texts)
      }
      return texts
    }
    try FuzzFailure.unless(texts[0] == texts[1], "the answers depend on the pieces")
    for text in texts[0] where text.hasPrefix("error ") {
      try FuzzFailure.unless(
        text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }, "a sentence is not printable"
      )
    }
  }

  /// False once something came that no router says.
  private static func take(
    _ answers: inout RouterAnswers, from address: RouterAddress, to texts: inout [String]
  ) -> Bool {
    while true {
      do throws(RouterError) {
        guard let answer = try answers.next(from: address) else { return true }
        texts.append("\(answer)")
      } catch {
        texts.append("error \(error)")
        if case .refused = error { continue }
        return false
      }
    }
  }
}

import Foundation
import RunEvents
import RunLog
import Testing
import Wording

/// One row of `Corpus/bad-lines.tsv`.
struct BadLine: CustomTestStringConvertible, Sendable {
  let kind: String
  let piece: String
  let text: String
  let bytes: [UInt8]

  var testDescription: String { "\(kind): \(text.prefix(80))" }

  static func all() throws -> [BadLine] {
    let file = try #require(Bundle.module.url(forResource: "Corpus/bad-lines", withExtension: "tsv"))
    let rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter {
      !$0.hasPrefix("#")
    }
    return try rows.map { row in
      let columns = row.split(separator: "\t", maxSplits: 2)
      let text = String(try #require(columns.last))
      return BadLine(
        kind: String(columns[0]), piece: String(columns[1]), text: text, bytes: try #require(unescaped(text)))
    }
  }

  /// `\xHH` is that byte.
  private static func unescaped(_ text: String) -> [UInt8]? {
    var result: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.first {
      if rest.starts(with: Array("\\x".utf8)) {
        guard let value = UInt8(String(decoding: rest.dropFirst(2).prefix(2), as: UTF8.self), radix: 16)
        else {
          return nil
        }
        result.append(value)
        rest = rest.dropFirst(4)
      } else {
        result.append(byte)
        rest = rest.dropFirst()
      }
    }
    return result
  }
}

@Suite struct CorpusTests {
  @Test func everyBadLineHasItsOwnFault() throws {
    let decoder = EventDecoder()
    let lines = try BadLine.all()
    #expect(lines.count > 170)
    for line in lines {
      guard case .fault(let reason) = line.bytes.withUnsafeBytes({ decoder.decode($0) }) else {
        Issue.record("accepted: \(line.text)")
        continue
      }
      #expect(reason.kind.rawValue == line.kind, "\(reason) for \(line.text)")
      let pieces = line.piece.components(separatedBy: " … ")
      #expect(pieces.allSatisfy(reason.message.contains), "\(reason.message) for \(line.text)")
      #expect(reason.message == printableText(reason.message), "\(line.text)")
    }
  }

  @Test func aBadLineHarmsNoOther() throws {
    let good = #"{"type":"end","reason":"good"}"#
    var bytes: [UInt8] = []
    let bad = try BadLine.all()
    for line in bad {
      bytes += line.bytes + [0x0A] + Array(good.utf8) + [0x0A]
    }
    var lines: [LogLine] = []
    var decoder = LineDecoder()
    bytes.withUnsafeBytes { decoder.append($0, to: &lines) }
    let events = lines.filter { $0.content == .event(TimedEvent(.end(EndEvent(reason: "good")))) }
    #expect(events.map(\.number) == Array(stride(from: 2, through: 2 * bad.count, by: 2)))
  }
}

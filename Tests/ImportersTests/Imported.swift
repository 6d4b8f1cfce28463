import Foundation
import RunEvents
import TestSupport
import Testing

@testable import Importers

/// The lines that an importer makes of bytes, given in pieces of the lengths that `cut` gives.
func imported(_ bytes: [UInt8], as format: ImportFormat, cut: () -> Int = { 1 << 20 }) -> [String] {
  var importer = format.makeImporter()
  var log = ImportedLines()
  var text: [UInt8] = []
  var rest = bytes[...]
  while !rest.isEmpty {
    let piece = rest.prefix(max(1, cut()))
    rest = rest.dropFirst(piece.count)
    piece.withUnsafeBytes { importer.append($0, to: &log) }
    text += log.take()
  }
  importer.finish(to: &log)
  text += log.take()
  return text.split(separator: 0x0A, omittingEmptySubsequences: false).map {
    String(decoding: $0, as: UTF8.self)
  }
}

func imported(_ text: String, as format: ImportFormat) -> [String] { imported(Array(text.utf8), as: format) }

/// The lines of an importer are the same however the bytes are cut.
func expectTheSameInAnyPieces(_ bytes: [UInt8], as format: ImportFormat) {
  let whole = imported(bytes, as: format)
  #expect(imported(bytes, as: format, cut: { 1 }) == whole)
  for seed in 0..<8 {
    var generator = SeededGenerator(seed: seed)
    #expect(imported(bytes, as: format, cut: { generator.integer(1...97) }) == whole, "seed \(seed)")
  }
}

/// What a line says that stands for something that cannot be read.
func fault(_ line: String) -> String? {
  var line = line
  return line.withUTF8 { ImportFault.reason(of: UnsafeRawBufferPointer($0)) }
    .map { "\($0.kind.rawValue): \($0.message)" }
}

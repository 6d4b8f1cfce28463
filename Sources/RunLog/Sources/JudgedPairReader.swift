import Importers
import RunEvents

/// Reads a source of judged pairs to its end: a file, plain, gzip or zstd, a FIFO, or standard input.
package struct JudgedPairReader {
  private let reader: LogReader

  /// Opens a source.
  ///
  /// - Throws: ``SourceError``, when there is nothing that can be read.
  package init(_ source: LogSource, standardInput: Int32 = 0) throws {
    reader = try LogReader(source, standardInput: standardInput, format: .runLog)
  }

  /// Reads everything there is; of a pipe, until its writer closes it.
  ///
  /// A line that cannot be used is a fault, counted and listed by its number; whether enough is left is for the
  /// caller to say.
  ///
  /// - Throws: ``SourceError`` when the source fails in the middle.
  /// - Complexity: O(bytes). Memory: 4 bytes for each number of a packed embedding, 8 for each of a list.
  package func read() throws -> JudgedPairs {
    var pairs = JudgedPairs()
    var splitter = LineSplitter()
    let decoder = JudgedPairDecoder()
    let bytes = reader.bytes
    var cursor = 0
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: LogReader.chunkLength, alignment: 64)
    defer { chunk.deallocate() }
    while true {
      pairs.notices += try bytes.look(cursor: cursor, wanted: LogReader.mostIntake).notices
      let before = cursor
      while cursor < bytes.size {
        let count = try bytes.read(at: cursor, into: chunk)
        guard count > 0 else {
          if let notice = bytes.ended(at: cursor) { pairs.notices.append(notice) }
          break
        }
        splitter.append(UnsafeRawBufferPointer(rebasing: chunk[..<count])) {
          Self.take($0, decoder, into: &pairs)
        }
        cursor += count
      }
      if cursor >= bytes.size, bytes.isComplete { break }
      if cursor == before, bytes.canGrow { reader.wait(milliseconds: 1000) }
    }
    pairs.isDamaged = bytes.isDamaged
    splitter.finish { Self.take($0, decoder, into: &pairs) }
    return pairs
  }

  private static func take(
    _ line: LineSplitter.Line, _ decoder: JudgedPairDecoder, into pairs: inout JudgedPairs
  ) {
    switch line.content {
    case .blank:
      break
    case .tooLong(let length):
      pairs.add(fault: LineLimit.fault(length: length), line: line.number)
    case .bytes(let bytes):
      if let fault = add(bytes, line.number, decoder, to: &pairs) {
        if fault.kind == .invalidJSON, addObjects(of: bytes, line.number, decoder, to: &pairs) { return }
        pairs.add(fault: fault, line: line.number)
      }
    }
  }

  /// - Returns: why the pair cannot be used.
  private static func add(
    _ bytes: UnsafeRawBufferPointer, _ line: Int, _ decoder: JudgedPairDecoder, to pairs: inout JudgedPairs,
    leftOut more: [FieldRemark] = []
  ) -> FaultReason? {
    var left: [FieldRemark] = []
    do throws(FaultReason) {
      let pair = try decoder.decode(bytes, number: line, leftOut: &left)
      pairs.add(pair, line: line, leftOut: left + more)
      return nil
    } catch {
      return error
    }
  }

  /// Takes whole objects side by side on one line, all or none.
  private static func addObjects(
    of bytes: UnsafeRawBufferPointer, _ line: Int, _ decoder: JudgedPairDecoder, to pairs: inout JudgedPairs
  ) -> Bool {
    guard let objects = SharedLine.objects(in: bytes), objects.count > 1 else { return false }
    let before = pairs
    for (index, object) in objects.enumerated() {
      let piece = UnsafeRawBufferPointer(rebasing: bytes[object])
      let more = index < objects.count - 1 ? [SharedLine.remark] : []
      guard let fault = add(piece, line, decoder, to: &pairs, leftOut: more) else { continue }
      if fault.kind == .invalidJSON || fault.kind == .invalidUTF8 {
        pairs = before
        return false
      }
      pairs.add(fault: fault, line: line)
    }
    return true
  }
}

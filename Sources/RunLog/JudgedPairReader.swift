import RunEvents

/// Reads a source of judged pairs to its end: a file, plain, gzip or zstd, a FIFO, or standard input.
public struct JudgedPairReader {
  private let reader: LogReader

  /// Opens a source.
  ///
  /// - Throws: ``SourceError``, when there is nothing that can be read.
  public init(_ source: LogSource, standardInput: Int32 = 0) throws {
    reader = try LogReader(source, standardInput: standardInput)
  }

  /// Reads everything there is; of a pipe, until its writer closes it.
  ///
  /// A line that cannot be used is a fault, counted and listed by its number; whether enough is left is for the
  /// caller to say.
  ///
  /// - Throws: ``SourceError`` when the source fails in the middle.
  /// - Complexity: O(bytes). Memory: 4 bytes for each number of a packed embedding, 8 for each of a list.
  public func read() throws -> JudgedPairs {
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
      do throws(FaultReason) {
        pairs.add(try decoder.decode(bytes, number: line.number), line: line.number)
      } catch {
        pairs.add(fault: error, line: line.number)
      }
    }
  }
}

import Files
package import Importers

/// Reads a source of lines: forwards in bounded steps, on as it grows, and back to any line again.
///
/// For one thread; it starts none itself and never blocks except in ``wait(milliseconds:wake:)``. Files are read
/// in place (`pread`, no mapping: a file that is truncated under a mapping kills the reader); pipes and packed
/// files pass through an unlinked temporary file in `$TMPDIR`.
package final class LogReader {
  static let chunkLength = 131_072
  /// The most that one call takes into a spool ahead of the lines.
  static let mostIntake = 16 << 20

  package let source: LogSource
  var bytes: any LogBytes
  let chunk: UnsafeMutableRawBufferPointer
  var decoder = LineDecoder()
  /// The next byte for the decoder.
  var cursor = 0
  /// Whether the decoder has been given the end of a source that has one.
  var isFinished = false
  /// The furthest line end reached in this generation.
  var furthest = LogPosition.start
  /// Newlines counted ahead of the cursor: `newlines` stand before `offset`.
  var counted = (offset: 0, newlines: 0)

  /// Counts the files that the source has been: 0, and one more at each truncation or replacement.
  ///
  /// Positions and offsets mean something in their own generation only.
  package internal(set) var generation = 0

  /// Opens a source.
  ///
  /// - Parameters:
  ///   - source: What to read. A path may lead to a regular file, a gzip or zstd file or a FIFO.
  ///   - standardInput: The descriptor that stands for standard input; it is duplicated, not taken.
  ///   - waitsForFile: Whether a file to be followed may still be missing: reading begins when it appears.
  ///   - format: In which format the source is; without it its first bytes tell.
  ///   - clock: Seconds of a monotonic clock, for how long a followed file has been standing still.
  /// - Throws: ``SourceError``, when there is nothing that can be read as a log.
  package convenience init(
    _ source: LogSource, standardInput: Int32 = 0, waitsForFile: Bool = false,
    format: SourceFormat? = nil, clock: @escaping @Sendable () -> Double = monotonicSeconds
  ) throws {
    let bytes: any LogBytes =
      switch source {
      case .file(let path, follow: true) where waitsForFile:
        try AwaitedFile.openOrAwait(path: path, format: format, clock: clock)
      case .file(let path, let follow):
        try LogReader.openFile(path: path, follow: follow, format: format, clock: clock)
      case .standardInput: ImportedBytes(try LogReader.openStandardInput(standardInput), format: format)
      case .router(let address, let follow): try RouterStream(address, follows: follow, clock: clock)
      }
    self.init(source, bytes: bytes)
  }

  /// Follows a control file, in which the same line written anew is another line.
  convenience init(controls path: String) throws {
    let bytes = try LogReader.openFile(
      path: path, follow: true, recognisesCopies: false, clock: monotonicSeconds)
    self.init(.file(path: path, follow: true), bytes: bytes)
  }

  init(_ source: LogSource, bytes: any LogBytes) {
    self.source = source
    self.bytes = bytes
    chunk = .allocate(byteCount: LogReader.chunkLength, alignment: 64)
  }

  deinit { chunk.deallocate() }

  /// The place after the last whole line that was given.
  package var position: LogPosition {
    let end = decoder.endOfWholeLines
    return LogPosition(offset: end.offset, line: end.line)
  }

  /// The first place that can be sought: what stood before a truncation or replacement is gone.
  package var earliest: LogPosition { .start }

  /// Bytes read of the bytes known to exist now (unpacked, where the source is compressed).
  package var progress: (offset: Int, size: Int) { (cursor, max(cursor, bytes.size)) }

  /// Whether what was read is known not to be all: packed data was cut or damaged, or reading failed.
  package var isDamaged: Bool { bytes.isDamaged }

  /// Whether a pipe has had a writer that is gone, and none has written since; whether a router is away.
  package var hasLostWriter: Bool { bytes.hasLostWriter }

  /// Why the router whose log is read cannot write it; `nil` while it can.
  package var logTrouble: String? { (bytes as? RouterStream)?.logTrouble }

  /// Sends controls to the router whose log is read; `nil` for every other source.
  package var controls: RouterControls? { (bytes as? RouterStream)?.controls }

  /// Whether the file is not there yet, and is waited for.
  package var isAwaited: Bool { bytes is AwaitedFile }

  /// The format of another program's file that is read as a run log; `nil` for a run log, and until it is known.
  package var importedFormat: ImportFormat? { bytes.importedFormat }

  /// Whether more may be written to the source: a file that is followed, a pipe that has a writer or may get one.
  package var canGrow: Bool { bytes.canGrow }
}

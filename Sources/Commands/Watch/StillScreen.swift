import Dashboard
import Importers
import RunEvents
import RunLog
import RunState
import TerminalCells

/// The dashboard without a terminal and without a clock: moments are gone to and keys are typed, and what the reducer
/// asks for is done at once, as `RunLoop` does it.
///
/// Time stands still: what would play shows its first moment.
struct StillScreen {
  private(set) var model: DashboardModel
  private let reader: LogReader
  private(set) var remarks = LogInput.Remarks()

  private static let chunkBytes = 1 << 18
  private static let chunkLines = 512

  /// Reads as far as the model's target asks.
  ///
  /// - Throws: a failure with exit code 66 where there is nothing to read.
  init(_ model: DashboardModel, source: LogSource, format: SourceFormat? = nil) throws {
    self.model = model
    do {
      reader = try LogReader(source, format: format)
    } catch {
      throw CommandFailure(.noInput, "\(error)")
    }
    if case .fraction = model.feed.target {
      // A percentage is of the whole log, whose size a compressed file does not tell.
      var lines: [LogLine] = []
      while try read(into: &lines) { lines.removeAll(keepingCapacity: true) }
      reader.seek(to: reader.earliest)
      report(reachedEnd: false)
    }
    try settle()
    try LogInput.refuseNothingUnpacked(reader, notices: remarks.notices)
  }

  /// Presses keys one after the other, each in a read of its own.
  ///
  /// - Returns: the number of the key that quits, from 1; the keys after it have not been pressed.
  mutating func press(_ keys: [KeyStroke]) throws -> Int? {
    for (index, key) in keys.enumerated() {
      if try send(.key(key)) { return index + 1 }
      try settle()
    }
    return nil
  }

  /// Changes what the viewer has set, beside all keys.
  mutating func show(_ view: SnapshotView) throws {
    model.show(view)
    // What has come into sight may want lines of the log.
    _ = try send(.resized(model.size))
    try settle()
  }

  /// Folds and reads until nothing moves, and says how many lines are still ahead.
  private mutating func settle() throws {
    repeat {
      while model.feed.wantsFold { _ = try send(.fold(maximum: 1024)) }
      guard model.feed.target != nil, !isAtEnd else { break }
      var lines: [LogLine] = []
      let isMore = try read(into: &lines)
      if !lines.isEmpty { _ = try send(.lines(lines, generation: model.feed.generation)) }
      report(reachedEnd: !isMore)
    } while true
    _ = try send(.look)
    countAhead()
  }

  /// Everything has been handed over, and nothing more comes.
  private var isAtEnd: Bool {
    model.feed.source.reachedEnd && model.feed.source.generation == model.feed.generation
  }

  /// Reads the next lines, waiting for a writer where there is one; false at the end.
  private mutating func read(into lines: inout [LogLine]) throws -> Bool {
    let result: LogReader.ReadResult
    do {
      result = try reader.read(into: &lines, maximumBytes: Self.chunkBytes, maximumLines: Self.chunkLines)
    } catch {
      throw CommandFailure(.inputOutput, "\(error)")
    }
    remarks.notices += result.notices
    guard lines.isEmpty, result.reachedEnd else { return true }
    if reader.canGrow {
      reader.wait(milliseconds: 1000, wake: nil)
      return true
    }
    remarks.isDamaged = reader.isDamaged
    return false
  }

  private mutating func report(reachedEnd: Bool, linesAhead: Int = 0) {
    var report = SourceReport()
    report.generation = model.feed.generation
    (report.offset, report.size) = reader.progress
    report.linesAhead = linesAhead
    report.reachedEnd = reachedEnd
    report.canGrow = false
    _ = model.update(.source(report))
  }

  /// A replay that stands still says how many lines come after the moment shown. A pipe is not waited for.
  private mutating func countAhead() {
    guard !isAtEnd, !reader.canGrow else { return }
    var none: [LogLine] = []
    var known = -1
    // Packed data is unpacked piece by piece.
    while reader.progress.size != known {
      known = reader.progress.size
      guard (try? reader.read(into: &none, maximumBytes: 0, maximumLines: 0)) != nil else { break }
    }
    var ahead = -1
    while reader.countLinesAhead() != ahead { ahead = reader.countLinesAhead() }
    report(reachedEnd: false, linesAhead: ahead)
  }

  /// Hands a message over and does what it asks for; true when it quits.
  private mutating func send(_ message: Message) throws -> Bool {
    var quits = false
    for effect in model.update(message) {
      switch effect {
      case .quit: quits = true
      case .read(let offset, let line, _): reader.seek(to: LogPosition(offset: offset, line: line))
      case .readBack(let offsets):
        let lines = offsets.map { (try? reader.lines(at: $0)) ?? [] }
        if try send(.readBack(offsets: offsets, lines: lines)) { quits = true }
      case .send(let control):
        let refusal = Message.controlFailed(
          sequence: control.sequence, error: "a snapshot sends no controls")
        if try send(refusal) { quits = true }
      case .copy: if try send(.copyFailed("nothing was copied: a snapshot has no clipboard")) { quits = true }
      case .export:
        if try send(.exportFailed("nothing was exported: a snapshot writes no file")) { quits = true }
      // No thread, no terminal, no other run.
      case .foldElsewhere, .repaint, .suspend, .nextRun: break
      }
    }
    return quits
  }
}

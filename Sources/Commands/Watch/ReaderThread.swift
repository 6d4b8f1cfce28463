import Dashboard
import Foundation
import NcursesTerminal
import RunEvents
import RunLog
import Synchronization

/// The one thread that reads and parses: it keeps a bounded number of lines ahead of the fold, and nothing more.
///
/// Everything it has to say goes to a mailbox as messages of the dashboard. It stops reading while `lineLimit`
/// lines wait unfolded (the source keeps them), and goes on counting whole lines, so that a paused screen can say
/// how far behind it is.
final class ReaderThread: Sendable {
  /// Lines that may wait unfolded.
  static let lineLimit = 4096
  /// Bytes and lines read at once; a key press waits for no more than that.
  static let chunkBytes = 1 << 18
  static let chunkLines = 512

  private struct Orders {
    var seek: (position: LogPosition, generation: Int, restarts: Int)?
    /// Lines to be read again, beside all else.
    var readBack: [Int]?
    var stopped = false
    /// Lines posted and not yet taken by the fold.
    var waiting = 0
    var generation = 0
  }

  private let orders = Mutex(Orders())
  private let reader: Mutex<LogReader>
  private let mailbox: Mailbox<Message>
  private let wake: WakePipe

  /// - Parameter reader: opened; from here on it belongs to the thread.
  init(reader: sending LogReader, mailbox: Mailbox<Message>) throws {
    self.reader = Mutex(reader)
    self.mailbox = mailbox
    wake = try makeWakePipe()
  }

  func start() {
    let thread = Thread { [self] in run() }
    thread.name = "rmtop reader"
    thread.stackSize = 8 << 20
    thread.start()
  }

  func stop() {
    orders.withLock { $0.stopped = true }
    wake.wake()
  }

  /// Reads again from a position; lines are tagged with the generation from here on.
  ///
  /// - Parameter restarts: How many `historyLost` the position knows of: after another its file is gone, and the one
  ///   that took its place is read from its start.
  func seek(to position: LogPosition, generation: Int, restarts: Int) {
    orders.withLock { orders in
      orders.seek = (position, generation, restarts)
      orders.generation = generation
      orders.waiting = 0
    }
    wake.wake()
  }

  /// Reads single lines again, wherever the reader stands.
  func readBack(_ offsets: [Int]) {
    orders.withLock { $0.readBack = offsets }
    wake.wake()
  }

  /// The fold has taken so many lines of this generation: there is room again.
  func took(_ count: Int, generation: Int) {
    let hasRoom = orders.withLock { orders in
      guard orders.generation == generation else { return false }
      orders.waiting -= count
      return orders.waiting < Self.lineLimit
    }
    if hasRoom { wake.wake() }
  }

  private func run() {
    var lastReport = SourceReport()
    var restarts = 0
    while true {
      wake.drain()
      let (stopped, seek, hasRoom, generation) = orders.withLock { orders in
        defer { orders.seek = nil }
        return (orders.stopped, orders.seek, orders.waiting < Self.lineLimit, orders.generation)
      }
      let readBack = orders.withLock { $0.readBack.take() }
      if stopped { return }
      let idle = reader.withLock { reader in
        if let readBack { answer(readBack, reader) }
        if let seek { reader.seek(to: seek.restarts == restarts ? seek.position : .start) }
        return advance(
          reader, hasRoom: hasRoom, generation: generation, last: &lastReport, restarts: &restarts)
      }
      if idle { _ = reader.withLock { $0.wait(milliseconds: 250, wake: wake.descriptor) } }
    }
  }

  /// Reads one chunk where there is room; true when there is nothing to do until something happens.
  ///
  /// Without room nothing is read, but a pipe is still emptied into its spool: a paused screen must not stop a
  /// trainer.
  private func advance(
    _ reader: LogReader, hasRoom: Bool, generation: Int, last: inout SourceReport, restarts: inout Int
  ) -> Bool {
    var report = SourceReport()
    report.generation = generation
    var isIdle = true
    do {
      var lines: [LogLine] = []
      let file = reader.generation
      let result = try reader.read(
        into: &lines, maximumBytes: hasRoom ? Self.chunkBytes : 0, maximumLines: hasRoom ? Self.chunkLines : 0
      )
      announce(result, isNewFile: reader.generation != file)
      if reader.generation != file { restarts += 1 }
      if !lines.isEmpty {
        count(lines.count, generation: generation)
        mailbox.post(.lines(lines, generation: generation))
      }
      report.reachedEnd = result.reachedEnd
      isIdle = !hasRoom || (lines.isEmpty && (result.reachedEnd || result.bytes == 0))
    } catch {
      mailbox.post(.sourceNotice("reading failed: \(error)"))
      report.reachedEnd = true
    }
    (report.offset, report.size) = reader.progress
    report.linesAhead = reader.countLinesAhead()
    report.canGrow = reader.canGrow
    report.hasLostWriter = reader.hasLostWriter
    report.isAwaited = reader.isAwaited
    report.isUnwritable = reader.logTrouble != nil
    if report != last {
      mailbox.post(.source(report))
      last = report
    }
    return isIdle
  }

  /// What cannot be read is no line.
  private func answer(_ offsets: [Int], _ reader: LogReader) {
    mailbox.post(.readBack(offsets: offsets, lines: offsets.map { (try? reader.lines(at: $0)) ?? [] }))
  }

  private func count(_ posted: Int, generation: Int) {
    orders.withLock { orders in
      guard orders.generation == generation else { return }
      orders.waiting += posted
    }
  }

  /// Posts what happened to the source; the lines after a change of the file's generation are of a new file.
  private func announce(_ result: LogReader.ReadResult, isNewFile: Bool) {
    for notice in result.notices { mailbox.post(.sourceNotice(notice)) }
    for refusal in result.refusals {
      guard let sequence = refusal.sequence else { continue }
      mailbox.post(.controlRefused(sequence: sequence, reason: refusal.message))
    }
    guard isNewFile else { return }
    mailbox.post(.historyLost)
    mailbox.post(.sourceRestarted(afresh: result.startsAfresh))
  }
}

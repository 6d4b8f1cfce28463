import Importers

/// A source of which its first bytes have to show whether it is a run log. One that is stands as it is; of another
/// program's file a run log is made in a spool, as its bytes come, so that all else (going back, counting, following)
/// is as for any log.
final class ImportedBytes {
  enum Reading {
    case undecided
    case runLog
    case foreign(ImportFormat, any Importer, Spool)
  }

  /// Bytes of the source that are read at once.
  static let chunkLength = 131_072
  /// The most that one look turns into lines.
  static let mostIntake = 16 << 20

  let source: any LogBytes
  /// What the user says it is.
  private let asked: SourceFormat?
  private(set) var reading = Reading.undecided
  /// The next byte of the source for the importer.
  private var next = 0
  private var lines = ImportedLines()
  /// Lines for which the spool had no room; nothing more is taken in before they are stored.
  private var unsaved: [UInt8] = []
  private var isFinished = false
  private let chunk: UnsafeMutableRawBufferPointer

  init(_ source: any LogBytes, format: SourceFormat?) {
    self.source = source
    asked = format
    chunk = .allocate(byteCount: ImportedBytes.chunkLength, alignment: 64)
  }

  deinit { chunk.deallocate() }
}

extension ImportedBytes {
  /// Finds out what the source is, where there are bytes enough.
  private func decide() throws(SourceError) {
    guard case .undecided = reading else { return }
    let recognition: Recognition
    if let asked {
      recognition =
        switch asked {
        case .runLog: .runLog
        case .foreign(let format): .foreign(format)
        }
    } else {
      recognition = try recognised(bytes: 4096)
    }
    switch recognition {
    case .undecided: break
    case .runLog: reading = .runLog
    case .foreign(let format): reading = .foreign(format, format.makeImporter(), try Spool())
    }
  }

  private func recognised(bytes wanted: Int) throws(SourceError) -> Recognition {
    var beginning: [UInt8] = []
    var isAll = false
    while beginning.count < wanted, !isAll {
      let count = try source.read(at: beginning.count, into: chunk)
      isAll = count == 0
      beginning += chunk[..<count].prefix(wanted - beginning.count)
    }
    let found = beginning.withUnsafeBytes {
      Recognition(beginning: $0, isAll: isAll && source.isComplete)
    }
    if found == .undecided, beginning.count == wanted, wanted < Recognition.mostBytes {
      return try recognised(bytes: Recognition.mostBytes)
    }
    return found
  }

  /// Makes lines until there are bytes up to `goal`, or nothing is left to make them of.
  private func convert(to goal: Int, _ look: inout SourceLook) throws(SourceError) {
    guard case .foreign(let format, var importer, let spool) = reading else { return }
    // What it holds has one owner, and is not copied to be changed.
    reading = .undecided
    defer { reading = .foreign(format, importer, spool) }
    try spool.store(&unsaved)
    var budget = ImportedBytes.mostIntake
    while spool.size < goal, budget > 0, next < source.size {
      let count = try source.read(at: next, into: chunk)
      guard count > 0 else {
        if let notice = source.ended(at: next) { look.notices.append(notice) }
        break
      }
      let bytes = UnsafeRawBufferPointer(rebasing: chunk[..<count])
      importer.append(bytes, to: &lines)
      source.took(bytes, at: next, lineEnd: min(count, max(0, importer.endOfWholeRecords - next)))
      next += count
      budget -= count
      unsaved = lines.take()
      try spool.store(&unsaved)
    }
    guard source.isComplete, next >= source.size, !isFinished else { return }
    isFinished = true
    importer.finish(to: &lines)
    unsaved = lines.take()
    try spool.store(&unsaved)
  }

  private var isDocument: Bool { importedFormat?.isDocument ?? false }

  /// The source is another one now, or is read again.
  private func startAgain() {
    reading = .undecided
    next = 0
    unsaved = []
    isFinished = false
  }
}

extension ImportedBytes: LogBytes {
  var importedFormat: ImportFormat? {
    if case .foreign(let format, _, _) = reading { format } else { nil }
  }

  var size: Int {
    switch reading {
    case .undecided: 0
    case .runLog: source.size
    case .foreign(_, _, let spool): spool.size
    }
  }

  var isComplete: Bool {
    switch reading {
    case .undecided: false
    case .runLog: source.isComplete
    case .foreign: isFinished && unsaved.isEmpty
    }
  }

  var canGrow: Bool { source.canGrow }
  var isDamaged: Bool { source.isDamaged }
  var hasLostWriter: Bool { source.hasLostWriter }
  var newsDescriptor: Int32? { unsaved.isEmpty ? source.newsDescriptor : nil }
  var heartbeat: Int? { unsaved.isEmpty ? source.heartbeat : 500 }
  func acknowledgeNews() { source.acknowledgeNews() }

  func look(cursor: Int, wanted: Int) throws(SourceError) -> SourceLook {
    var look: SourceLook
    switch reading {
    case .runLog: look = try source.look(cursor: cursor, wanted: wanted)
    case .undecided: look = try source.look(cursor: 0, wanted: max(wanted, Recognition.mostBytes))
    case .foreign: look = try source.look(cursor: next, wanted: wanted)
    }
    switch look.verdict {
    case .same: break
    case .partialLineChanged:
      guard case .foreign(let format, var importer, let spool) = reading else { break }
      importer.dropPartial()
      next = importer.endOfWholeRecords
      reading = .foreign(format, importer, spool)
      look.verdict = .same
    case .changed, .cutBack:
      // A document that is written anew is not another one behind it.
      if isDocument { look.verdict = .cutBack }
      startAgain()
    }
    if isDocument, source.successorIsReady() {
      source.switchToSuccessor()
      startAgain()
      look.verdict = .cutBack
    }
    if look.isUndecided { return look }
    let begins = look.verdict == .changed || look.verdict == .cutBack
    try decide()
    try convert(to: (begins ? 0 : cursor) + wanted, &look)
    return look
  }

  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
    switch reading {
    case .undecided: return 0
    case .runLog: return try source.read(at: offset, into: buffer)
    case .foreign(_, _, let spool): return try spool.read(at: offset, into: buffer)
    }
  }

  func took(_ bytes: UnsafeRawBufferPointer, at offset: Int, lineEnd: Int) {
    if case .runLog = reading { source.took(bytes, at: offset, lineEnd: lineEnd) }
  }

  func ended(at offset: Int) -> String? {
    if case .runLog = reading { source.ended(at: offset) } else { nil }
  }

  func successorIsReady() -> Bool {
    if case .foreign = reading, next < source.size { return false }
    return source.successorIsReady()
  }

  func switchToSuccessor() {
    source.switchToSuccessor()
    startAgain()
  }
}

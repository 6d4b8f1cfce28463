import Files

/// Remembers enough of the bytes taken from a file to tell later whether they still stand there, or stand in another.
///
/// Size alone does not tell: a file that was emptied and written anew may have outgrown the cursor before anyone
/// looks, and a torn last line may have been cut and another appended. A few bytes at both ends are compared at every
/// look (``verdict(size:bytes:)``); where there is doubt, all of them, by their hash (``FileComparison``).
///
/// Memory: 40 kB, whatever the file is long.
struct SeenBytes: Equatable {
  /// Bytes compared in each place.
  static let reach = 256
  /// Hashes kept at most; with more bytes they are kept at wider distances.
  static let mostMarks = 4096
  /// Line ends whose place is known from the start on: so many lines that are the same make it the same log.
  static let mostLineEnds = 3

  /// The furthest byte taken.
  private(set) var end = 0
  /// The end of the last whole line taken.
  private(set) var wholeEnd = 0
  private(set) var head: [UInt8] = []
  private var wholeTail: [UInt8] = []
  private var tail: [UInt8] = []
  private var hash = PrefixHash()
  private var wholeHash = PrefixHash()
  /// The hashes of the first `width` bytes, of the first 2 · `width`, …
  private var marks: [UInt64] = []
  private var width = SeenBytes.reach
  /// After the first, the second, … line.
  private(set) var lineEnds: [PrefixMark] = []

  /// Takes bytes that stand at an offset; those taken before are skipped.
  ///
  /// - Parameter lineEnd: How many of the bytes end with the last newline among them; 0 when there is none.
  /// - Complexity: O(bytes)
  mutating func take(_ bytes: UnsafeRawBufferPointer, at offset: Int, lineEnd: Int) {
    let known = max(0, end - offset)
    guard known < bytes.count else { return }
    let fresh = UnsafeRawBufferPointer(rebasing: bytes[known...])
    if head.count < SeenBytes.reach { head += fresh.prefix(SeenBytes.reach - head.count) }
    if lineEnd > known {
      let whole = UnsafeRawBufferPointer(rebasing: bytes[known..<lineEnd])
      add(whole)
      wholeEnd = offset + lineEnd
      wholeTail = SeenBytes.joined(tail, whole)
      wholeHash = hash
      add(UnsafeRawBufferPointer(rebasing: bytes[lineEnd...]))
    } else {
      add(fresh)
    }
    tail = SeenBytes.joined(tail, fresh)
  }

  /// Hashes bytes, with a stop at every place whose hash is kept.
  private mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var done = 0
    while done < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
      var step = min(rest.count, width * (marks.count + 1) - end)
      var endsLine = false
      if lineEnds.count < SeenBytes.mostLineEnds,
        let newline = nextNewline(in: UnsafeRawBufferPointer(rebasing: rest[..<step]), from: 0)
      {
        step = newline + 1
        endsLine = true
      }
      hash.append(UnsafeRawBufferPointer(rebasing: rest[..<step]))
      done += step
      end += step
      if endsLine { lineEnds.append(PrefixMark(hash)) }
      if end == width * (marks.count + 1) { keepMark() }
    }
  }

  private mutating func keepMark() {
    marks.append(hash.value)
    guard marks.count == SeenBytes.mostMarks else { return }
    marks = stride(from: 1, to: marks.count, by: 2).map { marks[$0] }
    width *= 2
  }

  /// Forgets the unfinished line.
  mutating func dropPartial() {
    end = wholeEnd
    tail = wholeTail
    hash = wholeHash
    marks.removeLast(marks.count - end / width)
    if head.count > end { head.removeLast(head.count - end) }
  }

  /// The next place after `offset` whose hash is known, ``end`` at last.
  func nextMark(after offset: Int) -> Int {
    var next = offset < wholeEnd ? wholeEnd : end
    let mark = width * (offset / width + 1)
    if mark <= width * marks.count { next = min(next, mark) }
    if let line = lineEnds.first(where: { $0.offset > offset }) { next = min(next, line.offset) }
    return next
  }

  /// Whether these are the bytes taken, so far as a hash is known there.
  func agrees(with other: PrefixHash) -> Bool {
    let offset = other.count
    if offset == end { return other == hash }
    if offset == wholeEnd { return other == wholeHash }
    if offset > 0, offset % width == 0, offset / width <= marks.count {
      return marks[offset / width - 1] == other.value
    }
    return lineEnds.first { $0.offset == offset }.map { $0 == PrefixMark(other) } ?? true
  }

  /// Compares the ends with those of a file of `size` bytes; `bytes(offset, count)` reads it.
  func verdict(
    size: Int, bytes: (Int, Int) throws(SystemFailure) -> [UInt8]
  ) throws(SystemFailure) -> SourceLook.Verdict {
    if size < wholeEnd { return .changed }
    if try bytes(wholeEnd - wholeTail.count, wholeTail.count) != wholeTail { return .changed }
    let wholeHead = min(head.count, wholeEnd)
    let headNow = try bytes(0, wholeHead)
    if !head.starts(with: headNow) || headNow.count < wholeHead { return .changed }
    if size < end { return .partialLineChanged }
    if try bytes(end - tail.count, tail.count) != tail { return .partialLineChanged }
    return .same
  }

  private static func joined(_ old: [UInt8], _ new: UnsafeRawBufferPointer) -> [UInt8] {
    if new.count >= reach { return Array(new.suffix(reach)) }
    return Array(old.suffix(reach - new.count)) + new
  }
}

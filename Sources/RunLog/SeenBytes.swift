/// Remembers enough of the bytes taken from a file to tell later whether they still stand there.
///
/// Size alone does not tell: a file that was emptied and written anew may have outgrown the cursor before anyone
/// looks, and a torn last line may have been cut and another appended.
struct SeenBytes: Equatable {
  /// Bytes compared in each place.
  static let reach = 256

  /// The furthest byte taken.
  private(set) var end = 0
  /// The end of the last whole line taken.
  private(set) var wholeEnd = 0
  private var head: [UInt8] = []
  private var wholeTail: [UInt8] = []
  private var tail: [UInt8] = []

  /// Takes bytes that stand at an offset; those taken before are skipped.
  ///
  /// - Complexity: O(1) besides the search for the last newline.
  mutating func take(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
    let known = max(0, end - offset)
    guard known < bytes.count else { return }
    let fresh = UnsafeRawBufferPointer(rebasing: bytes[known...])
    if head.count < SeenBytes.reach { head += fresh.prefix(SeenBytes.reach - head.count) }
    if let newline = fresh.lastIndex(of: 0x0A) {
      wholeEnd = end + newline + 1
      wholeTail = SeenBytes.joined(tail, UnsafeRawBufferPointer(rebasing: fresh[...newline]))
    }
    tail = SeenBytes.joined(tail, fresh)
    end += fresh.count
  }

  /// Forgets the unfinished line.
  mutating func dropPartial() {
    end = wholeEnd
    tail = wholeTail
    if head.count > end { head.removeLast(head.count - end) }
  }

  /// Compares with a file of `size` bytes; `bytes(offset, count)` reads it.
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

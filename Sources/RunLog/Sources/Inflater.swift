/// Unpacks a compressed stream chunk by chunk.
///
/// What is unpacked before damage is met is given out; the damage itself is a verdict, not an exception.
protocol Inflater: AnyObject {
  var verdict: InflaterVerdict { get }
  /// Whether the input may stop here: not inside a member or frame.
  var isWhole: Bool { get }
  /// Unpacks a chunk and hands out what comes, in pieces of bounded length; input after a verdict is ignored.
  func unpack(_ input: UnsafeRawBufferPointer, to consume: (UnsafeRawBufferPointer) -> Void)
}

/// What came of a compressed stream so far.
enum InflaterVerdict: Equatable {
  /// All is well, and more may follow.
  case running
  /// Bytes after the compressed data that are none: left out, as the packers' own tools do.
  case trailingBytes
  /// The data is damaged; the library's own words.
  case damaged(String)
  /// Whole, but not to be unpacked in the memory allowed; a clause that says what would be accepted.
  case tooLarge(String)
}

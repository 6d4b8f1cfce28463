/// Where the lines of a run come from.
package enum LogSource: Equatable, Sendable {
  /// A regular file, a gzip or zstd file (known by its first bytes, not its name), or a FIFO.
  ///
  /// With `follow` a plain file is read on as it grows, is truncated or replaced; without, it is what it was when
  /// it was opened. A FIFO that is followed outlives its writers; one that is not ends with its first.
  case file(path: String, follow: Bool)
  case standardInput
  /// The log of a router, over its socket. With `follow` it is read on as it grows, and through lost connections;
  /// without, it is what it was when the router was asked.
  case router(RouterAddress, follow: Bool)
}

/// A place between two lines of a source.
package struct LogPosition: Equatable, Sendable {
  /// Byte offset of the next line in the (decompressed) source.
  package var offset: Int
  /// 1-based number of the next line.
  package var line: Int

  package init(offset: Int, line: Int) {
    self.offset = offset
    self.line = line
  }

  /// The start of every source.
  package static let start = LogPosition(offset: 0, line: 1)
}

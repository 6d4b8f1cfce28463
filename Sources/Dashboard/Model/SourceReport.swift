/// What the reader knows of its source.
package struct SourceReport: Equatable, Sendable {
  /// The reader generation this is about (that of the last `Effect.read`, 0 before the first).
  package var generation = 0
  /// Bytes handed over and bytes there are, both as `LogLine.offset` counts them; `size` is 0 while unknown
  /// (a compressed file that was not yet read to its end).
  package var offset = 0
  package var size = 0
  /// Whole lines read from the source and not yet handed over.
  package var linesAhead = 0
  /// Everything there is has been handed over: no more will come unless the source grows.
  package var reachedEnd = false
  /// The source can still grow (a followed file, an open pipe).
  package var canGrow = true
  /// A pipe has had a writer that is gone; another may come.
  package var hasLostWriter = false
  /// The file is not there yet, and is waited for.
  package var isAwaited = false
  /// The router whose log it is cannot write it, and decides nothing.
  package var isUnwritable = false

  package init() {}
}
